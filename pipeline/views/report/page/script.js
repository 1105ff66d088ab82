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
    ...c.citations.flatMap((k) => k.references.map((r) => references[r].text))].join("\n")));
  const facets = claims.map((c) => ({
    support: [c.support], type: [c.type], flag: c.flags, section: [c.kind], bin: [c.bin],
    entity: c.names, verdict: c.review.map((r) => r.verdict),
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
  const matches = (n) => {
    for (const [facet, values] of chosen) {
      if (!facets[n][facet].some((v) => values.has(v))) return false;
    }
    return search.every((word) => words[n].includes(word));
  };
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
    const all = claims.length.toLocaleString("en"), some = matching.length.toLocaleString("en");
    $("count").textContent = filtered() ? `${some} of ${all} claims` : `${all} claims`;
    $("none").hidden = matching.length > 0;
    for (const b of document.querySelectorAll("[data-facet]")) {
      const on = chosen.get(b.dataset.facet)?.has(b.dataset.value ?? b.value) ?? false;
      if (b.type === "checkbox") b.checked = on; else b.setAttribute("aria-pressed", on);
    }
    $("chips").replaceChildren(...[...chosen].flatMap(([facet, values]) => [...values].map((value) => {
      const chip = make("button", { type: "button", class: "chip", "aria-label": `Remove filter ${facet}: ${value}` },
        bdi(value.replaceAll("_", " ")));
      chip.onclick = () => choose(facet, value);
      return chip;
    })));
    recount();
    beyond();
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
    chosen.clear(); search = []; $("search").value = ""; $("entity").value = ""; apply();
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
    pieces[n]?.[0]?.setAttribute("aria-expanded", on);
  };
  const select = (n, { focus = true, scroll = true } = {}) => {
    mark(selected, false);
    selected = n; mark(n, true); reachable(n);
    body.classList.add("open"); panel.classList.add("open");
    show(n);
    const first = pieces[n][0];
    if (focus) first?.focus({ preventScroll: true });
    const narrow = matchMedia("(max-width: 60rem)").matches; // there the panel lies over the lower half
    const hidden = narrow && first?.getBoundingClientRect().bottom > panel.getBoundingClientRect().top;
    if (scroll || hidden) first?.scrollIntoView({ block: narrow ? "start" : "center", behavior: "instant" });
    try { history.replaceState(null, "", "#" + encodeURIComponent(claims[n].id)); } catch { /* some viewers forbid it */ }
  };
  const close = () => {
    if (selected < 0) return;
    const last = pieces[selected][0];
    mark(selected, false); selected = -1;
    body.classList.remove("open"); panel.classList.remove("open");
    panel.replaceChildren(...hint);
    last?.focus({ preventScroll: true });
  };
  const step = (by) => {
    if (!matching.length) return;
    const here = selected >= 0 ? selected : by > 0 ? fromView() - 1 : fromView();
    const next = by > 0 ? matching.find((n) => n > here) : matching.findLast((n) => n < here);
    if (next !== undefined) select(next);
  };
  const fromView = () => { // the first claim below the top of the window
    const below = matching.find((n) => pieces[n][0]?.getBoundingClientRect().top > 60);
    return below ?? claims.length;
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
    if (box.id === "only") body.classList.toggle("only", box.checked);
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
    timer = setTimeout(() => { search = fold(event.target.value).split(/\s+/).filter(Boolean); apply(); }, 120);
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
  const fromAddress = () => {
    let id;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const n = claims.findIndex((c) => c.id === id);
    if (n >= 0) select(n);
  };
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
