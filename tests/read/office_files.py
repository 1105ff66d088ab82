# ruff: noqa: E501  (documents as they come)
"""Small documents of word processors, made in a test as the programs write them."""

import io
import zipfile
from collections.abc import Mapping
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{_R}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODT_NAMES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0"'
    f' xmlns:table="{_ODF}:table:1.0" xmlns:fo="{_ODF}:xsl-fo-compatible:1.0"'
    f' xmlns:draw="{_ODF}:drawing:1.0" xmlns:meta="{_ODF}:meta:1.0"'
    ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{rest}</w:style>'
    for kind, id, name, rest in [
        ("paragraph", "Title", "Title", ""),
        ("paragraph", "berschrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("paragraph", "berschrift2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("paragraph", "Kapitel", "Kapitel", '<w:basedOn w:val="berschrift1"/>'),
        ("paragraph", "Bibliography", "Bibliography", ""),
        ("paragraph", "EndNoteBibliography", "EndNote Bibliography", ""),
        ("paragraph", "Verzeichnis1", "toc 1", ""),
        ("paragraph", "Beschriftung", "caption", ""),
        ("character", "FootnoteReference", "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    ]
)  # fmt: skip


def packed(parts: Mapping[str, str | bytes], first: str = "") -> bytes:
    """Return an archive; a part called ``mimetype`` is stored as it is, and first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first)
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(
    body: str, parts: Mapping[str, str | bytes] | None = None, links: Mapping[str, str] = {}
) -> bytes:
    """Return a Word document; ``parts`` are the insides of its other parts."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": _document("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/styles.xml": _document("styles", STYLES),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="{id}" Type="{_R}/hyperlink" Target="{escape(url)}" TargetMode="External"/>'
            for id, url in links.items()
        )
        + "</Relationships>",
    }
    for name, inner in (parts or {}).items():
        kind = name.rpartition("/")[2].removesuffix(".xml")
        plain = isinstance(inner, bytes) or inner.startswith("<?xml")
        whole[name] = inner if plain else _document(kind, inner)
    return packed(whole)


def _document(kind: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{kind} {_NAMES}>{inner}</w:{kind}>'


def p(inner: str, style: str = "", more: str = "") -> str:
    """Return a paragraph of runs, or of text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = inner if "<" in inner else r(inner)
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{runs}</w:p>"


def r(text: str, dress: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{dress}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def sup(text: str) -> str:
    """Return a superscript run."""
    return r(text, '<w:vertAlign w:val="superscript"/>')


def field(instruction: str, shown: str, pieces: int = 3, data: str = "") -> str:
    """Return a complex field, its instruction cut over several runs as Word cuts it."""
    size = max(len(instruction) // pieces, 1)
    cut = [instruction[n : n + size] for n in range(0, len(instruction), size)]
    kept = f'<w:fldData xml:space="preserve">{data}</w:fldData>' if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{kept}</w:fldChar></w:r>'
        + "".join(f'<w:r><w:instrText xml:space="preserve">{escape(part)}</w:instrText></w:r>' for part in cut)
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + (shown if "<" in shown else r(shown))
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip


def odt(body: str, automatic: str = "", styles: str = "", meta: str = "") -> bytes:
    """Return an OpenDocument text."""
    content = (
        f"<office:document-content {_ODT_NAMES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return packed(
        {
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{content}',
            "styles.xml": f"<office:document-styles {_ODT_NAMES}><office:styles>{styles}</office:styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {_ODT_NAMES}><office:meta>{meta}</office:meta></office:document-meta>",
        },
        "application/vnd.oasis.opendocument.text",
    )


def epub(chapters: Mapping[str, str], head: str = "", spine: list[str] | None = None) -> bytes:
    """Return an e-book; ``chapters`` are the insides of the bodies of its files."""
    items = "".join(
        f'<item id="{n}" href="text/{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    names = list(chapters)
    order = "".join(f'<itemref idref="{names.index(name)}"/>' for name in spine or names)
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/content.opf": f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{head}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>',
    }
    for name, inner in chapters.items():
        whole = inner.startswith("<?xml") or inner.startswith("<html")
        parts[f"OEBPS/text/{name}"] = (
            inner
            if whole
            else f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{inner}</body></html>'
        )
    return packed(parts, "application/epub+zip")
