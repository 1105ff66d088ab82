"""What programs and sites leave in a copied text, and no reader reads. Data only.

Each pattern is looked for where one of its hints stands in the text.
"""

from __future__ import annotations

import re

from pipeline.text.linkwords import IN_MARKER

# What editors of an encyclopedia add: "[edit]", "[citation needed]", "[who?]".
_TAGS = (
    r"\s?\[ ?(?:(?:(?:edit ?\| ?)?edit(?: source)?|source"
    r"|citation needed|clarification needed|[a-z]{2,12} needed"
    r"|(?:better|medical|non-primary|original|third-party|page|full|additional|more)"
    r"(?: [a-z]{2,12}){0,3} needed|dubious(?: ?[–-] ?discuss)?|disputed(?: ?[–-] ?discuss)?"
    r"|update|sic|vague|weasel words|original research\??|needs update"
    r"|(?:who|when|where|which|why|by whom|according to whom|how|clarify)\?"
    r"|unreliable (?:[a-z]{2,12} )?source\??|failed verification|verification needed"
    r"|(?:permanent |usurped )?dead (?:youtube )?link|self-published source\??|circular reference"
    r"|(?:promotional|predatory|user-generated|irrelevant) (?:source|publisher|citation)\??"
    r"|not in (?:the )?(?:citation(?: given)?|body|source)(?: given)?|link rot|opinion|tone|jargon"
    r"|peacock (?:prose|term)|buzzword|(?:importance|relevant|speculation|by how much|for whom"
    r"|since when|as of\?|like whom|such as|example|in which|whose|how often)\?"
    r"|undue weight\??(?: ?[–-] ?discuss)?|neutrality is disputed|excessive citations"
    r"|citation not found|page range too broad|chronology citation needed"
    # The same in other languages, in whose dress English articles are saved, too.
    r"|(?:bearbeiten|modifier|editar|modifica|bewerken|edytuj|redigera|rediger|править|редагувати)"
    r"(?: \|(?: \w{2,20}){1,3})?|(?:modifier|editar) (?:le |o )?(?:code|c[oó]digo)"
    r"|quelltext bearbeiten|réf\. (?:nécessaire|souhaitée|incomplète|non conforme|à confirmer)"
    r"|(?:citation|source) (?:nécessaire|insuffisante)|cita requerida|carece de fontes"
    r"|senza fonte|(?:beleg|nachweis)e? fehl(?:t|en)|bron\?|źródło\?|citation manquante)\s?)\]"
)
_TAG = re.compile(
    _TAGS.replace(" ?", r"\s{0,9}").replace(" ", r"\s{1,9}"),  # a line may end within one
    re.IGNORECASE,
)
# What publishers' pages leave in a copied marker: "[1Google Scholar]", "[[2], [3]]".
_COPIED = re.compile(rf"(?<=\d)(?: ?{IN_MARKER}){{1,5}}(?=\])")
# And behind one: "[1]View in article", "[3]Crossref Scopus (212) PubMed".
_BUTTONS = re.compile(
    rf"(?<=\d\])(?:(?:(?<=\])|[ |]{{1,3}}){IN_MARKER}(?: \(\d[\d,]{{0,8}}\))?){{1,9}}(?![^\W_])"
)
# What a site puts behind a sentence: "(Also read: Is sugar bad?)".
_ALSO = re.compile(
    r"\s?[(\[](?:(?:please )?(?:also )?(?:read|see|watch|listen)(?: also| more| next| here| this)?"
    r"|related(?: (?:story|article|reading|news))?|more on this)\s?[:|–—][^()\[\]\n]{3,150}[)\]]",
    re.IGNORECASE,
)
# An arrow to the address of a source: "Tea helps -> https://…".
_ARROW = re.compile(
    r"\s(?:[-=–—]{1,2}>|→|»)(?=\s{0,3}[<(\[]?(?:https?://|doi:))",
)
# A colon in its place; that of a line "Source: https://…" stays.
_COLON = re.compile(
    r"[^\W\d_]{2,30} [^\W\d_]{2,30}(?<!from)(?<! at)(?P<left>:)(?=[ \t]{1,3}<?https?://\S{4,300}\s*$)",
    re.M,
)
# What a screen reader says of a link: "(opens in a new tab)", "(link is external)".
_AIDS = re.compile(
    r"\s?[(\[](?:(?:external |web )?(?:link|site|page)?,? ?(?:which |that )?open(?:s|ing|ed)?"
    r" (?:up )?(?:in|as) (?:an? |the )?(?:new|other|another|same|separate|modal|external|your)"
    r"[a-z ,-]{0,40}|(?:this )?link (?:is external|sends e-?mail|goes to [a-z ]{2,30})"
    r"|external (?:link|site|website)|(?:new|pop-?up) window)[)\]]",
    re.IGNORECASE,
)
# What a chat program leaves of its sources: ":contentReference[oaicite:0]{index=0}".
_CHAT = re.compile(
    r"\s?:contentReference\[oaicite:\d{1,3}\]\{index=\d{1,3}\}"
    r"|\s?[\ue000-\uf8ff]?cite(?:[\ue000-\uf8ff]?turn\d{1,3}(?:search|view|news|fetch|academia)\d{1,3}){1,9}[\ue000-\uf8ff]?"
    r"|\s?\[?oai_citation:\d{1,3}‡[\w.-]{1,60}\]?"
)
# A link as such a program writes it, in plain text: "([e.org](https://e.org/tea))".
_NAMED = r"\[(?:[\w-]{1,40}\.){1,4}[a-z]{2,10}\]\("
_LINKED = re.compile(_NAMED + r"(?=https?://[^\s()]{4,500}\))")
_LINKED_END = re.compile(_NAMED + r"https?://[^\s()]{4,500}(?P<left>\))")
# What another leaves: "[cite_start]… [cite: 2, 3]", "[span_0](start_span)".
_CITED = re.compile(
    r"\s?\[cite_(?:start|end)\]|(?<=\[)cite: ?(?=\d)|\s?\[span_\d{1,3}\]\((?:start|end)_span\)"
)
# Tags of forums: "[sup]6[/sup]", "[b]zinc[/b]".
_TAGGED = re.compile(
    r"\[/?(?:sup|sub|b|i|u|s|em|strong|url|quote|size|color|font|center|left|right|justify|indent"
    r"|list|email)(?:=[^\[\]\n]{1,300})?\]",
    re.IGNORECASE,
)
# A publisher's hidden words before the number of a marker: "cortisol.Citation2".
_HIDDEN = re.compile(
    r"(?<![^\W_])Citation(?=\d{1,4}[a-z]?(?!\w))|(?<=[.,;:)!?a-z\d])Footnote\d{1,3}(?!\w)"
)
# What a portal puts behind the words of a link: "a 2018 studyTrusted Source found".
# It may be a card on the source: "PubMed Central", "Highly respected database", "Go to source".
_CARD = r"(?:\s{0,2}\n\s{0,2}[^\n.]{3,80}){0,3}?\s{0,2}\n\s{0,2}Go to source(?!\w)"
_ON = r"(?:\s{0,2}\n(?=[.,;:)a-z]))?"
_TRUSTED = re.compile(
    rf"(?<=[^\W\d_])\s?Trusted\s?Source(?:{_CARD}{_ON}|(?:\s\n?(?=[.,;](?:\s|$)))?(?!\w))"
    rf"|(?<=[\d.,;:)\]])\s?Trusted\s?Source{_CARD}{_ON}"
    r"|(?:(?<=[a-z]\s\d\d)|(?<=[a-z]\s\d)|(?<=\d%))Trusted\s?Source(?!\w)"
)
_CARD_APART = re.compile(rf"(?P<apart>[^\W_])(?=\s?Trusted\s?Source{_CARD}\s{{0,2}}\n[a-z])")
# When a guideline's sentence was written: "Rest does not help. [2014, amended 2018]".
_WRITTEN = re.compile(
    r"(?<=[^\W_A-Z]{2}[.!?])(?<!\bal\.)\s?\[(?:new )?(?:19|20)\d\d"
    r"(?:,? (?:amended|updated|reviewed|partial update) (?:in )?(?:[A-Z][a-z]{2,8} )?"
    r"(?:19|20)\d\d)?\](?=\s|$)"
)
# A publisher's hidden words: "( Reference Lund and Roe 1 )", "(Reference Lund and Roe2016)".
_NAMES = r"(?:[^\W\d_](?:[^\W\d_]|[.'’‐-]){0,30}(?:, |,? and | & | ))"
_LAST = r"[^\W\d_][\w.'’‐-]{0,30}"
_WHO_NUMBERED = re.compile(
    rf"\bReference (?:{_NAMES}{{1,9}}|{_NAMES}{{0,9}}{_LAST})(?=\d{{1,3}}\s?[),;–-])"
)
_DATED = r"(?=(?:1[89]|20)\d\d[a-z]?[),;])"
_WHO = re.compile(rf"\b(?P<left>Reference ){_NAMES}{{0,9}}{_LAST}{_DATED}")
_WHEN = re.compile(rf"\bReference {_NAMES}{{0,9}}{_LAST}(?P<apart>[^\W\d_]){_DATED}")
# A sign that TeX sets apart from its own: "26 \%".
_TEX_SIGN = re.compile(r"(?:(?<=\d) )?\\(?=[%&#$_](?![^\W_]))")
# When a speaker of a recording said it: "[00:01:20] ANN: ".
_STAMP = re.compile(r"^\[\d{1,2}:\d\d(?::\d\d)?\][ \t]?(?=\S)", re.M)
# Fields of Word that lead to a source or to a place: "[CITATION Lac08 \\l 1033 ]".
_WORD_FIELD = re.compile(
    r"\s?[\[{]?\s?\b(?:CITATION \w{1,40}(?: \\[a-z] \w{1,20}){1,6}"
    r"|REF _Ref\d{3,12}(?: \\[a-z]){0,6}|NOTEREF \w{1,30}(?: \\[a-z]){0,6})\s{0,3}[\]}]?"
)
_ERROR = re.compile(
    r"\s?[(\[](?:see |cf\.? ){0,2}(?:figure |fig\.? |table |section |ref\.? )?Error! "
    r"(?:Reference source not found|Bookmark not defined|No bookmark name given)\.?[)\]]"
    r"|\s?\bError! (?:Reference source not found|Bookmark not defined|No bookmark name given)\b\.?"
)
_FORMAT = re.compile(r"\s?\\\* ?MERGEFORMAT\b")
# A blank that a copied page puts before a raised number: "leg ulcers ².".
_APART = re.compile(
    r"(?<=[^\W\d_]{3})[ \u00a0](?=[¹²³⁰⁴-⁹]{1,3}(?:[,˒–-][¹²³⁰⁴-⁹]{1,3}){0,9}(?:[.,;:!?)]|\s|$))"
)
# Tags that a page's source leaves in plain text: "adults.<sup>2,3</sup>".
_RAISED = re.compile(r"</?su[pb](?: [^<>\n]{0,80})?>", re.IGNORECASE)
# Half of a pair of raised brackets: "in adults²⁾", "in adults³⁾⁵⁾".
_HALF = re.compile(
    r"(?<=[¹²³⁰⁴-⁹])(?:(?P<comma>[⁾](?=[¹²³⁰⁴-⁹]))|[⁾])(?![^\S\n]{0,2}[⁽])|[⁽](?=[¹²³⁰⁴-⁹])"
)

LEFTOVERS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("[",), _TAG),
    (("[",), _COPIED),
    (("]",), _BUTTONS),
    (("(", "["), _ALSO),
    (("://", "doi:"), _ARROW),
    (("://",), _COLON),
    (("(", "["), _AIDS),
    (("oai", "turn0"), _CHAT),
    (("[cite", "_span)"), _CITED),
    (("](http",), _LINKED),
    (("](http",), _LINKED_END),
    (("[/",), _TAGGED),
    (tuple("¹²³⁴⁵⁶⁷⁸⁹"), _APART),
    (("<su", "<SU"), _RAISED),
    (("⁾", "⁽"), _HALF),
    (("Citation",), _HIDDEN),
    (("Trusted",), _TRUSTED),
    (("Go to source",), _CARD_APART),
    (("[20", "[19", "[new "), _WRITTEN),
    (("Reference ",), _WHO_NUMBERED),
    (("Reference ",), _WHO),
    (("Reference ",), _WHEN),
    (("\\",), _TEX_SIGN),
    (("]",), _STAMP),
    ((" \\",), _WORD_FIELD),
    (("Error!",), _ERROR),
    (("MERGEFORMAT",), _FORMAT),
)
"""What a text holds where a pattern may match, and the pattern.

The match is not read, or the group ``left`` of it; where it has a group ``comma``, as a comma; the
group ``apart`` of it is read with a space behind it.
"""
