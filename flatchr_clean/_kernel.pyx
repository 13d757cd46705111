# cython: language_level=3, wraparound=False, initializedcheck=False, freethreading_compatible=True
"""What loops over characters, compiled. `_kernel_py.py` says what each function does, and does it by `re`.

Knows code points by the classes that it is given, and where HTML's tokens begin and end; knows no rule and no
table of its own. Nothing here changes once it is made, so threads without the GIL may share it.
"""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_Substring
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy

cdef extern from *:
    const unsigned int FLATCHR_CLEAN_SOURCE
    const int FLATCHR_CLEAN_CHECKED

SOURCE_CRC32 = FLATCHR_CLEAN_SOURCE
CHECKED = FLATCHR_CLEAN_CHECKED != 0

CHANGES, COMPOSES, SUSPICIOUS = 1, 2, 4

TEXT, START, END, COMMENT, RAW, CUT = range(6)

cdef enum:
    CODE_POINTS = 0x110000
    BLOCKS = 0x1100  # of 256 code points
    LINE_FEED = 0x0A
    LONGEST_SEQUENCE = 4
    MOST_SEQUENCES = 16

    # What a code point is to a table.
    SIMPLE = 1
    CONTEXT = 2
    BLANK = 4
    BEFORE_BLANKS = 8
    COMPOSING = 16
    FIRST = 32  # of a suspicious sequence
    OF_INTEREST = SIMPLE | CONTEXT | BEFORE_BLANKS | COMPOSING | FIRST

    # The constants above.
    FOUND_CHANGES = 1
    FOUND_COMPOSES = 2
    FOUND_SUSPICIOUS = 4
    TEXT_TOKEN = 0

ctypedef fused Text:
    uint8_t
    uint16_t
    uint32_t


cdef inline uint16_t _look_up(uint16_t *blocks, uint16_t *block_of, uint32_t character) noexcept:
    return blocks[(<Py_ssize_t>block_of[character >> 8] << 8) | (character & 0xFF)]


@cython.final
cdef class _Numbers:
    """A number for each code point, in blocks of 256: nearly all blocks are alike, and each is kept once.

    The numbers are made as one array, and packed when all are known.
    """

    cdef uint16_t *making
    cdef uint16_t *blocks
    cdef uint16_t block_of[BLOCKS]

    def __cinit__(self):
        self.making = <uint16_t *>PyMem_Calloc(CODE_POINTS, sizeof(uint16_t))
        if self.making == NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.making)
        PyMem_Free(self.blocks)

    cdef int add(self, ranges, uint16_t bits) except -1:
        """Add bits to the numbers of some ranges."""
        cdef Py_ssize_t first, last, at
        for first, last in ranges:
            if not 0 <= first <= last < CODE_POINTS:
                raise ValueError(f"{first:x}-{last:x} is no range of code points")
            for at in range(first, last + 1):
                self.making[at] |= bits
        return 0

    cdef int pack(self) except -1:
        cdef Py_ssize_t block
        known = {}
        for block in range(BLOCKS):
            numbers = (<char *>(self.making + (block << 8)))[:256 * sizeof(uint16_t)]
            self.block_of[block] = known.setdefault(numbers, len(known))
        self.blocks = <uint16_t *>PyMem_Calloc(len(known) << 8, sizeof(uint16_t))
        if self.blocks == NULL:
            raise MemoryError
        for numbers, block in known.items():
            memcpy(self.blocks + (block << 8), <char *>numbers, 256 * sizeof(uint16_t))
        PyMem_Free(self.making)
        self.making = NULL
        return 0

    cdef inline uint16_t of(self, uint32_t character) noexcept:
        return _look_up(self.blocks, self.block_of, character)


@cython.final
cdef class Sequences:
    """Sequences of two to four sets of code points; see `_kernel_py`."""

    cdef _Numbers first, second, third, fourth
    cdef tuple starts

    def __cinit__(self, sequences):
        lengths = {len(sets) for sets in sequences}
        if len(sequences) > MOST_SEQUENCES or not lengths <= {2, 3, 4}:
            raise ValueError("at most sixteen sequences, each of two to four sets")
        everything = ((0, CODE_POINTS - 1),)
        numbers = [_Numbers() for _ in range(LONGEST_SEQUENCE)]
        for bit, sequence in enumerate(sequences):
            for place in range(LONGEST_SEQUENCE):
                ranges = sequence[place] if place < len(sequence) else everything
                (<_Numbers>numbers[place]).add(ranges, 1 << bit)
        for one in numbers:
            (<_Numbers>one).pack()
        self.first, self.second, self.third, self.fourth = numbers
        self.starts = tuple(pair for sequence in sequences for pair in sequence[0])

    cdef bint begin_at(self, Text *text, Py_ssize_t length, Py_ssize_t at) noexcept:
        cdef uint16_t bits = self.first.of(text[at])
        bits &= self.second.of(text[at + 1] if at + 1 < length else LINE_FEED)
        if bits:
            bits &= self.third.of(text[at + 2] if at + 2 < length else LINE_FEED)
            bits &= self.fourth.of(text[at + 3] if at + 3 < length else LINE_FEED)
        return bits != 0


@cython.final
cdef class Table:
    """The classes of code points, and what is found by them; see `_kernel_py`."""

    cdef _Numbers flags
    cdef Sequences suspicious
    cdef dict simple
    cdef tuple followers

    def __cinit__(
        self, simple, context, blanks, before_blanks, followers, composes, Sequences suspicious not None
    ):
        self.simple = dict(simple)
        self.followers = tuple(followers)
        self.suspicious = suspicious
        self.flags = flags = _Numbers()
        flags.add([(ord(character), ord(character)) for character in simple], SIMPLE)
        flags.add(context, CONTEXT)
        flags.add(blanks, BLANK)
        flags.add(before_blanks, BEFORE_BLANKS)
        flags.add(composes, COMPOSING)
        flags.add(self.suspicious.starts, FIRST)
        flags.pack()

    def survey(self, str text not None):
        cdef void *data = PyUnicode_DATA(text)
        cdef int kind = PyUnicode_KIND(text)
        if kind == 1:
            return self._survey(<uint8_t *>data, len(text), text)
        if kind == 2:
            return self._survey(<uint16_t *>data, len(text), text)
        return self._survey(<uint32_t *>data, len(text), text)

    cdef int _survey(self, Text *text, Py_ssize_t length, str whole) except -1:
        cdef Py_ssize_t at = 0
        cdef uint16_t flags
        cdef int found = 0
        while True:
            flags = self._pass_over(text, length, &at, OF_INTEREST)
            if not flags:
                return found
            if flags & (SIMPLE | CONTEXT) or (
                flags & BEFORE_BLANKS and not found & FOUND_CHANGES and self._is_followed(whole, at)
            ):
                found |= FOUND_CHANGES
            if flags & COMPOSING:
                found |= FOUND_COMPOSES
            if flags & FIRST and not found & FOUND_SUSPICIOUS and self.suspicious.begin_at(text, length, at):
                found |= FOUND_SUSPICIOUS
            at += 1

    cdef inline uint16_t _pass_over(
        self, Text *text, Py_ssize_t length, Py_ssize_t *place, uint16_t wanted
    ) noexcept:
        """Go to the next code point with one of some flags; give those it has, 0 at the end."""
        cdef uint16_t *blocks = self.flags.blocks
        cdef uint16_t *block_of = self.flags.block_of
        cdef Py_ssize_t at = place[0]
        cdef uint16_t flags
        while at + 4 <= length:
            flags = (
                _look_up(blocks, block_of, text[at])
                | _look_up(blocks, block_of, text[at + 1])
                | _look_up(blocks, block_of, text[at + 2])
                | _look_up(blocks, block_of, text[at + 3])
            )
            if flags & wanted:
                break
            at += 4
        while at < length:
            flags = _look_up(blocks, block_of, text[at])
            if flags & wanted:
                place[0] = at
                return flags
            at += 1
        return 0

    cdef bint _is_followed(self, str text, Py_ssize_t at) except -1:
        return text.startswith(self.followers, at + 1)

    def find_runs(self, str text not None):
        cdef void *data = PyUnicode_DATA(text)
        cdef int kind = PyUnicode_KIND(text)
        if kind == 1:
            return self._find_runs(<uint8_t *>data, len(text), text)
        if kind == 2:
            return self._find_runs(<uint16_t *>data, len(text), text)
        return self._find_runs(<uint32_t *>data, len(text), text)

    cdef list _find_runs(self, Text *text, Py_ssize_t length, str whole):
        cdef Py_ssize_t start = 0, end = 0
        cdef list runs = []
        while True:
            start = end
            end = self._find_run(text, length, &start, whole)
            if end == 0:
                return runs
            runs.append((start, end))

    cdef Py_ssize_t _find_run(self, Text *text, Py_ssize_t length, Py_ssize_t *start, str whole) except -1:
        """Go to the next run; give its end, 0 where there is none."""
        cdef uint16_t *blocks = self.flags.blocks
        cdef uint16_t *block_of = self.flags.block_of
        cdef uint16_t flags
        cdef uint16_t goes_on = CONTEXT | BLANK
        cdef Py_ssize_t end
        while True:
            flags = self._pass_over(text, length, start, SIMPLE | CONTEXT | BEFORE_BLANKS)
            if not flags:
                return 0
            end = start[0] + 1
            if flags & SIMPLE:
                return end
            if flags & CONTEXT:
                break
            if self._is_followed(whole, start[0]):
                goes_on = BLANK
                break
            start[0] = end
        while end < length and _look_up(blocks, block_of, text[end]) & goes_on:
            end += 1
        return end

    def find_composing(self, str text not None):
        cdef void *data = PyUnicode_DATA(text)
        cdef int kind = PyUnicode_KIND(text)
        if kind == 1:
            return self._find_composing(<uint8_t *>data, len(text))
        if kind == 2:
            return self._find_composing(<uint16_t *>data, len(text))
        return self._find_composing(<uint32_t *>data, len(text))

    cdef list _find_composing(self, Text *text, Py_ssize_t length):
        cdef Py_ssize_t start = 0, end = 0
        cdef list found = []
        while True:
            start = end
            if not self._pass_over(text, length, &start, COMPOSING):
                return found
            end = start + 1
            while end < length and self.flags.of(text[end]) & COMPOSING:
                end += 1
            found.append((start, end))

    def find_suspicious(self, str text not None):
        cdef void *data = PyUnicode_DATA(text)
        cdef int kind = PyUnicode_KIND(text)
        if kind == 1:
            return self._find_suspicious(<uint8_t *>data, len(text))
        if kind == 2:
            return self._find_suspicious(<uint16_t *>data, len(text))
        return self._find_suspicious(<uint32_t *>data, len(text))

    cdef list _find_suspicious(self, Text *text, Py_ssize_t length):
        cdef Py_ssize_t at = 0
        cdef list found = []
        while self._pass_over(text, length, &at, FIRST):
            if self.suspicious.begin_at(text, length, at):
                found.append(at)
            at += 1
        return found

    def rewrite(self, str text not None, look):
        cdef void *data = PyUnicode_DATA(text)
        cdef int kind = PyUnicode_KIND(text)
        if kind == 1:
            return self._rewrite(<uint8_t *>data, len(text), text, look)
        if kind == 2:
            return self._rewrite(<uint16_t *>data, len(text), text, look)
        return self._rewrite(<uint32_t *>data, len(text), text, look)

    cdef str _rewrite(self, Text *text, Py_ssize_t length, str whole, look):
        cdef Py_ssize_t start = 0, end = 0, copied = 0
        cdef list pieces = []
        while True:
            start = end
            end = self._find_run(text, length, &start, whole)
            if end == 0:
                break
            if start > copied:
                pieces.append(PyUnicode_Substring(whole, copied, start))
            if self.flags.of(text[start]) & SIMPLE:
                pieces.append(self.simple[chr(text[start])])
            else:
                pieces.append(look(whole, start, end))
            copied = end
        if not copied:
            return whole
        pieces.append(PyUnicode_Substring(whole, copied, length))
        return "".join(pieces)


# HTML.


def find_tokens(str text not None, dict contents not None):
    cdef void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return _find_tokens(<uint8_t *>data, len(text), text, contents)
    if kind == 2:
        return _find_tokens(<uint16_t *>data, len(text), text, contents)
    return _find_tokens(<uint32_t *>data, len(text), text, contents)


cdef inline bint _is_space(uint32_t character) noexcept:
    return character == 0x20 or 0x09 <= character <= 0x0D and character != 0x0B


cdef inline bint _is_letter(uint32_t character) noexcept:
    return 0x61 <= (character | 0x20) <= 0x7A


cdef inline uint32_t _write_small_letter(uint32_t character) noexcept:
    return character | 0x20 if 0x41 <= character <= 0x5A else character


cdef bint _holds_more(Text *text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Tell whether a stretch holds anything but ASCII without controls and ampersands."""
    cdef Py_ssize_t at
    for at in range(start, end):
        if text[at] > 0x7E or text[at] == 0x26 or (
            text[at] < 0x20 and text[at] != 0x0A and text[at] != 0x09 and text[at] != 0x0D
        ):
            return True
    return False


cdef Py_ssize_t _find(Text *text, Py_ssize_t start, Py_ssize_t length, uint32_t character) noexcept:
    """Give the place after the next of a character; the end where there is none."""
    while start < length and text[start] != character:
        start += 1
    return min(start + 1, length)


cdef Py_ssize_t _find_tag_end(Text *text, Py_ssize_t at, Py_ssize_t length) noexcept:
    """Give the place of the bracket that ends a tag, from the end of its name on; the end where none does."""
    cdef Py_ssize_t equals
    while at < length and text[at] != 0x3E:
        if _is_space(text[at]) or text[at] == 0x2F:
            at += 1
            continue
        at += 1  # an attribute's name, that may begin with "="
        while at < length and not (
            _is_space(text[at]) or text[at] == 0x2F or text[at] == 0x3E or text[at] == 0x3D
        ):
            at += 1
        equals = at
        while equals < length and _is_space(text[equals]):
            equals += 1
        if equals == length or text[equals] != 0x3D:
            continue
        at = equals + 1
        while at < length and _is_space(text[at]):
            at += 1
        if at < length and (text[at] == 0x22 or text[at] == 0x27):
            at = _find(text, at + 1, length, text[at])
        else:
            while at < length and text[at] != 0x3E and not _is_space(text[at]):
                at += 1
    return at


cdef Py_ssize_t _find_comment_end(Text *text, Py_ssize_t start, Py_ssize_t length) noexcept:
    cdef Py_ssize_t at = start + 4
    if length < at or text[start + 1] != 0x21 or text[start + 2] != 0x2D or text[start + 3] != 0x2D:
        return _find(text, start + 2, length, 0x3E)
    if at < length and text[at] == 0x3E:
        return at + 1
    if at + 1 < length and text[at] == 0x2D and text[at + 1] == 0x3E:
        return at + 2
    while at + 2 < length:
        if text[at] == 0x2D and text[at + 1] == 0x2D:
            if text[at + 2] == 0x3E:
                return at + 3
            if text[at + 2] == 0x21 and at + 3 < length and text[at + 3] == 0x3E:
                return at + 4
        at += 1
    return length


cdef Py_ssize_t _find_content_end(Text *text, Py_ssize_t start, Py_ssize_t length, str name) except -1:
    cdef Py_ssize_t at = start, size = len(name), letter
    if name == "plaintext":
        return length
    while at + size + 2 < length:
        if text[at] == 0x3C and text[at + 1] == 0x2F:
            letter = 0
            while letter < size and _write_small_letter(text[at + 2 + letter]) == <uint32_t>name[letter]:
                letter += 1
            if letter == size and (
                _is_space(text[at + 2 + size]) or text[at + 2 + size] == 0x2F or text[at + 2 + size] == 0x3E
            ):
                return at
        at += 1
    return length


cdef list _find_tokens(Text *text, Py_ssize_t length, str whole, dict contents):
    cdef list tokens = []
    cdef Py_ssize_t position = 0, at = 0, name_start, end
    cdef bint closes
    cdef uint32_t following
    while True:
        while at < length and text[at] != 0x3C:
            at += 1
        if at + 1 >= length:
            break
        following = text[at + 1]
        closes = following == 0x2F
        if closes and at + 2 == length:
            break
        name_start = at + 1 + closes
        if _is_letter(text[name_start]):
            if at > position:
                tokens.append((TEXT, position, at, "", _holds_more(text, position, at)))
            end = name_start + 1
            while end < length and not (_is_space(text[end]) or text[end] == 0x2F or text[end] == 0x3E):
                end += 1
            name = _write_small(PyUnicode_Substring(whole, name_start, end))
            end = _find_tag_end(text, end, length)
            if end == length:
                tokens.append((CUT, at, end, name, _holds_more(text, at, end)))
                return tokens
            end += 1
            tokens.append((END if closes else START, at, end, name, _holds_more(text, at, end)))
            position = at = end
            if not closes and name in contents:
                end = _find_content_end(text, position, length, name)
                if end > position:
                    kind = TEXT if contents[name] else RAW
                    tokens.append((kind, position, end, name, _holds_more(text, position, end)))
                position = at = end
        elif closes or following == 0x21 or following == 0x3F:
            if at > position:
                tokens.append((TEXT, position, at, "", _holds_more(text, position, at)))
            end = _find_comment_end(text, at, length)
            tokens.append((COMMENT, at, end, "", _holds_more(text, at, end)))
            position = at = end
        else:
            at += 1
    if position < length:
        tokens.append((TEXT, position, length, "", _holds_more(text, position, length)))
    return tokens


def join_text(str text not None, list tokens not None, breaking, read):
    cdef void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return _join_text(<uint8_t *>data, text, tokens, breaking, read)
    if kind == 2:
        return _join_text(<uint16_t *>data, text, tokens, breaking, read)
    return _join_text(<uint32_t *>data, text, tokens, breaking, read)


cdef tuple _join_text(Text *text, str whole, list tokens, breaking, read):
    cdef list pieces = [], texts = []
    cdef Py_ssize_t length = 0, start, end, at, stop
    cdef bint begins_line = len(breaking) > 0, waits = False, holds_more
    cdef int kind
    for kind, start, end, name, holds_more in tokens:
        if not 0 <= start <= end <= len(whole):
            raise ValueError("a token outside the text")
        if kind != TEXT_TOKEN:
            if name in breaking and not begins_line:
                begins_line = waits = True
            continue
        if begins_line:
            while start < end and _is_layout(text[start]):
                start += 1
        if start == end:
            continue
        if waits:
            texts.append("\n")
            length += 1
            waits = False
        at = start
        while holds_more:
            while at < end and text[at] != 0x26:
                at += 1
            if at == end:
                break
            stop = _find_reference_end(text, at, end)
            if stop:
                characters, size = read(PyUnicode_Substring(whole, at, stop))
                if not 0 <= size <= stop - at:
                    raise ValueError("a reference longer than what it was read from")
                if size:
                    if at > start:
                        texts.append(PyUnicode_Substring(whole, start, at))
                        pieces.append((length, at - start, start, at))
                        length += at - start
                    start = at + size
                    texts.append(characters)
                    pieces.append((length, len(characters), at, start))
                    length += len(characters)
                    at = start
                    continue
            at += 1
        if end > start:
            texts.append(PyUnicode_Substring(whole, start, end))
            pieces.append((length, end - start, start, end))
            length += end - start
        begins_line = texts[len(texts) - 1].endswith(("\n", "\r"))
    return "".join(texts), pieces


cdef inline bint _is_layout(uint32_t character) noexcept:
    return character == 0x20 or character == 0x09 or character == 0x0A or character == 0x0D


cdef inline bint _is_digit(uint32_t character) noexcept:
    return 0x30 <= character <= 0x39


cdef Py_ssize_t _find_reference_end(Text *text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Give the place after what may be a reference, with what ends it; 0 where none may be."""
    cdef Py_ssize_t at = start + 1, first
    if at < end and text[at] == 0x23:
        at += 1
        first = at
        if at < end and (text[at] | 0x20) == 0x78:
            at += 1
            first = at
            while at < end and (_is_digit(text[at]) or 0x61 <= (text[at] | 0x20) <= 0x66):
                at += 1
        else:
            while at < end and _is_digit(text[at]):
                at += 1
        if at == first:
            return 0
    elif at < end and _is_letter(text[at]):
        while at < end and (_is_letter(text[at]) or _is_digit(text[at])):
            at += 1
    else:
        return 0
    return at + 1 if at < end and (text[at] == 0x3B or text[at] == 0x3D) else at


cdef str _write_small(str name):
    if name.islower():
        return name
    return name.lower() if name.isascii() else name.translate(_SMALL_LETTERS)


_SMALL_LETTERS = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


def find_content_end(str text not None, Py_ssize_t start, str name not None):
    if start < 0:
        raise ValueError("a place before the text")
    cdef void *data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return _find_content_end(<uint8_t *>data, start, len(text), name)
    if kind == 2:
        return _find_content_end(<uint16_t *>data, start, len(text), name)
    return _find_content_end(<uint32_t *>data, start, len(text), name)
