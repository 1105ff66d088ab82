"""Letters of the fonts Symbol and Wingdings, which Word keeps by their place in the font."""

from __future__ import annotations

# The font Symbol from 0x20 and from 0xA1 on.
_FIRST = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SECOND = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_WINGDINGS = {0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨"}


def symbol(code: str, font: str) -> str:
    """Return the letter that a symbol of a font prints; empty for one that is not known."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if not 0xF000 <= value <= 0xF0FF and value > 0xFF:
        return chr(value) if value < 0xD800 or 0xE000 <= value < 0xE000 else ""
    value &= 0xFF
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(value, "•")
    if font.lower() not in ("symbol", "standard symbols ps", "opensymbol"):
        return chr(value) if 0x20 <= value < 0x7F else ""
    if 0x20 <= value < 0x20 + len(_FIRST):
        return _FIRST[value - 0x20]
    return _SECOND[value - 0xA1] if 0xA1 <= value < 0xA1 + len(_SECOND) else ""


def mapped(text: str, font: str) -> str:
    """Return text whose letters of the private area are those of a font of symbols."""
    if not any("\uf000" <= c <= "\uf0ff" for c in text):
        return text
    return "".join(
        symbol(f"{ord(c):x}", font or "Symbol") if "\uf000" <= c <= "\uf0ff" else c for c in text
    )
