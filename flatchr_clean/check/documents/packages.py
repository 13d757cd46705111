"""What workbooks and text documents of Office share: parts in an archive, and which part names which.

Source: ECMA-376, part 2, "Open Packaging Conventions". No target outside the archive is ever read.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from flatchr_clean.check.archives import Archive, UnreadableArchive
from flatchr_clean.check.documents.xml_text import (
    BrokenPart,
    ByteEdit,
    apply_byte_edits,
    check_xml,
    list_elements,
    make_changed,
)
from flatchr_clean.check.examining import Examined, Found, Rules, make_findings
from flatchr_clean.check.findings import Passage, Problem, Region, TextChange
from flatchr_clean.check.wording import say_where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.text.changes import Change

RELATIONSHIP = {"http://schemas.openxmlformats.org/package/2006/relationships Relationship": "Relationship"}

IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
"""The attribute that names a relationship, in transitional and strict documents."""

SIGNATURES = "_xmlsignatures/"

MOST_TEXTS = 1_000_000
"""Texts of a document in which something is found."""

SIGNED = "is signed, and a correction would break its signature: correct it with Office and sign it again"


class Relationship(NamedTuple):
    """What one part says of another.

    Attributes:
        name: how the first one calls it.
        kind: what the other is to it: ``worksheet``, ``footnotes``.
        part: the other's name in the archive.
    """

    name: str
    kind: str
    part: str


class Package:
    """An archive whose parts name each other.

    Args:
        data: the archive.

    Raises:
        UnreadableArchive: it can't be read, or is no document of Office.

    Attributes:
        archive: the archive.
        main: the name of the part that is the document.
    """

    def __init__(self, data: bytes) -> None:
        self.archive = Archive(data)
        documents = [each.part for each in self.related("") if each.kind == "officeDocument"]
        if not documents:
            raise UnreadableArchive("is an archive, but no document of Office: pass --type with what it is")
        self.main = documents[0]

    @property
    def is_signed(self) -> bool:
        """True when a signature tells whether it was changed."""
        return any(name.startswith(SIGNATURES) for name in self.archive.members)

    def read(self, part: str) -> bytes:
        """Unpack a part."""
        return self.archive.read(part)

    def _name(self, part: str) -> str:
        members = self.archive.members
        member = members.get(part.lower()) or members.get(unquote(part).lower())  # a target is an IRI
        return member.name if member else part

    def related(self, part: str) -> list[Relationship]:
        """Give what a part names in the archive, in its order; what it names elsewhere is passed over."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source.lower() not in self.archive.members:
            return []
        found = []
        for _, attributes in list_elements(self.read(source), source, RELATIONSHIP):
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = posixpath.basename(attributes.get("Type", ""))
                found.append(Relationship(attributes.get("Id", ""), kind, self._name(target.lstrip("/"))))
        return found


@dataclass(slots=True)
class Findings:
    """What is found in the texts of a document, and what becomes of it.

    Args:
        piece: the document.
        rules: what is looked for.
        package: its parts; None where it has none.
    """

    piece: Piece
    rules: Rules
    package: Package | None = None
    passages: list[Passage] = field(default_factory=list)
    texts: list[TextChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    edits: dict[str, list[ByteEdit]] = field(default_factory=dict)
    fixable: int = 0
    left: int = 0
    names_left: int = 0
    admitted: int = 0
    is_signed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_signed = self.package is not None and self.package.is_signed

    @property
    def is_told(self) -> bool:
        """True where each text is asked for, and not only how many there are."""
        return self.rules.keep_findings or self.rules.keep_texts

    @property
    def is_rewritten(self) -> bool:
        """True where edits are asked for: a check needs none."""
        return not self.rules.keep_findings

    def admit(self) -> None:
        """Take one more text in which something is found.

        Raises:
            BrokenPart: there are more than memory should hold, since an archive says much in a few bytes.
        """
        self.admitted += 1
        if self.admitted > MOST_TEXTS:
            raise BrokenPart(f"has more than {MOST_TEXTS:,} texts to correct: save it in several files")

    def leave_accepted(self, place: Passage, changes: Sequence[Change]) -> list[Change]:
        """Leave what is found in a text and accepted as it is."""
        accepted, where = self.rules.accepted, say_where(place)
        return [one._replace(applied=one.applied and (where, one.start) not in accepted) for one in changes]

    def count(self, changes: Sequence[Change], *, fixable: bool) -> None:
        """Count what is found in a text."""
        made = sum(change.applied for change in changes) if fixable and not self.is_signed else 0
        self.fixable += made
        self.left += len(changes) - made

    def tell(self, place: Passage, line: int, text: str, changes: Sequence[Change], *, fixable: bool) -> None:
        """Keep what is found in a text, as far as the rules ask for it.

        Args:
            place: where the text stands, without any finding.
            line: what stands for the line of a file: a row, or the number of a paragraph.
            text: the text.
            changes: what is found.
            fixable: False where all is left.
        """
        fixable = fixable and not self.is_signed
        if self.rules.keep_findings:
            kept = text if self.rules.keep_texts else None
            found = [
                Found(one, one.start, one.end, one.replacement, fixable and one.applied) for one in changes
            ]
            findings = make_findings(
                found, (text, None), lambda start, end: Region(line, start + 1, line, end + 1)
            )
            self.passages.append(replace(place, findings=findings, text=kept))
        elif fixable and any(change.applied for change in changes):
            self.texts.append(TextChange(say_where(place), text, make_changed(text, changes)))

    def finish(self) -> Examined:
        """Give all that was found, and the document written anew where that is asked for.

        Raises:
            BrokenPart: a part would be no XML any more; nothing is written then.
        """
        rewritten = None
        if self.edits and self.package:
            if self.is_signed:
                self.problems.append(Problem(self.piece.source.path, SIGNED))
            else:
                package = self.package
                rewritten = package.archive.replace(
                    {
                        part: check_xml(apply_byte_edits(package.read(part), edits), part)
                        for part, edits in self.edits.items()
                    }
                )
        return Examined(
            tuple(self.passages),
            problems=tuple(self.problems),
            fixable=self.fixable,
            left=self.left,
            names_left=self.names_left,
            rewritten=rewritten,
            texts=tuple(self.texts),
        )
