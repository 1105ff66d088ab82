"""The page: the articles' very words, nothing that runs, the same bytes; and in a browser."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandbox import command

from pipeline.run import batch
from pipeline.settings import Settings
from pipeline.views.report.records import ArticleRecords
from pipeline.views.report.spans import Mark, mark_up
from pipeline.views.report.view import View, links, reference_view, web_address
from pipeline.views.report.write import render, write_report

Add = Callable[..., Path]

HOSTILE = (
    "Bones <script>alert(1)</script> & \"quotes\" 'n' </script><!-- -->\r\n\r\n"
    "Vitamin D increases <b onclick=x>calcium</b> in adults (1)\u202e evil \u2066\u200f 🦴👩🏽‍⚕️. "
    "It lowers the risk of fractures & falls in women\x07 by 10% (1, 2).\r\n\r\n"
    "&lt;p&gt; &amp;amp; Calcium increases bone mass in mice \u2028 </style> ]]>.\r\n\r\n"
    "References\r\n\r\n"
    "1. Smith AB. <img src=x onerror=alert(1)> bones. J Bone. 2010;12(3):45-50. "
    "doi:10.1000/x\"'<y>\r\n"
    "2. Jones C. Falls. J Bone. 2011;1:5. javascript:alert(1)\r\n"
)


class Texts(HTMLParser):
    """The articles' texts as a browser takes them from the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div" and dict(attrs).get("class") == "text":
            self.texts.append("")
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.depth = 0

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.texts[-1] += data


@pytest.fixture
def page(seeds: Path, out: Path, add: Add) -> Path:
    """A page of an article with references, one without and a hostile one."""
    add("a.txt")
    add("bare.txt", "On zinc\n\nZinc lowers the risk of pneumonia in children by 13%.\n")
    add("hostile.txt", HOSTILE)
    batch.run(seeds, out, Settings(), jobs=1)
    return write_report(out)


def test_the_text_is_the_articles_text(page: Path, out: Path) -> None:
    parser = Texts()
    parser.feed(page.read_text("utf-8", errors="strict"))
    assert parser.texts == _texts(out)


def _texts(out: Path) -> list[str]:
    lines = (out / "articles.jsonl").read_bytes().splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_nothing_of_an_article_is_markup_or_script(page: Path) -> None:
    written = page.read_text("utf-8")
    assert written.count("<script") == written.count("</script>") == 2
    assert "<img" not in written and "<b onclick" not in written
    assert not re.search(r'(?:src|href)="(?!#|https?://)', written)
    data = written.split('id="data">')[1].split("</script>")[0]
    addresses = [link["address"] for r in json.loads(data)["references"] for link in r["links"]]
    assert addresses and all(a.startswith("https://") for a in addresses)


def test_only_its_own_style_and_script_may_work(page: Path) -> None:
    written = page.read_bytes()
    policy = re.search(rb'Content-Security-Policy" content="([^"]*)"', written)
    assert policy
    for tag in (b"style", b"script"):
        part = written.rsplit(b"<%s>" % tag, 1)[1].split(b"</%s>" % tag)[0]
        digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
        assert f"{tag.decode()}-src 'sha256-{digest}'" in html.unescape(policy[1].decode())
    assert b" style=" not in written


def test_the_same_bytes_again_and_where_asked(page: Path, out: Path, tmp_path: Path) -> None:
    other = tmp_path / "deep" / "page.html"
    said = command("report", "--out", out, "--to", other)
    assert said.status == 0, said
    assert other.read_bytes() == page.read_bytes()


def test_no_run_no_page_one_line(out: Path) -> None:
    said = command("report", "--out", out)
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert "claimsheet run" in said.err
    assert not out.exists()


@pytest.mark.parametrize("damage", ["{", "[]\n", '{"article": "a"}\n', "{}\n", '{"a": "\ufffd'])
def test_a_damaged_file_is_one_line(page: Path, out: Path, damage: str) -> None:
    (out / "claims.jsonl").write_text(damage, "utf-8")
    said = command("report", "--out", out)
    assert (said.status, said.err.count("\n")) == (2, 1)


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 4))),
)
def test_marks_never_change_the_text(text: str, spans: list[tuple[int, int, int]]) -> None:
    marks = [Mark(a, b, rank, "span", f'class="r{rank}"', "class=more") for a, b, rank in spans]
    marked = mark_up(text, marks)
    assert html.unescape(re.sub(r"<[^>]*>", "", marked)) == html.unescape(
        html.escape(text).replace("\r", "&#13;").replace("\0", "\ufffd")
    )
    open_tags = 0
    for tag in re.findall(r"<(/?)span", marked):
        open_tags += -1 if tag else 1
        assert open_tags >= 0
    assert open_tags == 0


def test_marks_nest_and_are_cut_where_they_cross() -> None:
    marks = [Mark(0, 6, 1, "b", "1", "2"), Mark(4, 8, 2, "i", "1", "2"), Mark(1, 2, 2, "u", "1")]
    assert mark_up("abcdefgh", marks) == "<b 1>a<u 1>b</u>cd<i 1>ef</i></b><i 2>gh</i>"


REFERENCE = {"id": "r", "text": "x", "search_url": "https://pubmed.ncbi.nlm.nih.gov/?term=x"}


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ({"doi": '10.1/a<b>"c'}, "https://doi.org/10.1/a%3Cb%3E%22c"),
        ({"pmid": "12"}, "https://pubmed.ncbi.nlm.nih.gov/12/"),
        ({"pmcid": "PMC7"}, "https://pmc.ncbi.nlm.nih.gov/articles/PMC7/"),
        ({"url": "http://who.int/a"}, "http://who.int/a"),
        ({"url": "javascript:alert(1)"}, "https://pubmed.ncbi.nlm.nih.gov/?term=x"),
    ],
)
def test_links(fields: dict[str, str], first: str) -> None:
    assert links({**REFERENCE, **fields})[0].address == first
    assert reference_view({**REFERENCE, **fields})["links"][-1]["name"] == "search PubMed"


@pytest.mark.parametrize("url", [None, "", "data:x", " https://a", "JavaScript:x", "//a.b"])
def test_no_web_address(url: str | None) -> None:
    assert web_address(url) is None


def _records(out: Path) -> list[ArticleRecords]:
    from pipeline.views.report.records import read_articles

    return list(read_articles(out))


def test_a_long_text_is_cut_and_says_so(page: Path, out: Path) -> None:
    view = View(max_article=100)
    for records in _records(out):
        view.add(records)
    written = "".join(render(view, []))
    assert "Only the first 100 of" in written
    assert len(view.claims) < view.counts["claims"]


def test_decisions_are_shown_where_there_are_any(page: Path, out: Path) -> None:
    review = {"reviewer": "<i>me</i>", "verdict": "reject", "comment": None}
    view = View()
    for records in _records(out):
        for claim in records.claims:
            claim["review"] = [review, "odd"]
        view.add(records)
    assert view.claims[0]["review"] == [
        dict.fromkeys(("comment", "corrected", "source_says", "quote", "where"), "")
        | {"reviewer": "<i>me</i>", "verdict": "reject"}
    ]
    written = "".join(render(view, []))
    assert 'data-facet="verdict" data-value="reject"' in written
    assert "<i>me" not in written


def test_no_article_at_all(tmp_path: Path) -> None:
    assert "0 claims in 0 articles" in "".join(render(View(), []))
    failure = {"id": "a", "source": "<a>.txt", "stage": "read", "error": "it is <empty>"}
    assert "&lt;empty&gt;" in "".join(render(View(), [failure]))


# In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    programs = [shutil.which("chromium") or shutil.which("google-chrome")]
    programs.append(shutil.which("chromedriver"))
    if None in programs:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = programs[0]
    for argument in ("--headless=new", "--no-sandbox", "--window-size=1300,560"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(programs[1]))
    yield driver
    driver.quit()


@pytest.fixture
def opened(browser: Any, page: Path) -> Iterator[Any]:
    browser.get("about:blank")
    browser.get(page.as_uri())
    yield browser
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def _one(driver: Any, selector: str) -> Any:
    return driver.find_element("css selector", selector)


def _claim(driver: Any, words: str) -> Any:
    found = driver.find_elements("css selector", ".c[id]")
    return next(e for e in found if words in e.text)


def _click(driver: Any, element: Any) -> None:
    """Click when the scrolling has come to rest: text off the screen is laid out late."""
    driver.execute_async_script(
        "arguments[0].scrollIntoView({block: 'center'});"
        "const done = arguments[1]; requestAnimationFrame(() => requestAnimationFrame(done))",
        element,
    )
    element.click()


def _press(driver: Any, key: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(driver).send_keys(key).perform()


def test_a_click_on_a_claim_shows_its_references(opened: Any) -> None:
    claim = _claim(opened, "absorption of calcium")
    _click(opened, claim)
    panel = _one(opened, "#panel")
    assert "Smith AB, Jones C. Vitamin D and calcium." in panel.text
    assert "cited" in panel.text and "Vitamin D" in panel.text
    link = _one(opened, "#panel .links a")
    assert link.get_attribute("href").startswith("https://pubmed.ncbi.nlm.nih.gov/?term=")
    assert "on" in claim.get_attribute("class").split()


def test_filters_leave_what_matches(opened: Any) -> None:
    total = len(opened.find_elements("css selector", ".c[id]"))
    _one(opened, ".filters [data-facet=support][value=cited]").click()
    left = opened.find_elements("css selector", ".c[id]:not(.off)")
    assert 0 < len(left) < total
    assert all("s-cited" in e.get_attribute("class") for e in left)
    assert _one(opened, "#count").text == f"{len(left)} of {total} claims"
    _one(opened, ".chip").click()
    assert _one(opened, "#count").text == f"{total} claims"
    _one(opened, "#search").send_keys("absorption Smith")
    opened.implicitly_wait(2)
    _one(opened, ".c.off")
    assert len(opened.find_elements("css selector", ".c[id]:not(.off)")) == 1
    assert not _claim_shown(opened, "800 IU") and _claim_shown(opened, "absorption")
    _one(opened, "#only").click()
    assert _claim_shown(opened, "800 IU")


def _claim_shown(driver: Any, words: str) -> bool:
    return words in _one(driver, "#reading").text


def test_charts_and_entities_are_filters(opened: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    bar = _one(opened, ".bar[data-facet=entity]")
    name = bar.get_attribute("data-value")
    _click(opened, bar)
    assert bar.get_attribute("aria-pressed") == "true"
    assert _one(opened, "#count").text.startswith(f"{_one(bar, '.count').text} of ")
    _one(opened, "#go").click()
    assert name in _one(opened, "#panel").text
    _one(opened, ".chip").click()
    _one(opened, "#entity").send_keys(name.lower(), Keys.TAB)
    assert _one(opened, ".chip").text == name


def _found(driver: Any) -> list[str]:
    """The claims that match, as their elements in the text say."""
    script = (
        "return [...document.querySelectorAll('.c[id]')]"
        ".filter(e => !e.classList.contains('off')).map(e => e.textContent)"
    )
    return list(driver.execute_script(script))


def _search(driver: Any, words: str) -> list[str]:
    """Search, and wait till the page has answered."""
    set_it = (
        "const s = document.getElementById('search'); s.value = arguments[0];"
        "s.dispatchEvent(new Event('input')); setTimeout(arguments[1], 250)"
    )
    driver.execute_async_script(set_it, words)
    return _found(driver)


def test_a_search_takes_words_phrases_and_other_names(opened: Any) -> None:
    assert _search(opened, "calcium adults absorption")
    assert not _search(opened, '"calcium absorption"')
    [one] = _search(opened, '"absorption  of Calcium" adults')
    assert one.startswith("Vitamin D increases")
    assert _search(opened, "absorp")
    assert not _search(opened, '"absorp"')
    _one(opened, "#whole").click()
    assert not _search(opened, "absorp")
    assert any("pneumonia" in claim for claim in _search(opened, "pneumonias"))  # a name of it
    assert not _search(opened, "[a-z (")


@pytest.mark.parametrize(
    ("facet", "value"),
    [("species", "human"), ("wording", "hedged"), ("direction", "increase"), ("type", "finding")],
)
def test_filters_by_what_a_claim_says(opened: Any, out: Path, facet: str, value: str) -> None:
    records = [json.loads(line) for line in (out / "claims.jsonl").read_bytes().splitlines()]
    wanted = [r for r in records if (r["hedged"] if facet == "wording" else r[facet] == value)]
    _one(opened, f".filters [data-facet={facet}][value={value}]").click()
    assert len(_found(opened)) == len(wanted) > 0


def test_a_claim_must_name_all_the_entities_chosen(opened: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    for name in ("vitamin d", "fractures"):
        names = opened.execute_script(
            "return [...document.querySelectorAll('#names option')].map(e => e.value)"
        )
        [wanted] = [n for n in names if n.lower().startswith(name[:8])][:1]
        _one(opened, "#entity").send_keys(wanted, Keys.TAB)
    both = _found(opened)
    _one(opened, ".chip:not(.plain)").click()
    assert len(both) < len(_found(opened))


def test_the_address_holds_the_filters(browser: Any, opened: Any) -> None:
    from selenium.webdriver.support.ui import Select

    _search(opened, '"adults"')
    _one(opened, ".filters [data-facet=support][value=cited]").click()
    Select(_one(opened, "#article")).select_by_index(1)
    _one(opened, "#as-table").click()
    found, address = _found(opened), opened.current_url
    assert found
    browser.get("about:blank")
    browser.get(address)
    assert _found(opened) == found
    assert _one(opened, "#search").get_attribute("value") == '"adults"'
    assert len(opened.find_elements("css selector", "#rows button")) == len(found)


def test_claims_of_all_articles_as_a_table(opened: Any) -> None:
    _one(opened, "#as-table").click()
    script = "return [...document.querySelectorAll('#rows button')].map(e => e.textContent)"
    rows = opened.execute_script(script)
    assert len(rows) == len(_found(opened))
    _one(opened, "#columns button").click()
    up = opened.execute_script(script)
    _one(opened, "#columns button").click()
    assert opened.execute_script(script) == up[::-1] != rows
    assert _one(opened, "#columns th").get_attribute("aria-sort") == "descending"
    _one(opened, "#rows button").click()
    assert up[-1] in _one(opened, "#panel blockquote").text


def test_the_rows_of_the_table_as_csv(opened: Any) -> None:
    _search(opened, "calcium")
    _one(opened, "#as-table").click()
    catch = (
        "const done = arguments[0]; const made = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { blob.text().then(done); return made(blob); };"
        "HTMLAnchorElement.prototype.click = () => {};"
        "document.getElementById('csv').click();"
    )
    table = list(csv.reader(io.StringIO(opened.execute_async_script(catch).lstrip("\ufeff"))))
    assert table[0][:3] == ["id", "claim", "article"]
    assert len(table) - 1 == len(_found(opened))
    assert all(row[-1] == "" or row[-1].startswith("https://") for row in table[1:])


def test_five_thousand_claims_are_filtered_at_once(browser: Any, page: Path, out: Path) -> None:
    _multiply(out, 5000)
    browser.get("about:blank")
    browser.get(write_report(out).as_uri())
    script = (
        "const box = document.querySelector('.filters [data-facet=support][value=cited]');"
        "box.click(); return document.querySelectorAll('.c[id]').length"
    )
    assert browser.execute_script(script) >= 5000
    assert _one(browser, "#count").text == "4,170 of 5,004 claims"


def _multiply(out: Path, number: int) -> None:
    """Write the records of a run many times over, as articles of other ids."""
    claims = (out / "claims.jsonl").read_bytes().splitlines()
    times = -(-number // len(claims))
    for path in out.glob("*.jsonl"):
        lines = path.read_bytes().splitlines()
        with path.open("wb") as stream:
            for n in range(times):
                for line in lines:
                    id = rb'"(a|bare|hostile)(?=[":])(?!":)'
                    stream.write(re.sub(id, rb'"%04d\1' % n, line) + b"\n")


AXE = resources.files("axe_core_python") / "axe.min.js"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["text", "table"])
def test_no_violation_of_accessibility(opened: Any, scheme: str, view: str) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    _one(opened, f"#as-{view}").click()
    _press(opened, "j")
    opened.execute_script(AXE.read_text("utf-8"))
    script = "axe.run(document, {resultTypes: ['violations']}).then(arguments[0])"
    found = opened.execute_async_script(script)["violations"]
    wrong = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]
    assert wrong == []


def test_keys(opened: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    def focused() -> str:
        return str(opened.switch_to.active_element.get_attribute("id"))

    _press(opened, "j")
    assert focused() == "c0"
    _press(opened, Keys.ARROW_DOWN)
    assert focused() == "c1"
    _press(opened, "k")
    _press(opened, Keys.ENTER)
    assert focused() == "panel"
    _press(opened, Keys.ESCAPE)
    assert focused() == "c0"
    assert not opened.find_elements("css selector", ".c.on")
    _press(opened, "/")
    assert focused() == "search"


def test_hostile_text_is_text(opened: Any, out: Path) -> None:
    shown = "return [...document.querySelectorAll('.text')].map(e => e.textContent)"
    assert opened.execute_script(shown) == _texts(out)
    _click(opened, _claim(opened, "fractures & falls"))
    assert "<img src=x onerror=alert(1)>" in _one(opened, "#panel").text
    for link in opened.find_elements("css selector", "#panel a"):
        assert link.get_attribute("href").startswith("https://")


def test_on_paper_claims_have_notes(opened: Any) -> None:
    _one(opened, ".filters [data-facet=support][value=cited]").click()
    opened.execute_script("dispatchEvent(new Event('beforeprint'))")
    notes = opened.execute_script("return document.querySelector('.notes').textContent")
    assert "(1) → 1. Smith AB, Jones C." in notes and "uncited" not in notes
    assert opened.find_elements("css selector", ".c[data-n='1']")
    opened.execute_script("dispatchEvent(new Event('afterprint'))")
    assert not opened.find_elements("css selector", ".notes li, .c[data-n]")


def test_a_phone_needs_no_sideways_scrolling(opened: Any) -> None:
    size = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        _press(opened, "j")
        assert opened.execute_script("return document.documentElement.scrollWidth") <= 360
        claim, panel = _one(opened, ".c.on").rect, _one(opened, "#panel")
        top = opened.execute_script("return arguments[0].getBoundingClientRect().top", panel)
        scrolled = opened.execute_script("return scrollY")
        assert claim["y"] + claim["height"] - scrolled <= top
    finally:
        opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
