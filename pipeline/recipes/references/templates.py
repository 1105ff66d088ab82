"""How entries are printed: one template a line. Data of `drawn`.

``{A}`` authors, ``{T}`` title, ``{J}`` container, ``{d}`` date, ``{v}`` ``{i}`` ``{p}`` volume, issue
and pages, ``{E}`` editors, ``{P}`` publisher, ``{L}`` place, ``{N}`` a note, ``{B}`` a body or site;
without a label ``{V}`` ``{I}`` ``{S}`` ``{K}`` the words before volume, issue, pages and container,
``{e}`` (editors') ``{ed}`` (edition) ``{x}`` a visit with its date, ``{u}`` an address with what leads
to it, ``{m}`` a month, ``{Q}`` who
runs a site, ``{X}`` a server of preprints. What stands between ``<`` and ``>`` is left out where a field in it is missing.
"""  # noqa: E501

from __future__ import annotations

ARTICLES = """
{A}. {T}. {J}. {d};{v}<({i})>:{p}.
{A}. {T}. {J}. {d};{v}<({i})>:{p}.
{A}. {T}. {J} {d};{v}<({i})>:{p}.
{A}. {T}. {J}. {d}; {v}<({i})>: {p}.
{A}. {T}. {J} {d}; {v}: {p}.
{A}. {T}. {J}. {d};{v}<({i})>:{p}.
{A}. {T}. {J} [Internet]. {d} {x};{v}<({i})>:{p}.
{A}. {T}. {J} {d} {m};{v}<({i})>:{p}.
{A}. {T}. {J}. {d};({i}):{p}.
{A} ({d}). {T}. {J}, {v}<({i})>, {p}.
{A} ({d}). {T}. {J}, {v}<({i})>, {p}.
{A} ({d}) {T}. {J} {v}<({i})>:{p}
{A} ({d}) {T}. {J} {v}<({i})>: {p}.
{A} ({d}): {T}. {J} {v}<({i})>, {S}{p}.
{A} ({d}), {T}, {J}, {v}<({i})>, {S}{p}.
{A} ({d}) ‘{T}’, {J}, {v}<({i})>, {S}{p}.
{A} ({d}) '{T}', {J}, {v}<({i})>, {S}{p}.
{A} ({d}) "{T}." {J} {v}<({i})>: {p}.
{A} ({d}). "{T}". {J}. {v} <({i})>: {p}.
{A} ({d}). "{T}". {J}. {v} <({i})>: {p}. {x}.
{A} ({m} {d}). "{T}". {J}. {v} <({i})>: {p}.
{A}, {d}. {T}. {J}, {v}<({i})>, {S}{p}.
{A}, {d}, {T}: {J}, {V}{v}, {S}{p}.
{A}. {d}. {T}. {J} {v}<({i})>: {p}.
{A}. {d}. {T}. {J}. {v}<({i})>:{p}.
{A}. {d}. “{T}.” {J} {v} <({i})>: {p}.
{A} {d}. {T}. {J} {v}, {p}.
{A}. “{T}.” {J}, {V}{v}, <{I}{i}, >{d}, {S}{p}.
{A}. "{T}." {J}, {V}{v}, <{I}{i}, >{d}, {S}{p}.
{A}. “{T}.” {J} {v}<, {I}{i}> ({d}): {p}.
{A}. "{T}." {J} {v}<.{i}> ({d}): {p}.
{A}, “{T},” {J} {v}<, {I}{i}> ({d}): {p}.
{A}, “{T},” {J}, {V}{v}, <{I}{i}, >{S}{p}, {d}.
{A}, "{T}," {J}, {V}{v}, <{I}{i}, >{S}{p}, {m} {d}.
{A}, "{T}," {J}, {V}{v}, <{I}{i}, >{m}, {N}, {d}.
{A}, "{T}," {J}, {V}{v}, <{I}{i}, >{d}, {S}{p}.
{A}, "{T}", {J} {v} ({d}), {S}{p}.
{A}, {T}, {J} {v} ({d}) {p}.
{A}, {T}, {J}. {v} ({d}) {p}.
{A}, {T}, {J}, {V}{v}, <{I}{i}, >{d}, {S}{p}
{A}, {T}, {J}, {V}{v}, <{I}{i}, >{d}, {S}{p}, ISSN 0141-0229.
{A}, {T}, {J}, {V}{v}<({i})>, {d}, {S}{p}.
{A}, {T}, {J} {V}{v}<, {I}{i}> ({d}), {S}{p}.
{A}, {T}. {J}, {d}. {v}<({i})>: {S}{p}.
{A}. {T}. {J} {v}, {p} ({d}).
{A}. {T}. {J} {v}<({i})>, {p} ({d}).
{A}. {T}. {J} {v}<({i})>: {p}, {d}.
{A}. {T}. {J}. {v}<({i})>:{p}, {d}.
{A}. {T}. {J}, {v}<({i})>:{p}, {d}.
{A}: {T}. {J} {v}<({i})>:{p}, {d}.
{A}: {T}. {J} {v}: {p}, {d}.
{A}. {T}. {J} {v}: {p}, {d}.
{A}. {T}. {J} {v}:{p}, {d}.
{A}: {T}. {J} {d}; {v}<({i})>: {p}.
{A}: {T}. {J} {d}, {v}<({i})>:{p}.
{A}: {T}. {J} {v} ({d}), {S}{p}.
{A}: {T}. {J} {v} ({d}) {p}.
{A}: {T}. {J} {v}<, {I}{i}>, {d}, {S}{p}.
{A}: {T}. {K} {J}. {v}, {d}, {S}{p}.
{A}; {T}; {J}; {d}; {v}; {p}
{A} {T}. {J} {d}, {v}, {p}.
{A} {T}. {J} {d}, {v}<({i})>, {p}.
{A}. {T}. {J} ({d}) {v}<({i})>:{p}.
{A}. {T}. {J}. ({d}) {v}:{p}.
{A}. ({d}) {T}. {J}, {v}, {p}.
{A}. {T}. {J} {d} {V}{v} {I}{i} {S}{p}
{A}. {T}. {J}, {d}; {V}{v}: {S}{p}.
{A}. {T}. {J}, {V}{v}, <{I}{i}, >{S}{p}, {d}.
{A}. {T}. {J}, {V}{v}, <{I}{i}, >{d}. {S}{p}.
{A}. {T} // {J}. — {d}. — {V}{v}<, {I}{i}>. — {S}{p}.
{A}. {T} // {J}. {d}. {V}{v}<, {I}{i}>. {S}{p}.
{A} {T} // {J}. – {d}. – {V}{v}<. – {I}{i}>. – {S}{p}.
{A}. {T} / {J}, {d}, {v}<({i})>, {p}
{A}. {T}. {J}, {d}.
{A}. {T}. {J}. {d}.
{A}. {T}. {J} {d}.
{A}, {T}, {J}, {d}
{A} ({d}). {T}. {J}.
{A}, "{T}," {J}, {d}.
{A}. {T}. {J}. {d};{v}<({i})>.
{A}. {T}. {J}. {d};{v}<({i})>:{p}. {ep}.
{A}. {T}. {J}. {d};{v}<({i})>:{p}. {N}.
{A}. {T} [{N}]. {J}. {d};{v}<({i})>:{p}.
{A}. [{T}]. {J}. {d};{v}<({i})>:{p}. [{N}]
{A}. [{T}]. {J}. {d};{v}<({i})>:{p}. {N}.
{A}. {T}. {J}. {N}.
{A}. {T}. {J}. {N}.
{A}. {T}. {J}. {N}
{A}. {T}. {J}, {N}.
{A}. {T}. {J} {N}.
{A}. {T}. {J} ({N}).
{A} ({N}). {T}. {J}.
{A}. {T}. {J}. Epub ahead of print {d}.
{A}. {T}. {J}. Published online {d}.
{A}. {T}. {J}. {d} [Epub ahead of print].
{T}. {A}. {J}. {d};{v}<({i})>:{p}.
{T}. {A}. {J}. {d};{v}<({i})>:{p}.
{T}. {A}. {J}. {d};({i}):{p}.
{T}. {A}. {J} {v}, {p} ({d}).
{T}. {A} {J}, {d}; {v}: {p}.
{T}. {A} ({d}). {J}, {v}<({i})>, {p}.
{T} {A}. {J} {d}; {v}: {p}
{T}. {J}. {d};{v}<({i})>:{p}.
{T}. {J} {d};{v}:{p}.
{T}. {J}, {d}.
{T}. {J}. {d}.
{T} {J}. {d};{v}<({i})>:{p}
{T} {J} {d} {u}
{T} - {J} {u}
{T} {A} {J}, {d}
{A}. {J}. {d};{v}<({i})>:{p}.
{A}. {J} {v}, {p} ({d}).
{A}. {J} {d}, {v}, {p}.
{A} ({d}) {J} {v}:{p}.
{A}, {J}, {d}; {V}{v}: {S}{p}.
{A}. {J}, {d}; {V}{v}: {S}{p}.
{J}: "{T}."
{J}, "{T}," {d}.
{J}: “{T},” {d}.
{J}, {d}; {V}{v}: {S}{p}.
{A}. "{T}." {J}. {d}; {v}: {p}.
{A}. {d}. {T}. {J} {v}, {I}{i}: {p}.
{A}. {T}. {J}, {v}/{i}, {p}, {d}.
{A}. {T}. {J} {v}/{d}, {S}{p}
{A}. {T}. {J} {v} [{i}]: {p}, {d}
{A}. {T}, {J}, {d}, {v}, {p}.
{A}. {T}. {J}, {d}, {V}{v}<, {I}{i}>, {S}{p}.
""".strip().splitlines()

HAN = """
{A}. {T}[J]. {J}, {d}, {v}<({i})>: {p}.
{A}. {T}[J]. {J}, {d}, {v}<({i})>: {p}.
{A}. {T}[J]. {J}, {d}, {v}: {p}.
{A}. {T} [J]. {J}, {d}, {v}({i}): {p}.
{A}. {T}. {J}, {d}, {v}<({i})>: {p}.
{A}. {T}. {J}. {d};{v}<({i})>:{p}.
{A} ({d}). {T}. {J}, {v}<({i})>, {p}.
{A}. {T}[M]. {L}: {P}, {d}: {p}.
{A}. {T}[M]. {L}: {P}, {d}.
{A}. {T}[D]. {L}: {P}, {d}.
{A}. {T}[EB/OL]. ({d}){x}. {u}
{B}. {T}[R]. {L}: {P}, {d}.
""".strip().splitlines()

CYRILLIC = """
{A} {T} // {J}. — {d}. — {V}{v}<, {I}{i}>. — {S}{p}.
{A} {T} // {J}. – {d}. – {V}{v}<, {I}{i}>. – {S}{p}.
{A} {T} // {J}. {d}. {V}{v}<. {I}{i}>. {S}{p}.
{A} {T} // {J}. {d}; {v}<({i})>: {p}.
{A} {T}. {J}. {d};{v}<({i})>:{p}.
{A} {T}. {J} {d}; {v}: {p}.
{A} {T}. {J}, {d}, {V}{v}<, {I}{i}>, {S}{p}.
{A} {T}. {L}: {P}, {d}. 390 с.
{A} {T}. — {L}: {P}, {d}. — 210 с.
{A} {T} / {e} {E}. {L}: {P}, {d}.
{A} {T} [Электронный ресурс]. {u} {x}.
{B}. {T}. {u} {x}.
""".strip().splitlines()

BOOKS = """
{A}. {T}. <{ed} >{L}: {P}; {d}.
{A}. {T}. {ed} {L}: {P}; {d}.
{A}. {T}. {P}; {d}.
{A}. {T}. {P}, {L}, {d}.
{A}. {T}. {L}: {P}, {d}.
{A}. {T}. {L}: {P}, {d}. 390 с.
{A}. {T}. {L}: {P}; {d}. {S}{p}.
{A}. {T}. {L} {d}.
{A}: {T}. {P}, {L} {d}.
{A}: {T}. {ed}. {L}: {P}, {d}.
{A} {e}: {T}. {L} {d}.
{A} {e}. {T}. {L}: {P}; {d}.
{A} ({d}). {T}. {P}.
{A} ({d}). {T} ({ed}). {P}.
{A} ({d}). {T}. {L}: {P}.
{A} ({d}) {T}. {ed} {L}: {P}.
{A}. ({d}). {T}. {P}, {L}.
{A}, {d}. {T}. {ed}. {L}: {P}.
{A}, {T} ({L}: {P}, {d}).
{A}, {T}, {P}, {L}, {d}.
{A}, {T}, {ed}, {L}: {P}, {d}, {S}{p}.
{A}. {T}[M]. {L}: {P}, {d}: {p}.
{A}. {T}. {L}: {P}; {d}. {N}.
{B}. {T}. {L}: {P}; {d}. {N}. ISBN 978-92-4-{v}0000-0.
{B}. {T}. {L}: {B}; {d}.
{B}. {T}. {L}, {d}.
{B}. {T} ({N}). {L}: {P}; {d}.
{B} ({d}). {T}. {L}: {P}.
{B} ({d}). {T} ({N}). {P}. {u}
{T}. {ed} {L}: {P}; {d}.
{T}. {P}, {d}.
{T} / {e} {E}. — {L}: {P}, {d}. — 320 с.
""".strip().splitlines()

CHAPTERS = """
{A}. {T}. {K} {E}, {e}. {J}. {ed} {L}: {P}; {d}. {S}{p}.
{A}. {T}. {K} {E}, {e}. {J}. {L}: {P}; {d}:{p}.
{A}. {T}. {K} {J}. {L}: {P}; {d}. {S}{p}.
{A} ({d}). {T}. In {E} (Eds.), {J} (pp. {p}). {P}.
{A} ({d}). {T}. In {E} (Ed.), {J} (pp. {p}). {L}: {P}.
{A} ({d}) ‘{T}’, in {E} (eds) {J}. {L}: {P}, {S}{p}.
{A}. “{T}.” {J}, edited by {E}, {P}, {d}, {S}{p}.
{A}. "{T}." In {J}, edited by {E}, {p}. {L}: {P}, {d}.
{A}: {T}. {K} {E} ({e}): {J}. {P}, {L} {d}, {S}{p}
{A}, "{T}," in {J}, {E}, Eds. {L}: {P}, {d}, {S}{p}.
{A}. {T}. In: {J}. {P}; {d}:{p}.
{A} {T}. In {J}; {E}, Eds.; {P}: {L}, {d}; {S}{p}.
""".strip().splitlines()

PAGES = """
{B}. {T}. {u}. {x}.
{B}. {T}. {u} {x}
{B}. {T}. {x}. {u}
{B}. {T}. Published {d}. {x}. {u}
{B}. {T}. Updated {d}. {x}. {u}.
{B}. {T} [Internet]. {L}: {P}; {d} {x}. {u}
{B}. {T} [Internet]. {d} {x}. {u}
{B} ({d}). {T}. {u}
{B} ({d}) {T}. {u} ({x}).
{B} (n.d.). {T}. {u}
{B} (n.d.) {T}. {u} ({x}).
{B}, {T}, {u} ({x})
{B}. “{T}.” {d}. {u}. {x}.
{B}. "{T}." {u} {x}.
{B}: "{T}."
{B}: {T}. {u}
{A} ({d}). {T}. {J}. {u}
{A}. ({d}, {m}). {T}. {J}. {x}, from {u}
{A}. {T}. {J}. {d}. {x}. {u}
{A}. {T}. {J}. {u}. {x}.
{A}. {T}. {u}. {x}.
{A}. "{T}." {J}, {d}, {u}. {x}.
{A}. “{T}.” {J}, {d}. {u}
{T}. {J}. {u}. {x}.
{T}. {J}. {u}
{T}, {u}
{T}. {u}
{T} ({u})
{T} – {J} {u}
"{T}". {J}. {d}. {x}.
"{T}". {J}. {d}. {u} {x}.
“{T}”, {J}, {d}, {u}
{T}. {J}, {Q}, {u}. {x}.
{T}. {J}, {Q}. {u}
{T}. {Q}. {u}
{T}. {J}. {d}. {u}. {x}.
{A} ({d}). {T}. {u}
{A} ({d}). {T}. {u}
{A}. {T}. {J}. {N} {d}. {u}
{T} | {J} {u}
{T}. {J}, {d}. {u}
{T}. {d}. {u}. {x}
"{T}." {J}. {d}. {u}
{J}. {T}. {u}. {x}.
{T}, {J}
{T}. {x}.
News release, {B}.
{B}, news release, {d}.
""".strip().splitlines()

OTHERS = """
{A}. {T} [{N}]. {L}: {P}; {d}.
{A}. {T} ({N}). {P}, {d}.
{A} ({d}). {T} ({N}). {P}, {L}.
{A} ({d}). {T} [{N}, {P}]. {u}
{A}. {T}. {N}, {P}, {d}.
{A}. {T}. {N}, {P}.
{A}, “{T},” {N}, {P}, {L}, {d}.
{A}. {T}[D]. {L}: {P}, {d}.
{A}. {T}. Paper presented at: {J}; {d}; {L}.
{A}. {T}. Presented at {J}, {L}, {d}.
{A}. {T}. In: Proceedings of the {J}; {d}; {L}. {S}{p}.
{A}, "{T}," in Proc. {J}, {L}, {d}, {S}{p}.
{A} ({d}, {m}). {T} [Conference session]. {J}, {L}.
{A}. {T}. medRxiv [Preprint]. {d}. {u}
{A}. {T}. {X}. Preprint posted online {d}. {u}
{A}. {T}. {X} {d}. {u}
{A}. {T}. {X} [Preprint]. {d}. {u}
{A} ({d}). {T}. {X}. {u}
{A}. {T}. bioRxiv {N}; {u} ({d}).
{A}. {T}. arXiv:{N}; {d}.
{A}. {T}. arXiv preprint arXiv:{N}, {d}.
{A} ({d}). {T}. arXiv. {u}
{A}, {T}, arXiv {N} ({d}).
{B}. {T}. {N}. {d}.
{B}. {T}. {N}; {d}.
{T}, {N} ({d}).
{T}. {N}. {d}.
{T}, {N}, {d}.
{N} ({d}). {T}.
{B}. {N}: {T}. {d}.
""".strip().splitlines()
