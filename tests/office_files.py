"""Documents of Office made part by part, as Word, Excel and LibreOffice write them, and read again."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

DATE = (2024, 5, 17, 9, 30, 12)


def pack(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive; each member has a date, attributes and a comment of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = method
            info.external_attr = (0o640 + number) << 16
            info.comment = b"part %d" % number
            info.extra = b"\xfe\xca\x02\x00ab"
            archive.writestr(info, content)
        archive.comment = b"an archive"
    return stream.getvalue()


def relate(*related: tuple[str, str], mode: str = "Internal") -> str:
    """Make a part of relationships, of kinds and targets."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for number, (kind, target) in enumerate(related, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


def make_docx(
    body: str, others: dict[str, str] | None = None, more: dict[str, str | bytes] | None = None
) -> bytes:
    """Make a document of what stands in its body; others are parts by their names, as ``footnotes``."""
    others = others or {}
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relate(("officeDocument", "word/document.xml")),
        "word/document.xml": (
            f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
        ),
        "word/_rels/document.xml.rels": relate(
            *((name.rstrip("0123456789"), f"{name}.xml") for name in others)
        ),
        **{f"word/{name}.xml": f'<w:part xmlns:w="{W}">{inner}</w:part>' for name, inner in others.items()},
    }
    return pack({**parts, **(more or {})})


def make_xlsx(
    sheets: dict[str, str],
    shared: str | None = None,
    tables: str = "",
    more: dict[str, str | bytes] | None = None,
    declaration: str = "",
) -> bytes:
    """Make a workbook of the rows of its sheets and its shared texts; a table belongs to the first sheet."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{SPREADSHEET}.{kind}+xml"/>'
        for part, kind in [
            ("workbook", "sheet.main"),
            *([("sharedStrings", "sharedStrings")] if shared is not None else []),
            *((f"worksheets/sheet{number}", "worksheet") for number in range(1, len(sheets) + 1)),
        ]
    )
    related = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    related += [("sharedStrings", "sharedStrings.xml")] if shared is not None else []
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{types}</Types>',
        "_rels/.rels": relate(("officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relate(*related),
    }
    if shared is not None:
        parts["xl/sharedStrings.xml"] = f'{declaration}<sst xmlns="{S}">{shared}</sst>'
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'
        )
    if tables:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = relate(("table", "../tables/table1.xml"))
        parts["xl/tables/table1.xml"] = tables
    return pack({**parts, **(more or {})})


def read_members(data: bytes) -> dict[str, bytes]:
    """Give what each member holds, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def describe_members(data: bytes) -> list[tuple]:
    """Give what is said of each member, but for its size."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            (i.filename, i.date_time, i.compress_type, i.external_attr, i.extra, i.comment, i.create_system)
            for i in archive.infolist()
        ] + [archive.comment]
