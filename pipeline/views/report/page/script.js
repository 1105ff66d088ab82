"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const { claims, references, entities, articles, flags } = data;
  const body = document.body, panel = $("panel"), hint = [...panel.childNodes];
  const pieces = claims.map(() => []); // a claim's elements: one, or more where a block's border cuts it
  for (const e of document.querySelectorAll(".c[data-c]")) pieces[+e.dataset.c].push(e);
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const words = claims.map((c) => fold([c.claim, c.id, c.section.join(" "),
    ...c.entities.map((e) => entities[e].name),
    ...c.citations.flatMap((k) => k.references.map((r) => references[r].text))].join("\n")));
  // Other names of entities, as sets of plain words: "vitamin d 3".
  const atoms = (text) => (text.match(/\p{L}+|\p{N}+/gu) ?? []).map((a) => a.length > 3 && !a.endsWith("ss") ? a.replace(/(?<=s|x|z|ch|sh)es$|s$/, "") : a);
  const also = entities.map((e) => e.also.map((name) => new Set(atoms(name))));
  const facets = claims.map((c) => ({
    support: [c.support], type: [c.type], direction: [c.direction], wording: c.wording, species: [c.species],
    study: [c.study], flag: c.flags, section: [c.kind], bin: [c.bin], entity: c.names,
    verdict: c.verdict, source: c.source, article: [String(c.article)],
  }));
  const chosen = new Map(); // facet → set of values
  let search = [], matching = claims.map((_, n) => n), selected = -1;

  // Small helpers: elements with text only, never with markup.
  const make = (tag, given = {}, ...children) => {
    const e = document.createElement(tag);
    for (const [key, value] of Object.entries(given)) {
      if (key === "class") e.className = value; else if (value !== undefined) e.setAttribute(key, value);
    }
    e.append(...children.filter((c) => c !== null && c !== undefined));
    return e;
  };
  const bdi = (text) => make("bdi", {}, text);
  const link = (name, address) => /^https?:\/\//i.test(address)
    ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name) : bdi(name);

  // Filters
  // One value of a facet is enough; of entities, a claim must name them all.
  const matches = (n) => {
    for (const [facet, values] of chosen) {
      const own = facets[n][facet];
      if (facet === "entity" ? ![...values].every((v) => own.includes(v)) : !own.some((v) => values.has(v))) return false;
    }
    return search.every((term) => term.printed(words[n]) || claims[n].entities.some((e) => term.entities.has(e)));
  };
  // A term is a word or, between quotes, a phrase. An entity is found by any of its names.
  const terms = (typed) => [...fold(typed).matchAll(/["“”„]([^"“”„]+)["“”„]?|[^\s"“”„]+/g)].map(([word, phrase]) => {
    const text = (phrase ?? word).trim().replace(/\s+/g, " "), parts = atoms(text);
    const whole = phrase !== undefined || $("whole").checked;
    const exact = new RegExp(`(?<![\\p{L}\\p{N}])${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s+")}(?![\\p{L}\\p{N}])`, "u");
    const named = also.flatMap((names, e) => parts.length && names.some((name) => parts.every((a) => name.has(a))) ? [e] : []);
    return { printed: whole ? (s) => exact.test(s) : (s) => s.includes(text), entities: new Set(named) };
  });
  const all = claims.length.toLocaleString("en");
  const filtered = () => chosen.size > 0 || search.length > 0;
  const apply = () => {
    for (const e of document.querySelectorAll(".hit")) e.classList.remove("hit");
    matching = [];
    claims.forEach((_, n) => {
      const hit = matches(n);
      if (hit) matching.push(n);
      for (const e of pieces[n]) {
        e.classList.toggle("off", !hit);
        if (hit) for (const box of [e.closest(".b"), e.closest(".doc")]) box?.classList.add("hit");
      }
    });
    body.classList.toggle("only", filtered() && $("only").checked);
    const some = matching.length.toLocaleString("en");
    $("count").textContent = filtered() ? `${some} of ${all} claims` : `${all} claims`;
    $("none").hidden = matching.length > 0;
    for (const b of document.querySelectorAll("[data-facet]")) {
      const on = chosen.get(b.dataset.facet)?.has(b.dataset.value ?? b.value) ?? false;
      if (b.type === "checkbox") b.checked = on; else b.setAttribute("aria-pressed", on);
    }
    $("chips").replaceChildren(...[...chosen].flatMap(([facet, values]) => [...values].map((value) => {
      const chip = make("button", { type: "button", class: "chip", "aria-label": `Remove filter ${facet}: ${value}` },
        bdi(facet === "article" ? articles[value].title : value.replaceAll("_", " ")));
      chip.onclick = () => choose(facet, value);
      return chip;
    })));
    $("article").value = [...chosen.get("article") ?? [""]][0];
    recount();
    beyond();
    rowsShown = ROWS;
    fillTable();
    keepAddress();
    reachable(selected >= 0 ? selected : matching[0]);
    if (selected >= 0) show(selected);
  };
  // Charts and ticks say how many of the matching claims have each value.
  const bars = [...document.querySelectorAll(".bar")].map((e) => ({
    e, facet: e.dataset.facet, value: e.dataset.value, fill: e.querySelector(".fill"), count: e.querySelector(".count"),
    all: +e.querySelector(".count").textContent.replaceAll(",", ""), width: parseFloat(e.querySelector(".all").getAttribute("width")),
  }));
  const recount = () => {
    const counts = {};
    for (const n of matching) {
      for (const [facet, values] of Object.entries(facets[n])) {
        const of = counts[facet] ??= new Map();
        for (const v of new Set(values)) of.set(v, (of.get(v) ?? 0) + 1);
      }
    }
    for (const b of bars) {
      const now = counts[b.facet]?.get(b.value) ?? 0;
      b.count.textContent = now.toLocaleString("en");
      b.fill.setAttribute("width", `${b.all ? (b.width * now) / b.all : 0}%`);
    }
    for (const box of document.querySelectorAll(".tick [data-facet]")) {
      box.parentElement.querySelector(".count").textContent = (counts[box.dataset.facet]?.get(box.value) ?? 0).toLocaleString("en");
    }
  };
  // While the charts are on the screen and a filter is on, a button leads to what matches.
  const beyond = () => {
    const below = $("reading").getBoundingClientRect().top > innerHeight - 80;
    $("go").hidden = !(filtered() && below && matching.length);
    $("go").textContent = `Read the ${matching.length.toLocaleString("en")} claims`;
  };
  const choose = (facet, value) => {
    const values = chosen.get(facet) ?? new Set();
    if (!values.delete(value)) values.add(value);
    if (values.size) chosen.set(facet, values); else chosen.delete(facet);
    apply();
  };
  const clear = () => {
    chosen.clear(); search = []; $("search").value = ""; $("whole").checked = false; $("entity").value = ""; apply();
  };

  // One claim at a time can be reached by Tab; j and k go from claim to claim.
  let tabbed;
  const reachable = (n) => {
    if (tabbed) tabbed.tabIndex = -1;
    tabbed = pieces[n]?.[0];
    if (tabbed) tabbed.tabIndex = 0;
  };
  const mark = (n, on) => {
    for (const e of pieces[n] ?? []) e.classList.toggle("on", on);
    rowOf(n)?.closest("tr").classList.toggle("on", on);
    pieces[n]?.[0]?.setAttribute("aria-expanded", on);
  };
  const select = (n, { focus = true, scroll = true } = {}) => {
    mark(selected, false);
    selected = n; mark(n, true); reachable(n);
    body.classList.add("open"); panel.classList.add("open");
    show(n);
    const first = tabled() ? rowOf(n) : pieces[n][0];
    if (focus) first?.focus({ preventScroll: true });
    const narrow = matchMedia("(max-width: 60rem)").matches; // there the panel lies over the lower half
    const hidden = narrow && first?.getBoundingClientRect().bottom > panel.getBoundingClientRect().top;
    if (scroll || hidden) first?.scrollIntoView({ block: narrow ? "start" : "center", behavior: "instant" });
    keepAddress();
  };
  const close = () => {
    if (selected < 0) return;
    const last = tabled() ? rowOf(selected) : pieces[selected][0];
    mark(selected, false); selected = -1;
    body.classList.remove("open"); panel.classList.remove("open");
    panel.replaceChildren(...hint);
    last?.focus({ preventScroll: true });
  };
  const step = (by) => {
    if (!matching.length) return;
    const here = selected >= 0 ? selected : by > 0 ? fromView() - 1 : fromView();
    const order = tabled() ? sorted() : matching, at = order.indexOf(selected);
    const next = tabled() ? order[at < 0 ? 0 : at + by]
      : by > 0 ? matching.find((n) => n > here) : matching.findLast((n) => n < here);
    if (next !== undefined) select(next);
  };
  const fromView = () => { // the first claim below the top of the window
    const below = matching.find((n) => pieces[n][0]?.getBoundingClientRect().top > 60);
    return below ?? claims.length;
  };

  // The claims as a table: the same matches, in the order of a column.
  const ROWS = 200;
  let rowsShown = ROWS, order = null; // [column, 1 or -1]
  const joined = (values) => values.map((v) => (v ?? "").replaceAll("_", " ")).join(", ");
  const COLUMNS = [
    ["claim", (c) => c.claim], ["article", (c) => articles[c.article].title], ["support", (c) => c.support],
    ["references", (c) => c.citations.flatMap((k) => k.references.map((r) => references[r].short)).join("; ")],
    ["type", (c) => c.type], ["direction", (c) => joined([c.direction])], ["wording", (c) => joined(c.wording)],
    ["shown in", (c) => c.species ?? ""], ["study", (c) => joined([c.study])], ["verdict", (c) => joined(c.verdict)],
    ["source says", (c) => joined(c.source)], ["score", (c) => c.score.toFixed(2)],
  ];
  const tabled = () => body.classList.contains("tabled");
  const rowOf = (n) => $("rows").querySelector(`button[data-n="${n}"]`);
  const sorted = () => {
    if (!order) return matching;
    const [column, sign] = order, value = COLUMNS[column][1], key = new Map(matching.map((n) => [n, value(claims[n])]));
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    return [...matching].sort((a, b) => sign * compare(key.get(a), key.get(b)) || a - b);
  };
  const fillTable = () => {
    if (!tabled()) return;
    const rows = sorted();
    $("columns").replaceChildren(...COLUMNS.map(([name], at) => {
      const now = order?.[0] === at ? order[1] : 0;
      const button = make("button", { type: "button" }, name + (now > 0 ? " ▲" : now < 0 ? " ▼" : ""));
      button.onclick = () => { order = [at, now > 0 ? -1 : 1]; fillTable(); keepAddress(); $("columns").children[at].firstChild.focus(); };
      return make("th", { scope: "col", "aria-sort": now > 0 ? "ascending" : now < 0 ? "descending" : "none" }, button);
    }));
    $("rows").replaceChildren(...rows.slice(0, rowsShown).map((n) => {
      const open = make("button", { type: "button", "data-n": n }, bdi(claims[n].claim));
      open.onclick = () => select(n, { scroll: false });
      return make("tr", { class: n === selected ? "on" : undefined }, make("td", {}, open), ...COLUMNS.slice(1).map(([, value]) => make("td", {}, bdi(value(claims[n])))));
    }));
    $("more").hidden = rows.length <= rowsShown;
  };
  const view = (table) => {
    body.classList.toggle("tabled", table);
    $("table").hidden = !table;
    $("as-table").setAttribute("aria-pressed", table); $("as-text").setAttribute("aria-pressed", !table);
    fillTable();
    keepAddress();
  };
  // A cell that a spreadsheet would take for a formula gets an apostrophe.
  const cell = (text) => `"${(/^\s*[=+\-@]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
  const asCsv = () => "\ufeff" + [["id", ...COLUMNS.map(([name]) => name), "links"], ...sorted().map((n) => [claims[n].id,
    ...COLUMNS.map(([, value]) => value(claims[n])),
    claims[n].citations.flatMap((k) => k.references.flatMap((r) => references[r].links.slice(0, 1).map((l) => l.address))).join(" ")])]
    .map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  const save = () => {
    const a = make("a", { href: URL.createObjectURL(new Blob([asCsv()], { type: "text/csv" })), download: "claims.csv" });
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  };

  // The address holds the filters, the view and the claim, so that it can be sent or kept.
  let reading = true;
  const keepAddress = () => {
    if (reading) return;
    const kept = new URLSearchParams();
    if ($("search").value) kept.set("q", $("search").value);
    if ($("whole").checked) kept.set("whole", "1");
    for (const [facet, values] of chosen) for (const value of values) kept.append(facet, facet === "article" ? articles[value].id : value);
    if (tabled()) kept.set("view", "table");
    if (order) kept.set("sort", `${order[1] < 0 ? "-" : ""}${COLUMNS[order[0]][0]}`);
    if (selected >= 0) kept.set("claim", claims[selected].id);
    try { history.replaceState(null, "", "#" + kept); } catch { /* some viewers forbid it */ }
  };
  const fromAddress = () => {
    const hash = location.hash.slice(1);
    reading = false;
    if (/^article-\d+$|^reading$|^c\d+$/.test(hash)) return;
    reading = true;
    const kept = new URLSearchParams(hash.includes("=") ? hash : `claim=${hash}`);
    chosen.clear();
    for (const [facet, value] of kept) {
      const at = facet === "article" ? String(articles.findIndex((a) => a.id === value)) : value;
      if (facets[0]?.[facet] && at !== "-1") chosen.set(facet, (chosen.get(facet) ?? new Set()).add(at));
    }
    $("search").value = kept.get("q") ?? ""; $("whole").checked = kept.has("whole");
    search = terms($("search").value);
    const sort = kept.get("sort") ?? "", column = COLUMNS.findIndex(([name]) => name === sort.replace(/^-/, ""));
    order = column < 0 ? null : [column, sort.startsWith("-") ? -1 : 1];
    view(kept.get("view") === "table");
    apply();
    const n = claims.findIndex((c) => c.id === kept.get("claim"));
    if (n >= 0) select(n);
    reading = false;
  };

  // The panel
  const section = (title, ...children) => children.length ? [make("h3", {}, title), ...children] : [];
  const SCOPE = { sentence: "cites the sentence", clause: "cites a part of the sentence",
    inherited: "stands at a neighbouring sentence" };
  const STATUS = { partial: "some of its numbers have no entry in the list", unresolved: "no entry of the list fits",
    no_list: "the article prints no reference list" };
  const reference = (r) => make("li", {}, bdi((r.number === null ? "" : `${r.number}. `) + r.text.replace(/^\s*\[?\d+[.\])]?\s+/, r.number === null ? "$&" : "")),
    make("div", { class: "links" }, ...r.links.map((l) => link(l.name, l.address))));
  const citation = (k) => make("li", {},
    make("span", { class: "m" }, bdi(k.text)), ` ${SCOPE[k.scope] ?? k.scope}`,
    k.clause ? make("span", {}, ": “", bdi(k.clause), "”") : null,
    STATUS[k.status] ? make("span", { class: "warn" }, ` · ${STATUS[k.status]}`) : null,
    make("ul", {}, ...k.references.map((r) => reference(references[r]))));
  const show = (n) => {
    const c = claims[n], at = matching.indexOf(n);
    const button = (name, text, act) => {
      const b = make("button", { type: "button", "aria-label": name, title: name }, text);
      b.onclick = act;
      return b;
    };
    panel.replaceChildren(
      make("div", { class: "head" },
        make("h2", {}, at < 0 ? "Not among the matches" : `Claim ${(at + 1).toLocaleString("en")} of ${matching.length.toLocaleString("en")}`),
        button("Previous claim", "↑", () => step(-1)), button("Next claim", "↓", () => step(1)), button("Close", "×", close)),
      make("blockquote", { class: `s-${c.support}`, dir: "auto" }, c.claim),
      make("ul", { class: "tags", "aria-label": "Attributes" }, ...[c.support, c.type, ...c.facts, `score ${c.score.toFixed(2)}`].map((t) => make("li", {}, bdi(t)))),
      ...section("Flags", ...c.flags.length ? [make("ul", {}, ...c.flags.map((f) => make("li", {}, make("b", {}, f.replaceAll("_", " ")), flags[f] ? `: ${flags[f]}` : "")))] : []),
      ...section("References", ...c.citations.length ? [make("ul", { class: "citations" }, ...c.citations.map(citation))] : []),
      ...section("Review", ...c.review.length ? [make("ul", {}, ...c.review.map((r) => make("li", {}, make("b", {}, bdi(r.verdict || "no verdict")), r.reviewer ? " by " : "", bdi(r.reviewer),
        r.source_says ? make("div", {}, "source says: ", make("b", {}, r.source_says.replaceAll("_", " ")), r.quote ? " “" : null, r.quote ? bdi(r.quote) : null, r.quote ? "”" : null, r.where ? bdi(`, ${r.where}`) : null) : null,
        r.corrected ? make("div", {}, "should read: “", bdi(r.corrected), "”") : null, r.comment ? make("div", {}, bdi(r.comment)) : null)))] : []),
      ...section("Who does what", ...c.triple.length > 1 ? [make("p", { class: "hint" }, bdi(c.triple.join(" → ")))] : []),
      ...section("Quantities", ...c.quantities.length ? [make("p", { class: "hint" }, bdi(c.quantities.join(" · ")))] : []),
      ...section("Entities", ...c.entities.length ? [make("ul", { class: "tags" }, ...c.entities.map((e) => make("li", { class: `e-${entities[e].type}`, title: `${entities[e].type} ${entities[e].id}` }, bdi(entities[e].name))))] : []),
      ...section("Where", make("p", { class: "hint" }, bdi([articles[c.article].title, ...c.section].join(" › ")))),
      make("p", { class: "id" }, bdi(c.id)),
    );
    panel.scrollTop = 0;
  };

  // Events
  document.addEventListener("click", (event) => {
    const claim = event.target.closest(".c[data-c]");
    if (claim && String(getSelection()) === "") { select(+claim.dataset.c, { scroll: false }); return; }
    const bar = event.target.closest(".bar");
    if (bar) choose(bar.dataset.facet, bar.dataset.value);
    if (event.target.closest(".clear")) clear();
  });
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.dataset.facet) choose(box.dataset.facet, box.value);
    if (box.id === "only") apply();
    if (box.id === "whole") { search = terms($("search").value); apply(); }
    if (box.id === "article") {
      chosen.delete("article");
      if (box.value) chosen.set("article", new Set([box.value]));
      apply();
    }
    for (const layer of ["entities", "markers", "rest"]) {
      if (box.id === `show-${layer}`) body.classList.toggle(`no-${layer}`, !box.checked);
    }
    if (box.id === "entity" && box.value) {
      const typed = fold(box.value);
      const name = [...new Set(claims.flatMap((c) => c.names))].find((v) => fold(v) === typed);
      box.setCustomValidity(name === undefined ? "No claim names it: choose one from the list" : "");
      if (name === undefined) { box.reportValidity(); return; }
      box.value = "";
      choose("entity", name);
    }
  });
  let timer;
  $("search").addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => { search = terms(event.target.value); apply(); }, 120);
  });
  $("entity").addEventListener("input", (event) => event.target.setCustomValidity(""));
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  $("previous").onclick = () => step(-1);
  $("next").onclick = () => step(1);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "Escape") { if (typing) event.target.blur(); else close(); return; }
    if (typing) return;
    const onClaim = event.target.closest(".c[data-c]");
    if (event.key === "j" || (onClaim && event.key === "ArrowDown")) step(1);
    else if (event.key === "k" || (onClaim && event.key === "ArrowUp")) step(-1);
    else if (event.key === "/") $("search").focus();
    else if (onClaim && (event.key === "Enter" || event.key === " ")) {
      select(+onClaim.dataset.c, { scroll: false }); panel.focus();
    } else return;
    event.preventDefault();
  });
  $("as-text").onclick = () => view(false);
  $("as-table").onclick = () => view(true);
  $("more").onclick = () => { rowsShown += ROWS; fillTable(); };
  $("csv").onclick = save;
  addEventListener("scroll", beyond, { passive: true });
  $("go").onclick = () => select(matching[0]);

  // On paper each claim that matches has a number, and a note with its references.
  addEventListener("beforeprint", () => {
    const docs = [...document.querySelectorAll(".doc")];
    articles.forEach((_, a) => {
      const own = matching.filter((n) => claims[n].article === a);
      own.forEach((n, at) => pieces[n].at(-1)?.setAttribute("data-n", at + 1));
      docs[a].querySelector(".notes").replaceChildren(make("ol", {}, ...own.map((n) => make("li", {},
        make("b", {}, [claims[n].support, claims[n].type, ...claims[n].facts, ...claims[n].flags.map((f) => f.replaceAll("_", " "))].filter((w, i, l) => l.indexOf(w) === i).join(" · ")),
        make("ul", {}, ...claims[n].citations.flatMap((k) => k.references.map((r) => make("li", {}, bdi(`${k.text} → ${references[r].text}`)))))))));
    });
  });
  addEventListener("afterprint", () => {
    for (const box of document.querySelectorAll(".notes")) box.replaceChildren();
    for (const e of document.querySelectorAll("[data-n]")) e.removeAttribute("data-n");
  });
  if (matchMedia("(max-width: 60rem)").matches) $("filters").open = false;
  apply();
  fromAddress();
  addEventListener("hashchange", fromAddress);
})();
