"""Words by which a line of a web page gives itself away. Data only.

Each pattern is searched in the lower-cased head of a line; quotes are straight.
"""

from __future__ import annotations

import re

from pipeline.text import words
from pipeline.text.headings import COMMENT_HEADING, REFERENCE_HEADING, RELATED_HEADING
from pipeline.text.patterns import hinted

FUNCTION_WORDS = words.FUNCTION_WORDS
FIRST_PERSON = frozenset(["i", "i'm", "i've", "i'd", "i'll", "my", "me", "mine", "myself"])
SECOND_PERSON = frozenset(["you", "your", "you're", "you've", "yours", "yourself", "you'll"])

_WORDS = {
    "references_heading": REFERENCE_HEADING,
    "comments_heading": COMMENT_HEADING,
    "related_heading": RELATED_HEADING,
    "science": r"^[#\d.\s]*(?:abstract|introduction|background|objectives?|aims?"
    r"|(?:materials? and )?"
    r"methods?|(?:materials|patients|subjects) and methods"
    r"|results?(?: and discussion)?|discussions?"
    r"|conclusions?|limitations|acknowledge?ments?|funding|summary|author (?:summary|contributions)"
    r"|supporting information|overview|methodology|key (?:points|facts|takeaways)|the bottom line"
    r"|bottom line|final thoughts|takeaway|conflicts? of interests?|competing interests?"
    r"|(?:supplementary|supplemental) (?:materials?|data)|data availability|symptoms"
    r"|causes|treatment"
    r"|diagnosis|prevention|risk factors|faqs?)\s*:?$",
    "share": r"\b(?:share (?:this|on|via)|share$|^share\b|tweet|facebook|twitter|pinterest|linkedin"
    r"|reddit|instagram|whatsapp|e-?mail this|print this|print$|^print|copy link"
    r"|pin it)\b|^shares?\b",
    "newsletter": r"\b(?:newsletter|subscribe|sign[ -]?up|e-?mail address|inbox"
    r"|free (?:guide|e-?book|meal plan|recipes|course|checklist|download)"
    r"|your email|mailing list|unsubscribe"
    r"|join (?:now|our|over))\b",
    "promo": r"\b(?:discounts?|coupons?|shop|buy now|order now|free shipping|add to cart|sale"
    r"|save \d|limited time|% off|learn more|click here|download"
    r"|our products?|advertisement"
    r"|advertis\w+|sponsored|promo|checkout|gift|deals?)\b",
    "disclosure": r"\b(?:affiliate|commission|disclosure|disclaimer|not intended to|medical advice"
    r"|informational purposes|copyright|all rights reserved|terms of (?:use|service)|privacy policy"
    r"|cookies?|fda has not|evaluated by the food|reprinted|permission)\b|©",
    "account": r"\b(?:log ?in|sign in|log out|register|my account|password|skip to|menu|search|home"
    r"|contact us|about us|careers|site ?map|accessibility|faqs?|help|settings|toggle|navigation"
    r"|close|previous|next|back to top|view all|see all|show more|load more|read more)\b",
    "ago": r"\b\d+ ?(?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?|d|h|m) ago\b",
    "date": r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov"
    r"|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd"
    r"|th)?,? (?:19|20)\d\d\b|\b\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?"
    r"|oct|nov|dec)[a-z]*"
    r"\.?,? (?:19|20)\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b(?:19|20)\d\d-\d\d-\d\d\b",
    "time": r"\b\d{1,2}:\d\d ?(?:[ap]\.?m\b|$|\b)",
    "byline": r"^(?:by|written by|posted by|author:?|medically reviewed by|reviewed by|published"
    r"|posted|updated|last (?:updated|reviewed|revised|modified)|first published|edited by"
    r"|fact[- ]checked|from) |^(?:published|posted|updated|published on|posted on|by)\s*:?$"
    r"|\b(?:m\.?d\.?|ph\.?d\.?|r\.?d\.?|n\.?d\.?)$|\bmin(?:ute)?s?\.? read\b|\bstaff writer\b",
    "caption": r"\b(?:istock|getty|shutterstock|photo(?:s|graph)?(?: by| credit| courtesy|:)"
    r"|credit:"
    r"|image(?: by| credit|:| source)|courtesy of|pixabay|unsplash|pictured|adobe stock"
    r"|illustration by|\(ap photo|alamy|thinkstock|dreamstime|flickr)\b"
    r"|^(?:fig(?:ure)?\.? ?\d|image\b"
    r"|photo\b|table \d)|\blogo$|\.(?:jpe?g|png|gif)\b|^!\[",
    "reply": r"\b(?:reply|replied|says:?|said:?$|wrote:|recently posted|commented|@ ?\w+|thanks for"
    r"|thank you for|great (?:post|article)|permalink|likes?$|upvotes?|report abuse"
    r"|my (?:doctor|husband"
    r"|wife|mom|mother|daughter|son)|i was diagnosed|i have been|lol)\b",
    "says": r"^.{1,40} (?:says|said|on|wrote)\b ?.{0,40}\b(?:19|20)\d\d\b",
    "related": r"\b(?:related|read more|see also|more stories|also like|also enjoy|recommended"
    r"|trending"
    r"|most popular|most read|you may|read next|more on|more from|at-a-glance)\b|\.\.\.$|…$|\[…\]",
    "journal": r"^(?:[a-z ]{2,60}\b(?:19|20)\d\d\. )?doi:|^more information:|\bpmid\b|^citation:",
    "source": r"\b(?:provided by|source:|originally (?:published|appeared)|contact:|e-?mail:"
    r"|tel:|fax:"
    r"|www\.|https?:)",
    "standfirst": r"\b(?:read on|in this article|at a glance|here's (?:what|how|why)|find out"
    r"|key points"
    r"|you'll learn|highlights)\b",
}
# What every match of a pattern contains one of; one that begins with the line needs none.
_HINTS = {
    "share": "share|tweet|facebook|twitter|pinterest|linkedin|reddit|instagram|whatsapp|mail this|"
    "print|copy link|pin it",
    "newsletter": "newsletter|subscribe|sign|mail address|inbox|free |your email|mailing|join ",
    "promo": "discount|coupon|shop|buy now|order now|free ship|add to|sale|save |limited|% off|"
    "learn more|click here|download|our product|advertis|sponsor|promo|checkout|gift|deal",
    "disclosure": "affiliate|commission|disclosure|disclaimer|not intended|medical adv|"
    "informational|copyright|all rights|terms of|privacy|cookie|fda has|evaluated by|reprinted|"
    "permission|©",
    "account": "log|sign in|register|my acc|password|skip to|menu|search|home|contact us|about us|"
    "careers|site|accessib|faq|help|settings|toggle|navigation|close|previous|next|back to|"
    "view all|see all|show more|more",
    "ago": " ago",
    "date": "19|20|/",
    "time": ":",
    "byline": "by|author|publish|posted|updated|reviewed|revised|modified|checked|from|md|.d|"
    "ph|rd|nd|read|staff",
    "caption": "istock|getty|shutterstock|photo|credit|image|courtesy|pixabay|unsplash|pictured|"
    "adobe|illustration|alamy|thinkstock|dreamstime|flickr|fig|table|logo|.jp|.png|.gif|![",
    "reply": "repl|says|said|wrote|recently|comment|@|thank|great|permalink|like|vote|abuse|my |"
    "i was|i have|lol",
    "says": "19|20",
    "related": "related|more|read|also|recommended|trending|popular|may|glance|...|…",
    "journal": "doi|more inf|pmid|citation",
    "source": "provided|source|original|contact|mail|tel:|fax|www|http",
    "standfirst": "read on|in this|at a gl|here's|find out|key|learn|highlights",
}
CUES = {name: hinted(pattern, _HINTS.get(name, "")) for name, pattern in _WORDS.items()}

# "- Your Highlight on page 12 | Location 180-182 | Added on …", "Highlight (yellow) - Page 12".
CLIPPED = re.compile(
    r"(?:[-–]\s)?(?:(?:your|my)\s)?(?P<sort>highlight|note|bookmark)\b\s?(?:\([a-z]{3,9}\)\s?)?"
    r"(?=.{0,60}\b(?:page|loc(?:ation|\.)?)\s?\d)(?:[-–|·]\s|on\s|at\s|page\s|loc).{1,150}$",
    re.IGNORECASE,
)
"""What stands over words that were marked in an e-book, as reading programs export them."""
