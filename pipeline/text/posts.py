"""What only a forum prints above or below a post: who wrote it, when, and how it was liked."""

from __future__ import annotations

import re

# What only a forum prints above or below a post.
_POST = re.compile(
    r"(?:posted by |level \d+\s?)?/?u/[\w-]{3,24}\b|post by .{2,40} »"
    r"|[\d.,]{1,6}k? (?:up)?votes?\b|[\d.,]{1,6}k? (?:points?|likes?|replies|reactions?)(?:\s?[·•|]|$| \d)"  # noqa: E501
    r"|(?:up|down)votes?:? [\d.,]{1,6}k?$|(?:posts|messages|reputation): [\d,]{1,7}$|joined:? \w"
    r"|(?:post|reply) #\d{1,5}\b|#\d{1,5}$|.{0,40}\s#\d{1,5}$|member since \w"
    r"|(?:posted|replied|answered|commented|asked) (?:by \S|\d{1,3} \w{3,7} ago|(?:on )?[\w, ]{6,30}$)"  # noqa: E501
    r"|[^.!?]{2,40}? (?:wrote|replied|commented|answered|responded)"
    r"(?: (?:on|at) .{4,30}| \d{1,3} \w{1,7} ago)?\s?[:»]?$"
    r"|on .{6,40}, .{2,60} wrote:$|(?:senior |new |junior |active |valued )?member$"
    r"|@?[\w .-]{2,40} [·•|] \d{1,3}\s?(?:[smhdwy]|mo|min|hours?|hrs?\.?|days?|weeks?|months?|yrs?\.?|years?)(?: ago)?\b",  # noqa: E501
    re.IGNORECASE,
)

# What a forum prints of the writer beside a post, whatever the page calls its parts.
_WRITER = re.compile(
    r"(?:[^\W\d][\w.-]{1,29}\s{1,3}){0,3}"
    r"(?:joined|member since|registered|posts|messages|reputation)\s?:\s?\d{1,7}\b.{0,60}$",
    re.IGNORECASE,
)


def signs_post(line: str) -> bool:
    """Say whether a line is what a forum prints beside a post."""
    return _POST.match(line) is not None or shows_writer(line)


def shows_writer(line: str) -> bool:
    """Say whether a line is what a forum prints of a writer: how long a member, how many posts."""
    return _WRITER.match(line) is not None
