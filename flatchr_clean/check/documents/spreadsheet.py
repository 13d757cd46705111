"""Workbooks of Excel: the text of each cell, whether it stands in its sheet or is shared by several cells.

Formulas and what they give, numbers, dates, names of sheets and comments stay. Names of columns are left and
told, as in CSV. A text that cells share is written anew once, and only where all of them may change alike.

Source: ECMA-376, part 1, 18.3.1.4 "c (Cell)" and 18.4.8 "si (String Item)".
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flatchr_clean.check.archives import UnreadableArchive
from flatchr_clean.check.documents.column_names import are_names, looks_like_names
from flatchr_clean.check.documents.columns import Column, choose_column, choose_name
from flatchr_clean.check.documents.csv_dialects import ROWS_COMPARED
from flatchr_clean.check.documents.csv_syntax import name_column
from flatchr_clean.check.documents.packages import IDS, Findings, Package
from flatchr_clean.check.documents.xml_text import (
    EXCEL,
    BrokenPart,
    JoinedText,
    TextNode,
    find_node,
    list_elements,
    make_changed,
    walk_xml,
)
from flatchr_clean.check.findings import Passage
from flatchr_clean.payload.treatments import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flatchr_clean.check.examining import Examined, Rules
    from flatchr_clean.check.pieces import Piece
    from flatchr_clean.text.changes import Change
    from flatchr_clean.text.cleaner import Cleaner

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
LOCAL_NAMES = {
    f"{space} {name}": name
    for space in NAMESPACES
    for name in ("workbook", "sheet", "table", "si", "t", "rPh", "row", "c", "v", "f", "is")
}

MOST_DIGITS = 7
MOST_LETTERS = 3
"""Of the number of a row and of the name of a column: Excel has 1,048,576 rows and the columns A to XFD."""

MOST_COLUMNS = 1 << 14

LONGEST_TEXT = 32_767
"""Of a cell, in units of UTF-16: Excel cuts off what is longer, and says that the file is broken."""

GROWS_AT_MOST = 64
"""Times; what one character becomes is never longer."""

DIGITS = "0123456789"

TEXTS = ("s", "str")
"""Types of cells whose value is a text, or the number of one."""


class _Texts:
    """The texts that cells share. A text may have several nodes, one for each way it is formatted.

    Millions of texts are kept as three numbers a node.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._data = data
        self._nodes = array("q")
        self._first = array("q", [0])

    def __len__(self) -> int:
        return len(self._first) - 1

    def read(self, part: str) -> None:
        """Find the texts of the part."""
        self._reader = _NodeReader(self._data, self._nodes)
        walk_xml(self._data, part, LOCAL_NAMES, self)

    def start(self, name: str, _: dict[str, str], at: int) -> None:
        """Take a start tag."""
        self._reader.start(name, at)

    def end(self, name: str, at: int) -> None:
        """Take an end tag."""
        self._reader.end(name, at)
        if name == "si":
            self._first.append(len(self._nodes))

    def get(self, index: int) -> JoinedText:
        """Give a text."""
        nodes = self._nodes
        places = range(self._first[index], self._first[index + 1], 3)
        return JoinedText(self._data, (TextNode(*nodes[place : place + 3]) for place in places), EXCEL)


class _NodeReader:
    """Finds the text nodes of string items; what says how they are pronounced is none."""

    def __init__(self, data: bytes, nodes: array[int]) -> None:
        self.nodes = nodes
        self._data = data
        self._tag = -1
        self._phonetic = 0

    def start(self, name: str, at: int) -> None:
        self._tag = at if name == "t" and not self._phonetic else -1
        self._phonetic += name == "rPh"

    def end(self, name: str, at: int) -> None:
        if self._tag >= 0:
            self.nodes.extend(find_node(self._data, self._tag, at))
        self._tag = -1
        self._phonetic -= name == "rPh"


class _Cell(NamedTuple):
    """A cell with something in it.

    Attributes:
        column: its column, from 0.
        shared: the number of its text; -1 where its text is its own, or it has none.
        text: its own text; None where it is shared, or where the cell holds no text.
        value: what it shows, where that is asked for and it holds no text.
    """

    column: int
    shared: int
    text: JoinedText | None
    value: str


class _Judged(NamedTuple):
    """A cell in whose text something was found."""

    sheet: _Sheet
    row: int
    cell: _Cell
    column: Column
    changes: tuple[Change, ...]
    is_name: bool


class _SharedFindings:
    """What one cleaner finds in the texts that cells share; each is looked at once.

    Attributes:
        clean: 1 for each text in which it found nothing.
    """

    def __init__(self, cleaner: Cleaner, texts: _Texts) -> None:
        self.clean = bytearray(len(texts))
        self._cleaner = cleaner
        self._texts = texts
        self._changes: dict[int, tuple[Change, ...]] = {}

    def get(self, index: int) -> tuple[Change, ...]:
        """Give what is found in a text."""
        if self.clean[index]:
            return ()
        changes = self._changes.get(index)
        if changes is None:
            changes = _explain(self._cleaner, self._texts.get(index).text)
            if changes:
                self._changes[index] = changes
            else:
                self.clean[index] = 1
        return changes


def examine_workbook(piece: Piece, rules: Rules) -> Examined:
    """Find what would change in each cell of a workbook."""
    return _Workbook(piece, rules).examine()


class _Workbook:
    """A workbook on its way: the texts that cells share, and what was found in cells.

    Attributes:
        header: the row that names the columns, 0 for none; None where that is to be found.
        plan: how texts are treated.
        texts: those that cells share.
    """

    def __init__(self, piece: Piece, rules: Rules) -> None:
        self.header = piece.source.table.header
        self.plan = Plan(rules.profile, rules.fields)
        self.texts = _Texts()
        self._path = piece.source.path
        self._package = Package(piece.data)
        self._found = Findings(piece, rules, self._package)
        self._judged: list[_Judged] = []
        self._shared: dict[Cleaner, _SharedFindings] = {}
        self._kept: set[int] = set()
        self._becomes: dict[int, tuple[Change, ...]] = {}

    def examine(self) -> Examined:
        """Read the sheets, then decide: what one cell shares another may keep from changing."""
        main = self._package.main
        related = {each.name: each for each in self._package.related(main)}
        shared = next((each.part for each in related.values() if each.kind == "sharedStrings"), "")
        if shared:
            self.texts = _Texts(self._package.read(shared))
            self.texts.read(shared)
        seen: set[str] = set()
        for name, identifier in _list_sheets(self._package.read(main), main):
            each = related.get(identifier)
            if each is None:
                raise BrokenPart(f"has a sheet whose part {main} does not name: open it and save it anew")
            if each.kind == "worksheet" and each.part not in seen:
                seen.add(each.part)
                _Sheet(self, name, each.part, self._package).read()
        for index in self._becomes:  # a column that is read otherwise may see nothing in it
            if any(found.clean[index] for found in self._shared.values()):
                self._kept.add(index)
        for judged in self._judged:
            self._tell(judged)
        if self._found.is_rewritten:
            for index in filter(self._may_change, self._becomes):
                self._rewrite(shared, self.texts.get(index), self._becomes[index])
        return self._found.finish()

    def find_shared(self, cleaner: Cleaner) -> _SharedFindings:
        """Give what a cleaner finds in the texts that cells share."""
        found = self._shared.get(cleaner)
        if found is None:
            found = self._shared[cleaner] = _SharedFindings(cleaner, self.texts)
        return found

    def keep(self, index: int) -> None:
        """Let a text stay that a cell shares which must not change."""
        self._kept.add(index)

    def judge(self, sheet: _Sheet, row: int, cell: _Cell, column: Column, *, is_name: bool = False) -> None:
        """Look at the text of a cell.

        Args:
            sheet: its sheet.
            row: its row.
            cell: the cell.
            column: how it is treated.
            is_name: True where it names a column.
        """
        if column.cleaner is None:
            return
        if cell.shared < 0:
            changes = _explain(column.cleaner, cell.text.text) if cell.text else ()
        else:
            changes = self.find_shared(column.cleaner).get(cell.shared)
        if changes and self._found.rules.accepted:
            changes = tuple(self._found.leave_accepted(self._place(sheet, row, cell, column), changes))
        decides = changes and cell.shared >= 0 and column.fixable
        if decides and self._becomes.setdefault(cell.shared, changes) != changes:
            self._kept.add(cell.shared)
        if changes:
            self._found.admit()
            self._judged.append(_Judged(sheet, row, cell, column, changes, is_name))

    def _tell(self, judged: _Judged) -> None:
        sheet, row, cell, column, changes, is_name = judged
        fixable = column.fixable if cell.text else self._may_change(cell.shared)
        self._found.count(changes, fixable=fixable)
        if is_name and not fixable:
            self._found.names_left += sum(change.applied for change in changes)
        if self._found.is_told:
            text = cell.text or self.texts.get(cell.shared)
            place = self._place(sheet, row, cell, column)
            self._found.tell(place, row, text.text, changes, fixable=fixable)
        if cell.text and fixable and self._found.is_rewritten:
            self._rewrite(sheet.part, cell.text, changes)

    def _place(self, sheet: _Sheet, row: int, cell: _Cell, column: Column) -> Passage:
        name = f"{name_column(cell.column)}{row}"
        return Passage(self._path, (), row=row, field=column.name, sheet=sheet.name, cell=name)

    def _may_change(self, index: int) -> bool:
        """Tell whether a text may change that cells share."""
        return index in self._becomes and index not in self._kept

    def _rewrite(self, part: str, text: JoinedText, changes: tuple[Change, ...]) -> None:
        applied = [change for change in changes if change.applied]
        if applied:
            self._found.edits.setdefault(part, []).extend(text.rewrite(applied))


def _explain(cleaner: Cleaner, text: str) -> tuple[Change, ...]:
    """Say what changes in a text; all of it is left where a cell could not hold what the text becomes."""
    changes = cleaner.explain(text).changes
    if len(text) > LONGEST_TEXT // GROWS_AT_MOST:
        old, new = (
            len(each.encode("utf-16-le", "surrogatepass")) for each in (text, make_changed(text, changes))
        )
        if new > max(old, 2 * LONGEST_TEXT):
            return tuple(change._replace(applied=False) for change in changes)
    return changes


def _list_sheets(data: bytes, part: str) -> list[tuple[str, str]]:
    """Give the name of each sheet and of its relationship, in their order."""
    found = list_elements(data, part, LOCAL_NAMES)
    if "workbook" not in (name for name, _ in found):
        raise UnreadableArchive("holds no workbook of Excel: pass --type with what it is")
    return [
        (attributes.get("name", ""), next((attributes[key] for key in IDS if key in attributes), ""))
        for name, attributes in found
        if name == "sheet"
    ]


class _Sheet:
    """A sheet, read row by row; its first rows are kept until they tell which of them names the columns.

    Attributes:
        name: its name.
        part: the part that it is.
    """

    def __init__(self, workbook: _Workbook, name: str, part: str, package: Package) -> None:
        self.name = name
        self.part = part
        self._workbook = workbook
        self._data = package.read(part)
        self._repeated: defaultdict[int, int] = defaultdict(int)
        """Columns, a bit each, by row, of the cells that the part of a table of Excel repeats."""
        for table in dict.fromkeys(each.part for each in package.related(part) if each.kind == "table"):
            for row, first, last in _list_repeated(package.read(table), table):
                self._repeated[row] |= (1 << (last + 1)) - (1 << first)
        self._columns: dict[int, Column] = {}
        self._header = workbook.header
        self._is_header_sure = True
        self._waiting: list[tuple[int, list[_Cell]]] = []
        self._row = 0
        self._cells: list[_Cell] = []
        self._column = -1
        # The cell on its way.
        self._type: str | None = None
        self._reference = ""
        self._value: TextNode | None = None
        self._value_at = -1
        self._is_formula = False
        self._inline: _NodeReader | None = None
        self._is_inline = False

    def read(self) -> None:
        """Look at all cells."""
        walk_xml(self._data, self.part, LOCAL_NAMES, self)
        self._settle()

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        """Take a start tag."""
        if self._is_inline and self._inline:
            self._inline.start(name, at)
        elif name == "v":
            self._value_at = at
        elif name == "c":
            self._type = attributes.get("t")
            self._reference = attributes.get("r", "")
            self._value = None
            self._is_formula = False
            self._inline = None
        elif name == "row":
            self._row = _read_row(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = -1
            self._cells = []
        elif name == "f":
            self._is_formula = True
        elif name == "is":
            self._inline = _NodeReader(self._data, array("q"))
            self._is_inline = True

    def end(self, name: str, at: int) -> None:
        """Take an end tag."""
        if self._is_inline and self._inline:
            self._is_inline = name != "is"
            self._inline.end(name, at)
        elif name == "v":
            if self._type in TEXTS or self._header is None:
                self._value = find_node(self._data, self._value_at, at)
        elif name == "c":
            letters = self._reference.rstrip(DIGITS)
            self._column = _read_column(letters) if letters else self._column + 1
            if self._value or self._inline:
                self._cells.append(self._make_cell())
                if len(self._cells) > MOST_COLUMNS:
                    raise BrokenPart(
                        f"has more cells in row {self._row} of {self.part} than Excel: save it anew"
                    )
        elif name == "row" and self._cells:
            self._end_row()

    def _make_cell(self) -> _Cell:
        value, kind = self._value, self._type
        if kind == "s" and value:
            return _Cell(self._column, self._read_index(value), None, "")
        if kind == "inlineStr" and self._inline:
            own = self._inline.nodes
            nodes = (TextNode(*own[place : place + 3]) for place in range(0, len(own), 3))
            return _Cell(self._column, -1, JoinedText(self._data, nodes, EXCEL), "")
        if value is None:
            return _Cell(self._column, -1, None, "")
        joined = JoinedText(self._data, [value], EXCEL)
        if kind == "str" and not self._is_formula:
            return _Cell(self._column, -1, joined, "")
        return _Cell(self._column, -1, None, joined.text)

    def _read_index(self, value: TextNode) -> int:
        try:
            index = int(self._data[value.start : value.end])
        except ValueError:
            index = -1
        if not 0 <= index < len(self._workbook.texts):
            raise BrokenPart(f"has a cell without its text in {self.part}: open it and save it anew")
        return index

    def _end_row(self) -> None:
        if self._header is not None:
            self._look_at(self._row, self._cells)
            return
        self._waiting.append((self._row, self._cells))
        if len(self._waiting) > ROWS_COMPARED:
            self._settle()

    def _settle(self) -> None:
        """Find the row that names the columns, then look at the rows that waited for it."""
        if self._header is None:
            self._header = self._find_header()
        for row, cells in self._waiting:
            self._look_at(row, cells)
        self._waiting = []

    def _find_header(self) -> int:
        """Give the number of the row that names the columns, as far as that can be told; 0 for none.

        It is the first with two cells. One that may be names, and need not, is left and told like names: its
        cells give no name to reports. All is judged by what it becomes, so that a fix changes no judgement.
        """
        if not self._waiting:
            return 0
        clean = self._workbook.plan.finder.clean
        rows = [[clean(shown) for shown in self._show(cells)] for _, cells in self._waiting]
        filled = (sum(bool(cell.strip()) for cell in cells) for cells in rows)
        lead = next((index for index, number in enumerate(filled) if number > 1), None)
        first = lead or 0
        self._is_header_sure = are_names(rows[first], rows[first + 1 :])
        if not self._is_header_sure and (lead is None or not looks_like_names(rows[first])):
            return 0
        row, cells = self._waiting[first]
        self._name_columns(self._show(cells))
        return row

    def _name_columns(self, names: list[str]) -> None:
        for index, name in enumerate(names):
            if name.strip():
                shown = name if self._is_header_sure else name_column(index)
                self._columns[index] = choose_column(self._workbook.plan, name, shown)

    def _show(self, cells: list[_Cell]) -> list[str]:
        """Give what a row shows, a text for each column."""
        shown = [""] * (1 + max(cell.column for cell in cells))
        for cell in cells:
            text = self._workbook.texts.get(cell.shared) if cell.shared >= 0 else cell.text
            shown[cell.column] = text.text if text else cell.value
        return shown

    def _look_at(self, row: int, cells: list[_Cell]) -> None:
        """Look at the texts of a row."""
        if row == self._header:
            self._look_at_names(row, cells)
            return
        workbook, repeated = self._workbook, self._repeated.get(row, 0)
        is_title = self._header is not None and row < self._header
        for cell in cells:
            index, shared, text, _ = cell
            if shared < 0 and text is None:
                continue
            if repeated >> index & 1:
                self._look_at_name(row, cell, choose_name(workbook.plan, name_column(index)))
                continue
            column = None if is_title else self._columns.get(index)
            if column is None:
                column = self._choose_column(index, is_title=is_title)
            if shared >= 0 and not column.fixable:
                workbook.keep(shared)
            workbook.judge(self, row, cell, column)

    def _choose_column(self, index: int, *, is_title: bool) -> Column:
        """Decide about a column without a name, or about a title, which is a text of its own."""
        letter = name_column(index)
        column = choose_column(self._workbook.plan, letter, letter)
        if not is_title:
            self._columns[index] = column
        return column

    def _look_at_names(self, row: int, cells: list[_Cell]) -> None:
        if not self._columns:  # the user says that these are names
            self._name_columns(self._show(cells))
        for cell in cells:
            named = self._columns.get(cell.column)
            column = choose_name(self._workbook.plan, named.name if named else name_column(cell.column))
            self._look_at_name(row, cell, column)

    def _look_at_name(self, row: int, cell: _Cell, column: Column) -> None:
        """Look at the name of a column; what may be none, and stands in the table as well, is none."""
        is_repeated = self._repeated.get(row, 0) >> cell.column & 1
        if is_repeated:
            column = column._replace(fixable=False)
        if cell.shared >= 0 and not column.fixable and (self._is_header_sure or is_repeated):
            self._workbook.keep(cell.shared)
        self._workbook.judge(self, row, cell, column, is_name=True)


def _list_repeated(data: bytes, part: str) -> Iterator[tuple[int, int, int]]:
    """Give row, first and last column of what a table's part repeats: names of columns, labels of totals."""
    for name, attributes in list_elements(data, part, LOCAL_NAMES)[:1]:
        if name != "table":
            continue
        first, _, last = attributes.get("ref", "").partition(":")
        corners = [(each.rstrip(DIGITS), each.lstrip(each.rstrip(DIGITS))) for each in (first, last or first)]
        left, right = (_read_column(letters) for letters, _ in corners)
        top, bottom = (_read_row(number) for _, number in corners)
        if attributes.get("headerRowCount", "1") != "0":
            yield top, min(left, right), max(left, right)
        if attributes.get("totalsRowCount", "0") != "0":
            yield bottom, min(left, right), max(left, right)


def _read_row(number: str) -> int:
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS and int(number)):
        raise BrokenPart("has a row without a number: open it and save it anew")
    return int(number)


@lru_cache(maxsize=1 << 15)
def _read_column(letters: str) -> int:
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= MOST_LETTERS):
        raise BrokenPart("has a cell without a place: open it and save it anew")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
