"""What a page says of itself and of its shop, in whole sentences: disclaimers and offers.

They read like prose wherever they stand; their words alone tell. Data, and two questions.
"""

from __future__ import annotations

import re

from pipeline.text.patterns import hinted

_DISCLAIMER = hinted(
    r"\b(?:(?:contains?|includes?|uses?|these|our|are) affiliate (?:links?|partners?)"
    r"|affiliate (?:links?|commissions?|disclosure)|as an amazon associate"
    r"|(?:we|i)(?: may| might|['’]ll| will| can| could)? (?:earn|receive|get|make) an? "
    r"(?:\w+ )?(?:commission|percentage)"
    r"|(?:we|our (?:editors?|team|writers?)) independently (?:select|choose|review|research)"
    r"|(?:all )?prices (?:were|are) (?:accurate|correct)"
    r"|statements? (?:have|has) not been (?:evaluated|approved) by\b"
    r"|not intended to (?:diagnose|(?:treat|cure|prevent),? |replace|be a substitute|substitute)"
    r"|(?:is|are) not (?:a )?(?:substitutes?|replacements?) for (?:professional|medical|advice)"
    r"|for (?:informational?|educational|general information)(?: and \w+)? purposes only"
    r"|does not (?:provide|constitute|offer) (?:medical|professional) advice"
    r"|you (?:are|['’]re) receiving this (?:e-?mail|newsletter|message)"
    r"|your (?:feedback|answers?|ratings?|comments?|responses?) (?:will be|is|are|helps?)\b"
    r".{0,40}\b(?:improve|improving|help us)"
    r"|this (?:page|article|text|post|content|story) (?:was|is|has been) "
    r"(?:automatically |machine[ -]|auto-?)?translated (?:by|from|with|using|automatically)"
    r"|(?:machine|automatic(?:ally)?) translat(?:ed|ions?)\b.{0,30}\b(?:may|can|might) contain"
    r"|no (?:potential |known |relevant )?(?:conflicts? of|competing) interests? "
    r"(?:was|were|is|are|to)"
    r"|(?:authors?|they|we) (?:have )?(?:reports?|declares?|disclose|reported|declared|disclosed"
    r"|have) "
    r"(?:that (?:they|there) (?:have|are) )?no (?:\w+ )?(?:conflicts? of|competing) interests?"
    r"|uses? only (?:high-quality|quality|credible|reputable|trusted)[ ,]"
    r"|(?:has|have) not (?:yet )?been (?:formally |certified by )?peer[- ]review"
    r"|(?:has|have|follows?|adheres? to) (?:strict|rigorous) (?:sourcing|editorial) "
    r"(?:guidelines|standards|policies)"
    r"|all rights reserved|terms (?:of use|and conditions) apply)",
    "affiliate|amazon|commission|percentage|independently|prices |not been|not intended|substitute"
    "|replacement|purposes only| advice|receiving this|rights reserved|terms |improv|help us"
    "|translat| interest| only | strict | rigorous |peer",
    re.IGNORECASE,
)
_OFFER = hinted(
    r"\b(?:use (?:the |my |our )?(?:\w+ )?code\b|(?:discount|promo|coupon) codes?\b"
    r"|(?:get|save|enjoy|take) (?:up to )?\d{1,2} ?% off\b|for \d{1,2} ?% off\b"
    r"|free (?:delivery|shipping|returns)\b|money[- ]back guarantee"
    r"|add to (?:cart|basket|bag)|(?:buy|order|shop) (?:now|today|online|here)\b"
    r"|while stocks last|limited[- ]time offer"
    r"|you (?:are receiving|receive|received) this (?:e-?mail|newsletter|message))",
    " this e| this news| this mess| code|% off|free |guarantee|add to |buy |order |shop "
    "|stocks last|time offer",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][\"”’)\]\d]{0,4}(?=\s|$)")
_LONGEST, _BRIEF = 300, 3  # characters and sentences of a paragraph that is an offer


def disclaims(sentence: str) -> bool:
    """Say whether a sentence is a page's word on itself or its shop."""
    return _DISCLAIMER.search(sentence) is not None or _OFFER.search(sentence) is not None


def is_offer(text: str) -> bool:
    """Say whether a paragraph is an offer of a sentence or three."""
    if len(text) > _LONGEST or len(_SENTENCE.findall(text)) > _BRIEF:
        return False
    return _OFFER.search(text) is not None
