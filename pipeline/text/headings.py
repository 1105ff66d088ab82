"""What the headings of a page's parts say: references, teasers, comments. Data, and one question.

Each pattern is matched with the whole of a heading in lower case, with straight quotes.
"""

from __future__ import annotations

import re

# A heading of references, however it is printed: these words alone make it one.
_LISTS = (
    # English
    "references?( cited| used| consulted)?|reference (list|section)|bibliograph(y|ies)"
    "|list of (references|sources|works cited)|works (cited|consulted)|literature cited"
    "|cited (literature|works|sources|references)|citations|sources( cited| consulted| used)?"
    "|footnotes|endnotes|(information|data|image)? ?sources and references|sources of information"
    "|information sources|where (we|i) (got|get|found) (this|our|the|my) (information|facts|data)"
    "|(studies|papers|research|articles|trials) (mentioned|cited|discussed|referenced)( here)?"
    "|references to ((ongoing |included |excluded )?(studies|trials)|other published versions?)"
    "( (included in|excluded from|awaiting assessment in) this review| awaiting (assessment"
    "|classification)| of this review)?"
    "|(included|excluded) (studies|trials|reviews)|studies included( in this review)?",
    # German
    "literatur(verzeichnis|hinweise|angaben|liste|nachweise)?|quellen(verzeichnis|angaben|liste)?"
    "|quellennachweise?|einzelnachweise|referenzen|bibliogra(ph|f)ie|fußnoten|verwendete literatur",
    # French
    "références( bibliographiques)?|liste des références|ouvrages cités|littérature citée"
    "|webographie",
    # Spanish, Portuguese, Italian
    "refer[eê]ncias( bibliogr[aá]ficas)?|bibliograf[ií]a( citada| consultada)?|fuentes"
    "( consultadas)?|obras citadas|literatura citada|lista de refer[eê]ncias|fontes( consultadas)?"
    "|riferimenti( bibliografici)?|fonti|opere citate|note bibliografiche|sitografia",
    # Dutch, Danish, Norwegian, Swedish, Finnish
    "literatuur(lijst|verwijzingen)?|referenties|bronnen(lijst)?|bronvermelding|voetnoten"
    "|referencer|referanser|referenser|referenslista|referan?seliste|kilder|kildeliste"
    "|kildehenvisninger|källor|källförteckning|litteratur(liste|lista|förteckning|henvisninger)?"
    "|fodnoter|fotnoter|lähteet|lähdeluettelo|viitteet|kirjallisuus",
    # Polish, Czech, Hungarian, Romanian, Turkish, Vietnamese, Indonesian
    "literatura|piśmiennictwo|przypisy|źródła|použitá literatura|seznam literatury|zdroje"
    "|irodalom(jegyzék)?|források|hivatkozások|referințe|surse|kaynaklar|kaynakça|referanslar"
    "|tài liệu tham khảo|daftar pustaka|referensi",
    # Russian, Ukrainian, Bulgarian, Greek
    "(список )?(использованн(ой|ая) )?литератур[аы]|список (использованных )?источников|источники"
    "|библиографи(я|ческий список)|примечания|(список )?літератур[аи]|джерела|бібліографія"
    "|източници|βιβλιογραφία|αναφορές|πηγές|παραπομπές",
    # Chinese, Japanese, Korean, Arabic, Hebrew
    "(主要)?[参參]考[文资資][献獻料]|[参參]考来源|资料来源|引用文[献獻]|文献|出典|脚注|참고 ?문헌"
    "|참고 ?자료|출처|각주|(ال)?مراجع|(ال)?مصادر|מקורות|ביבליוגרפיה",
)
# These are headings of references only where what stands below looks like entries.
_DOUBTFUL = (
    "notes?|end notes|literature|further reading|resources|evidence|studies|research|links"
    "|(required|suggested|recommended|background) reading|reading list|receipts|footnote"
    "|external links|more information|anmerkungen|weiterführende literatur|notas|notes et sources"
    "|ссылки|посилання|注释|注释与参考|notater|noter"
)
_AND = r"\s?(?:,|/|\+|&|and|und|et|y|e|og|och|en|и)\s?"
_CHAPTER = (
    r"(?:chapter|part|section|unit|lecture|module|week)\s"
    r"(?:\d{1,3}|[ivx]{1,5}|[a-h]|one|two|three|four|five|six)\b"
)
_BEFORE = (
    r"[^\w([]{0,12}(?:(?:\d{1,2}(?:\.\d{1,2}){0,4}|[ivx]{1,5}|[a-h])[.)]\s{1,4}|\d{1,3}\s{1,4})?"
    r"(?:[#*_]{1,6}\s{0,4})?"
    rf"(?:{_CHAPTER}\W{{0,3}}\s)?"
    r"(?:(?:show|hide|view|see|read|open|expand|close|toggle|jump to|go to"
    r"|click (?:here )?(?:to|for)(?: see| view| show)?)\s)?"
    r"(?:(?:all|the|our|your|my|these|full|list of|\d{1,3})\s){0,2}"
)
_AFTER = (
    r"(?:\s(?:for|in|from|to|of|used (?:in|on|for)|cited (?:in|on)|we used for) (?:this|the) "
    r"(?:article|page|post|text|story|topic|review|chapter|guide|episode|video|podcast|newsletter"
    r"|issue|talk|lecture))?"
    rf"(?:\s(?:(?:for|to|of|in)\s|\()?{_CHAPTER}\)?)?"
    r"\s{0,4}(?:[([]\s?(?:\d{1,4}|(?:edit\s?\|\s?)?edit(?: source)?|show|hide"
    r"|ref\w{0,8})\s?[)\]]\s?){0,2}[^\w)\]]{0,12}$"
)
_ANY = "|".join(_LISTS).replace("(", "(?:")
_MAYBE = _DOUBTFUL.replace("(", "(?:")

_KIND = (
    "selected|key|further|additional|cited|literature|scientific|article|main|medical|supporting"
    "|primary|general|other|online|web|recommended|expert|data|study"
)
_WORDS = (
    rf"(?:(?:[a-z]{{2,14}}\s)?references?|refs|(?:(?:{_KIND})\s)?(?:{_ANY})|(?:{_MAYBE}){_AND}(?:{_ANY}))"
    rf"(?:{_AND}(?:{_ANY}|{_MAYBE})){{0,2}}"
)

_TEX = r"^\\begin\{thebibliography\}(?:\{[^{}]{0,20}\})?\s{0,4}$"
REFERENCE_HEADING = rf"^(?=.{{2,90}}$){_BEFORE}{_WORDS}{_AFTER}|{_TEX}"
"""A heading of the list of what an article cites."""

DOUBTFUL_REFERENCE_HEADING = (
    rf"^(?=.{{2,90}}$){_BEFORE}(?:(?:{_MAYBE})(?:{_AND}(?:{_MAYBE}))?){_AFTER}"
)
"""A heading that may stand over such a list: what stands below it decides."""

COMMENT_HEADING = (
    r"^[#*\s]*(?:(?:join|add to|start) the (?:conversation|discussion|debate)|(?:\d+"
    r"|one|no|reader|readers'"
    r"|user|view|all|latest|top|recent|show)? ?(?:comments?|responses?|replies|reviews?|thoughts?)"
    r"(?: \(?\d+\)?)?(?: (?:on|to|for|so far|about|from readers)\b.*)?|leave a (?:reply|comment).*"
    r"|discussion \(\d+\)|what do you think\?|have your say.*|post a comment"
    r"|reader interactions)\s*:?$"
)
CITED_BY = (
    r"(?:this article (?:is|has been) )?cited by(?: other articles| the following articles?)?"
    r"\W{0,3}(?:\d{1,6}\W?)?|citing (?:articles?|literature)\W{0,2}(?:\d{1,6}\W?)?"
    r"|articles? citing this.{0,30}"
)
"""A heading of works that cite the article, below its own list."""

RELATED_HEADING = (
    r"^[#*\s]*(?:(?:related|more|similar|recommended|popular|trending|recent|latest|featured|top)\s"
    r"(?:articles?|posts?|stories|reading|content|news|from\b.*|on this topic|in\b.*"
    r"|like this|topics?"
    r"|research|links?)|you (?:may|might) (?:also )?(?:like|enjoy|be interested).*"
    r"|(?:if you )?(?:liked|enjoyed) this.*|read (?:next|more|also)|up next"
    r"|explore (?:further|more)"
    r"|see also|don't miss|keep reading|what to read next|most (?:read|popular|viewed|shared)"
    rf"|{CITED_BY}"
    r"|also in this.*|more (?:for|about) you|you'll also (?:like|love)"
    r"|(?:related to|recommended for|trending|popular (?:on|in))\b.{0,25}"
    r"|(?:we|editors?) recommend|(?:editors?'?s?'?|our|top) picks|(?:around|from|across) the web"
    r"|more (?:from|on|in)\b.{1,30}|(?:previous|next) (?:article|post|story)"
    r"|in case you missed it|(?:today|elsewhere) on .{1,25}"
    r"|(?:trending|popular) (?:now|this week|today)|today's headlines|top stories)\s*:?$"
)

# What the groups of such a list are called: sorts of sources.
_SORTS = (
    r"(?:(?:e-?)?books?|(?:book |review |journal |newspaper |magazine |news |research |scientific "
    r"|original |web |online )?(?:articles?|chapters?|papers?|reports?|stories)|journals?"
    r"|newspapers?|magazines?|monographs|web ?(?:sites?|pages?|links?)|internet|online"
    r"|(?:primary|secondary|tertiary|print(?:ed)?|online|internet|web|electronic|digital|archival"
    r"|other|further) sources|theses|dissertations"
    r"|conference (?:papers|proceedings)|reviews|guidelines|legislation|laws|cases|databases"
    r"|videos?|films?|podcasts?|interviews|unpublished (?:works?|data|sources))"
)
_SORT = re.compile(
    rf"[^\w([]{{0,8}}(?:[a-h\divx]{{1,3}}[.)]\s{{1,3}})?{_SORTS}"
    rf"(?:\s?(?:,|/|&|and)\s?{_SORTS}){{0,3}}(?: consulted| cited| used)?"
    r"(?:\s?\(\d{1,3}\))?[^\w)]{0,6}$"
)

_LONGEST_SORT = 45
_REFERENCES = re.compile(REFERENCE_HEADING)
_DOUBTED = re.compile(DOUBTFUL_REFERENCE_HEADING)
_NAMED_ADDRESS = re.compile(
    r"\W{0,4}(?:sources?|refs?|references?|study|studies|via|link|quellen?|fuentes?|kilder?)"
    r"\s?\d{0,2}\s?[:=–-]\s{0,3}(?:https?://|www\.|doi:?\s?10\.)\S{3,400}\s{0,8}$",
    re.IGNORECASE,
)
_OPENING = re.compile(rf"{_BEFORE}(?:{_WORDS}|{_MAYBE})(?:\s?[:.])?[*_]{{0,3}}[:.]?(?=\s)", re.I)


def heads_references(text: str) -> bool:
    """Say whether a heading is that of a list of references, in any of the languages known."""
    return _REFERENCES.match(_folded(text)) is not None


def may_head_references(text: str) -> bool:
    """Say whether a heading may be that of a list of references: ``Notes``, ``Further reading``."""
    return _DOUBTED.match(_folded(text)) is not None


def heads_sort(text: str) -> bool:
    """Say whether a line names a sort of source, as in a list that is grouped: ``Websites``."""
    return len(text) <= _LONGEST_SORT and _SORT.match(_folded(text)) is not None


def _folded(text: str) -> str:
    return " ".join(text[:200].lower().replace("’", "'").split())


def names_address(line: str) -> bool:
    """Say whether a line names an address as a source, and nothing else: ``Source: https://…``."""
    return _NAMED_ADDRESS.match(line) is not None


def opening_heading(line: str) -> int:
    """Return where a heading of references ends that a line opens with; 0 where none does."""
    found = _OPENING.match(line, 0, 100)
    return found.end() if found else 0
