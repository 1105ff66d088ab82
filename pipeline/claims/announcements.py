"""Sentences about the text itself, which claim nothing: aims, credits, pointers."""

from __future__ import annotations

import re

from pipeline.text.asides import disclaims

_WORK = (
    r"(?:review|study|trial|paper|article|analysis|meta-analysis|survey|report|work|post|guide|"
    r"chapter|research|investigation|project|page|section|blog|book|series|newsletter|column)"
)
_TELLS = (
    r"(?:explains?|discuss(?:es)?|describes?|reviews?|examines?|explores?|looks? at|covers?|"
    r"outlines?|"
    r"summari[sz]es?|presents?|aims?|aimed|seeks?|sought|focus(?:es)?|considers?|addresses|"
    r"investigates?|evaluates?|assesses|provides?|offers?|answers|tells you|will|takes a look|"
    r"introduces|investigated|examined|evaluated|assessed|compared|tested|studied|reviewed|"
    r"was (?:designed|conducted|undertaken|carried out|written|planned)"
    r"|were (?:designed|conducted))"
)
_EVERY = "(?:all|both|the|these|each|every|primary|secondary|main|other|our)"
_MATTER = (
    r"(?:outcomes?|data|analys[ei]s|end ?points?|measurements?|interviews?|questionnaires?"
    r"|assessments?|procedures?|statistics|calculations?)"
)
_HANDLED = (
    r"(?:reported|recorded|collected|analy[sz]ed|entered|pooled|coded|extracted|stored|calculated"
    r"|computed|repeated|performed|carried out|conducted|presented|summari[sz]ed|checked|tabulated"
    r"|transcribed|blinded)"
)
_ANNOUNCING = re.compile(
    r"\W*(?:(?:background|objectives?|aims?|purpose|introduction|methods?|(?:study )?design"
    r"|participants|patients|settings?)\W{1,3})?(?:"
    rf"(?:the |our |its )?(?:\w+ )?(?:objectives?|aims?|purposes?|goals?) of "
    rf"(?:this|the(?: present| current)?|our|these) (?:\w+ ){{0,3}}?{_WORK}s? (?:is|was|were|are)\b"
    rf"|(?:our|the) (?:\w+ )?(?:objectives?|aims?|purpose|goal) (?:is|was|were|are) to\b"
    r"|(?:in the (?:following|next) (?:\w+ )?(?:paragraphs?|sections?|lines|pages?|parts?)"
    r"|what follows)\b"
    r"|(?:let(?:['’]s| us) (?:\w+ ){0,3}(?:look|see|explore|dive|begin|start|turn))\b"
    r"|the (?:authors?|researchers?|investigators?|team|scientists?) "
    r"(?:wanted to|set out to|aimed to|sought to|asked whether)\b"
    rf"|(?:in )?(?:this|the present|the current|our) (?:\w+ ){{0,2}}?{_WORK},? (?:\w+ly )?"
    rf"(?:we |i |you(?:['’]ll| will) )?{_TELLS}\b"
    r"|we (?:aim|aimed|sought|set out|wanted|hypothesi[sz]ed|will discuss|discuss|review here|"
    r"describe here|investigated|examined|evaluated|assessed|undertook|conducted|performed|"
    r"searched|compared|tested|randomi[sz]ed|recruited|enrolled|interviewed)\b"
    # How a study was done, with no word of its topic.
    rf"|(?:{_EVERY} ){{0,2}}{_MATTER} (?:was|were) (?:then |\w+ly )?{_HANDLED}\b(?! (?:to|as)\b)"
    r"[^.]{0,80}\.?\Z"
    r"|here,? (?:we|i) (?:review|discuss|describe|explain|summari[sz]e|present|look|examine)"
    r"|to (?:determine|assess|evaluate|investigate|examine|compare|test|explore|review|"
    r"summari[sz]e|estimate|study|identify|describe)\b[^.,]{0,300}\.?\Z"
    r"|(?:below|next|first|later|further down|in (?:the|this) (?:next |following )?"
    r"(?:section|part|chapter)s?),? (?:we|i)(?:['’]ll| will)? (?:then |also )?"
    r"(?:review|discuss|describe|explain|summari[sz]e|present|look|examine|show|cover|list|"
    r"answer|outline|explore)\b"
    # What a disclaimer says of the text.
    r"|it (?:is|does|should) not [^.]{0,60}(?:medical|professional) (?:advice|care|opinion)\b"
    r"|(?:(?:this|the|our) (?:page|article|content|information|site|website|leaflet|text|material"
    r"|blog|post|video)) (?:is|are|does|do|should|must)(?: not|n['’]t) (?:be )?"
    r"(?:intended|meant|designed|a substitute|replace|substitute|constitute|taken as"
    r"|used (?:as|for|to))\b"
    r"|(?:here(?:['’]s| is| are)|below (?:is|are)) (?:[\w-]+ ){0,5}?"
    r"(?:overview|summary|list|breakdown|rundown|guide|answer|points?|facts?)\b"
    r"|[^.]{2,80}? is an? (?:reader|listener|member|community|viewer|ad)-supported\b"
    r"|(?:this|the) (?:post|article|story|newsletter|episode) is (?:free|public|for paid)\b"
    r"|[^.]{2,150}? (?:led|headed|coordinated|funded|sponsored|financed|paid for) (?:the|this) "
    r"(?:\w+ )?(?:work|study|research|trial|project|team|review)[.!]?\Z"
    # What a label calls wrong is not what the article says.
    r"|(?:myth|misconception|fiction|claim|rumou?r) ?(?:no\.? ?|#|nr\.? ?)?\d{0,2} ?[:.–—-] ?"
    r"(?=[A-Z“\"])"
    r"|(?:read (?:on|more|about)|click|see below|keep reading|find out|learn more|scroll down"
    r"|sign up|subscribe)\b"
    r")",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\W*(?:(?:photo(?:graph)?s?|images?|pictures?|illustrations?|graphics?|video|credits?|source)"
    r"(?: (?:by|courtesy of|credits?|via|from|source)\b| ?[:/©])|©|courtesy of\b|"
    r"(?:fig(?:ure|\.)?|table|box) ?\d{1,3}[.:] )",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"(?:Getty Images|Shutterstock|iStock|Unsplash|AP Photo|Alamy|Wikimedia)\W*\Z")
# "We tested zinc in 200 women and found fewer colds" is a claim.
_FOUND = re.compile(
    r"\b(?:and|but|which) (?:we |it |has |have )?(?:found|show(?:ed|s)?|revealed|conclud)"
)
_LONGEST = 400  # letters of a disclaimer
_SHORT = 200  # letters of a credit


def announces(plain: str) -> bool:
    """Tell a sentence about the text itself: its aim, its contents, a picture's credit."""
    if _ANNOUNCING.match(plain) and not _FOUND.search(plain):
        return True
    if disclaims(plain[:_LONGEST]):
        return True
    credit = _CREDIT.match(plain) is not None or _AGENCY.search(plain[-_SHORT:]) is not None
    return credit and len(plain) < _SHORT
