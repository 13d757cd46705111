# cython: language_level=3, wraparound=False, initializedcheck=False, freethreading_compatible=True
"""What loops over characters, compiled. `_kernel_py.py` says what each function does, and does it by `re`.

Knows code points by the classes that it is given, and the syntax of HTML's tokens and of JSON; knows no rule
and no table of a profile. Nothing here changes once it is made, so threads without the GIL may
share it.
"""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_Substring
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy  # count_ascii needs it

cdef extern from *:
    """
    // What a code point is to a table: its classes, then a bit for each suspicious sequence that it is the first
    // character of, then one for each that it is the second of, and which replacement it has if it is simple.
    #define CLASSES 0xFFFFULL
    #define FIRSTS 0xFFFF0000ULL
    #define SECONDS 0xFFFF00000000ULL
    #define REPLACEMENT 48
    // How many of eight bytes are ASCII before the first that is not.
    static inline int count_ascii(const uint8_t *bytes) {
    #if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        uint64_t eight;
        memcpy(&eight, bytes, 8);
        eight &= 0x8080808080808080ULL;
        return eight ? __builtin_ctzll(eight) >> 3 : 8;
    #else
        int count = 0;
        while (count < 8 && bytes[count] < 0x80) count++;
        return count;
    #endif
    }
    """
    int count_ascii(const uint8_t *) noexcept nogil
    bint PyUnicode_IS_ASCII(str)
    const uint64_t CLASSES, FIRSTS, SECONDS
    const int REPLACEMENT
    const unsigned int FLATCHR_CLEAN_SOURCE
    const int FLATCHR_CLEAN_CHECKED

from array import array

from flatchr_clean._kernel_py import SMALL_LETTERS, find_comment_end, find_content_end

SOURCE_CRC32 = FLATCHR_CLEAN_SOURCE
CHECKED = FLATCHR_CLEAN_CHECKED != 0

cdef enum:  # what is found in a text
    CHANGES = 1, COMPOSES = 2, SUSPICIOUS = 4, TAGS = 8, REFERENCES = 16, ESCAPES = 32, BROKEN = 64

cdef enum:  # what a token of HTML is
    TEXT = 0, START, END, COMMENT, RAW, CUT

cdef enum:  # what holds a value of a JSON text; what may come next in it, values first, then keys
    DOCUMENT = 0, ARRAY, OBJECT
    VALUE = 0, FIRST_ITEM, ITEM, NEXT_ITEM, FIRST_KEY, KEY, COLON, NEXT_KEY, NOTHING

cdef enum:
    CODE_POINTS = 0x110000
    BLOCKS = 0x1100  # of 256 code points
    NONE = 0xFFFFFFFF  # no code point
    LONGEST_SEQUENCE = 4
    MOST_SEQUENCES = 16
    MOST_REPLACEMENTS = 0xFFFF  # that have a number

    # The classes of a table. What is FOLLOWING begins what counts behind one of BEFORE_BLANKS.
    SIMPLE = 0x01, CONTEXT = 0x02, BLANK = 0x04, BEFORE_BLANKS = 0x08, FOLLOWING = 0x10, COMPOSING = 0x20
    # What it is to the syntax of HTML and of JSON. STOP is all that counts in a JSON string, MORE all but plain
    # ASCII: what lies beyond, controls, and the ampersand.
    LESS = 0x80, AMPERSAND = 0x100, GREATER = 0x200, SPACE = 0x400, SLASH = 0x800, EQUALS = 0x1000
    STOP = 0x2000, MORE = 0x4000
    OF_INTEREST = SIMPLE | CONTEXT | BEFORE_BLANKS | COMPOSING | LESS | AMPERSAND

ctypedef fused Text:
    const uint8_t
    const uint16_t
    const uint32_t

cdef struct View:
    int kind
    const void *data
    Py_ssize_t length


cdef inline View _view(str text) noexcept:
    return View(PyUnicode_KIND(text), PyUnicode_DATA(text), len(text))


cdef inline uint32_t _at(View *text, Py_ssize_t place) noexcept nogil:
    if place >= text.length:
        return NONE
    if text.kind == 1:
        return (<const uint8_t *>text.data)[place]
    return (<const uint16_t *>text.data)[place] if text.kind == 2 else (<const uint32_t *>text.data)[place]


cdef inline uint64_t _look_up(uint64_t *blocks, uint16_t *block_of, uint32_t character) noexcept nogil:
    return blocks[(<Py_ssize_t>block_of[character >> 8] << 8) | (character & 0xFF)]


@cython.final
cdef class _Numbers:
    """A number for each code point, in blocks of 256: nearly all blocks are alike, and each is kept once.

    Args:
        kinds: ranges of code points, each with the bits that their numbers have.
    """

    cdef uint64_t *blocks
    cdef uint16_t block_of[BLOCKS]

    def __cinit__(self, kinds):
        cdef uint64_t[::1] whole = array("Q", bytes(BLOCKS * sizeof(uint64_t)))
        cdef uint64_t[::1] part
        cdef uint64_t bits
        cdef Py_ssize_t first, last, start, block, at
        parts = {}
        for ranges, bits in kinds:
            for first, last in ranges:
                if not 0 <= first <= last < CODE_POINTS:
                    raise ValueError(f"{first:x}-{last:x} is no range of code points")
                for block in range(first >> 8, (last >> 8) + 1):
                    start = block << 8
                    if first <= start and start + 0xFF <= last:
                        whole[block] |= bits
                        continue
                    if block not in parts:
                        parts[block] = array("Q", bytes(256 * sizeof(uint64_t)))
                    part = parts[block]
                    for at in range(max(first, start), min(last, start + 0xFF) + 1):
                        part[at - start] |= bits
        known = {}
        for block in range(BLOCKS):
            key = (whole[block], parts[block].tobytes() if block in parts else bytes(256 * sizeof(uint64_t)))
            self.block_of[block] = known.setdefault(key, len(known))
        self.blocks = <uint64_t *>PyMem_Calloc(len(known) << 8, sizeof(uint64_t))
        if self.blocks == NULL:
            raise MemoryError
        for (bits, numbers), block in known.items():
            part = array("Q", numbers)
            for at in range(256):
                self.blocks[(block << 8) + at] = bits | part[at]

    def __dealloc__(self):
        PyMem_Free(self.blocks)

    cdef inline uint64_t of(self, uint32_t character) noexcept nogil:
        return _look_up(self.blocks, self.block_of, character) if character < CODE_POINTS else 0

    cdef inline uint64_t pass_over(self, View *text, Py_ssize_t *place, uint64_t wanted) noexcept nogil:
        """Go to the next code point with one of some bits; give those it has, 0 at the end.

        Of `FIRSTS` it must have one that the code point after it has among its `SECONDS`.
        """
        if text.kind == 1:
            return self._pass_over(<const uint8_t *>text.data, text.length, place, wanted)
        if text.kind == 2:
            return self._pass_over(<const uint16_t *>text.data, text.length, place, wanted)
        return self._pass_over(<const uint32_t *>text.data, text.length, place, wanted)

    cdef inline uint64_t _pass_over(
        self, Text *text, Py_ssize_t length, Py_ssize_t *place, uint64_t wanted
    ) noexcept nogil:
        cdef uint64_t *blocks = self.blocks
        cdef uint16_t *block_of = self.block_of
        cdef uint64_t classes = wanted & CLASSES, firsts = wanted & FIRSTS
        cdef Py_ssize_t at = place[0]
        cdef uint64_t one = 0, two, three, four, following
        if at < length:
            one = _look_up(blocks, block_of, text[at])
        while at + 4 < length:
            two = _look_up(blocks, block_of, text[at + 1])
            three = _look_up(blocks, block_of, text[at + 2])
            four = _look_up(blocks, block_of, text[at + 3])
            following = _look_up(blocks, block_of, text[at + 4])
            if (one | two | three | four) & classes:
                break
            if firsts and firsts & (
                one & two >> 16 | two & three >> 16 | three & four >> 16 | four & following >> 16
            ):
                break
            one = following
            at += 4
        while at < length:
            one = _look_up(blocks, block_of, text[at])
            following = _look_up(blocks, block_of, text[at + 1] if at + 1 < length else 0x0A)
            if one & classes or one & following >> 16 & firsts:
                place[0] = at
                return one
            at += 1
        place[0] = length
        return 0


cdef list _SYNTAX_KINDS = [
    (((0x3C, 0x3C),), LESS),
    (((0x26, 0x26),), AMPERSAND),
    (((0x3E, 0x3E),), GREATER),
    (((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)), SPACE),
    (((0x2F, 0x2F),), SLASH),
    (((0x3D, 0x3D),), EQUALS),
    (((0, 0x1F), (0x22, 0x22), (0x5C, 0x5C)), STOP),
    (((0, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x26, 0x26), (0x7F, CODE_POINTS - 1)), MORE),
]
cdef _Numbers _SYNTAX = _Numbers(_SYNTAX_KINDS)


cdef inline Py_ssize_t _pass(View *text, Py_ssize_t at, uint64_t wanted) noexcept:
    """Go to the next of some characters of syntax; to the end where there is none."""
    _SYNTAX.pass_over(text, &at, wanted)
    return at


cdef Py_ssize_t _decode_utf8(const uint8_t *data, Py_ssize_t size, uint32_t *decoded) noexcept nogil:
    """Decode UTF-8 as RFC 3629, section 4, has it; give how many code points, -1 where it is none."""
    cdef Py_ssize_t at = 0, length = 0
    cdef uint32_t character, lowest
    cdef Py_ssize_t more, step
    while at < size:
        while at + 8 <= size:
            for step in range(8):  # what is no ASCII among them is written again
                decoded[length + step] = data[at + step]
            step = count_ascii(data + at)
            at += step
            length += step
            if step < 8:
                break
        while at < size and data[at] < 0x80:
            decoded[length] = data[at]
            at += 1
            length += 1
        if at == size:
            break
        character = data[at]
        if 0xC2 <= character < 0xE0:
            if at + 1 == size or data[at + 1] & 0xC0 != 0x80:
                return -1
            decoded[length] = (character & 0x1F) << 6 | data[at + 1] & 0x3F
            at += 2
            length += 1
            continue
        if 0xE0 <= character < 0xF0:
            more, character, lowest = 2, character & 0x0F, 0x800
        elif 0xF0 <= character < 0xF5:
            more, character, lowest = 3, character & 0x07, 0x10000
        else:
            return -1
        if at + more >= size:
            return -1
        for step in range(at + 1, at + more + 1):
            if data[step] & 0xC0 != 0x80:
                return -1
            character = character << 6 | data[step] & 0x3F
        if character < lowest or 0xD800 <= character < 0xE000 or character >= CODE_POINTS:
            return -1
        decoded[length] = character
        at += more + 1
        length += 1
    return length


@cython.final
cdef class Sequences:
    """Sequences of two to four sets of code points; see `_kernel_py`."""

    cdef _Numbers numbers  # of one character, sixteen bits for each place that it may have
    cdef list kinds

    def __cinit__(self, sequences):
        lengths = {len(sets) for sets in sequences}
        if len(sequences) > MOST_SEQUENCES or not lengths <= {2, 3, 4}:
            raise ValueError("at most sixteen sequences, each of two to four sets")
        everything = ((0, CODE_POINTS - 1),)
        self.kinds = [
            (sequence[place] if place < len(sequence) else everything, 1 << place * MOST_SEQUENCES + bit)
            for bit, sequence in enumerate(sequences)
            for place in range(LONGEST_SEQUENCE)
        ]
        self.numbers = _Numbers(self.kinds)

    cdef bint begin_at(self, View *text, Py_ssize_t at, bint in_json) noexcept nogil:
        """Tell whether a sequence begins with the character at a place."""
        cdef uint64_t bits = self.numbers.of(_read(text, &at, in_json)) & CLASSES
        cdef Py_ssize_t place, start
        cdef uint32_t character
        for place in range(1, LONGEST_SEQUENCE):
            start = at
            character = _read(text, &at, in_json)
            if character == 0x3C:  # all go on before a tag, and stay there
                return bits != 0
            bits &= self.numbers.of(0x0A if character == NONE else character) >> place * MOST_SEQUENCES
            if not bits:
                return False
        return True


cdef inline uint32_t _read(View *text, Py_ssize_t *place, bint in_json) noexcept nogil:
    """Read a character and go on to the next one; `NONE` at the end.

    In a JSON string an escape is read, two for a character beyond U+FFFF. The end is the quote, which stays
    the next one; what is no escape is `NONE` too.
    """
    cdef uint32_t character = _at(text, place[0])
    if in_json and (character == 0x5C or character == 0x22):
        return _read_escape(text, place) if character == 0x5C else NONE
    place[0] += character != NONE
    return character


cdef const char *_SHORT_ESCAPES = b'"\\/bfnrt'
cdef const char *_SHORT_ESCAPES_MEAN = b'"\\/\b\f\n\r\t'


cdef uint32_t _read_escape(View *text, Py_ssize_t *place) noexcept nogil:
    cdef Py_ssize_t at = place[0], short
    cdef uint32_t character = _at(text, at + 1), low
    place[0] = at + 2
    if character == 0x75:
        place[0] = at + 6
        character = _read_unit(text, at)
        if 0xD800 <= character < 0xDC00:
            low = _read_unit(text, at + 6)
            if 0xDC00 <= low < 0xE000:
                place[0] = at + 12
                return 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00)
        return character
    for short in range(8):
        if character == <uint8_t>_SHORT_ESCAPES[short]:
            return <uint8_t>_SHORT_ESCAPES_MEAN[short]
    return NONE


cdef uint32_t _read_unit(View *text, Py_ssize_t at) noexcept nogil:
    """Read the escape of a code unit; `NONE` where none stands."""
    cdef uint32_t unit = 0, digit
    if _at(text, at) != 0x5C or _at(text, at + 1) != 0x75:
        return NONE
    for at in range(at + 2, at + 6):
        digit = _at(text, at)
        if not _is_hexadecimal(digit):
            return NONE
        unit = unit << 4 | (digit - 0x30 if digit < 0x3A else (digit | 0x20) - 0x57)
    return unit


cdef inline uint64_t _of_interest(bint is_ascii) noexcept nogil:
    """Give the bits of what counts in a text: nothing is misread in ASCII."""
    return OF_INTEREST if is_ascii else OF_INTEREST | FIRSTS


cdef inline bint _is_digit(uint32_t character) noexcept nogil:
    return 0x30 <= character <= 0x39


cdef inline bint _is_hexadecimal(uint32_t character) noexcept nogil:
    return _is_digit(character) or 0x61 <= (character | 0x20) <= 0x66


cdef inline bint _is_letter(uint32_t character) noexcept nogil:
    return 0x61 <= (character | 0x20) <= 0x7A


@cython.final
cdef class Table:
    """The classes of code points, and what is found by them; see `_kernel_py`."""

    cdef _Numbers numbers
    cdef Sequences suspicious
    cdef dict simple
    cdef tuple replacements
    cdef tuple followers

    def __cinit__(
        self, simple, context, blanks, before_blanks, followers, composes, Sequences suspicious not None
    ):
        self.simple = dict(simple)
        self.replacements = tuple(dict.fromkeys(simple.values()))[:MOST_REPLACEMENTS]
        number_of = {text: number for number, text in enumerate(self.replacements)}
        self.followers = tuple(followers)
        self.suspicious = suspicious
        sequences = [(ranges, bits << MOST_SEQUENCES) for ranges, bits in suspicious.kinds if bits < 1 << 32]
        # What is read through a tag or an escape may be the second; a string's end counts as a line feed.
        ends = suspicious.numbers.of(0x0A) << MOST_SEQUENCES & SECONDS
        self.numbers = _Numbers([
            *[
                ([(ord(character), ord(character))], SIMPLE | number_of.get(text, MOST_REPLACEMENTS) << REPLACEMENT)
                for character, text in simple.items()
            ],
            (context, CONTEXT),
            (blanks, BLANK),
            (before_blanks, BEFORE_BLANKS),
            ([(ord(follower[:1]), ord(follower[:1])) for follower in self.followers], FOLLOWING),
            (composes, COMPOSING),
            *sequences,
            (((0x3C, 0x3C), (0x5C, 0x5C)), SECONDS),
            (((0x22, 0x22),), ends),
            *_SYNTAX_KINDS,
        ])

    def survey(self, str text not None):
        cdef View view = _view(text)
        return self._survey(&view, _of_interest(PyUnicode_IS_ASCII(text)))

    cdef int _survey(self, View *view, uint64_t wanted) noexcept nogil:
        cdef Py_ssize_t at = 0
        cdef int found = 0
        cdef uint64_t bits = self.numbers.pass_over(view, &at, wanted)
        while bits:
            found = self._add(view, at, at + 1, bits, found, False)
            at += 1
            bits = self.numbers.pass_over(view, &at, wanted)
        return found

    def survey_rows(self, const uint8_t[::1] data not None, const int64_t[::1] offsets not None):
        cdef Py_ssize_t rows = max(len(offsets) - 1, 0), row, size, longest = 0
        cdef View view = View(1, NULL, 0)
        cdef bytearray found = bytearray(rows)
        cdef uint8_t[::1] founds = found
        for row in range(rows):
            if not 0 <= offsets[row] <= offsets[row + 1] <= len(data):
                raise ValueError("the offsets lead out of the data")
            longest = max(longest, offsets[row + 1] - offsets[row])
        cdef uint32_t *decoded = <uint32_t *>PyMem_Calloc(longest + 1, sizeof(uint32_t))
        if decoded == NULL:
            raise MemoryError
        with nogil:
            for row in range(rows):
                size = offsets[row + 1] - offsets[row]
                if size:
                    founds[row] = self._survey_utf8(&data[offsets[row]], size, decoded)
        PyMem_Free(decoded)
        return bytes(found)

    cdef int _survey_utf8(self, const uint8_t *data, Py_ssize_t size, uint32_t *decoded) noexcept nogil:
        cdef Py_ssize_t length = _decode_utf8(data, size, decoded)
        if length < 0:
            return BROKEN
        cdef View view = View(1, data, size) if length == size else View(4, decoded, length)
        return self._survey(&view, _of_interest(length == size))

    cdef int _add(
        self, View *text, Py_ssize_t at, Py_ssize_t following, uint64_t bits, int found, bint in_json
    ) noexcept nogil:
        """Add what a character of some bits is to what is found."""
        if bits & (SIMPLE | CONTEXT):
            found |= CHANGES
        elif bits & BEFORE_BLANKS and self.numbers.of(_read(text, &following, in_json)) & FOLLOWING:
            found |= CHANGES
        if bits & COMPOSING:
            found |= COMPOSES
        if bits & FIRSTS and not found & SUSPICIOUS and self.suspicious.begin_at(text, at, in_json):
            found |= SUSPICIOUS
        if bits & LESS:
            found |= TAGS
        return found | REFERENCES if bits & AMPERSAND else found

    def find_runs(self, str text not None):
        cdef View view = _view(text)
        cdef Py_ssize_t start = 0, end
        cdef list runs = []
        while (end := self._find_run(&view, &start, text)):
            runs.append((start, end))
            start = end
        return runs

    cdef Py_ssize_t _find_run(self, View *text, Py_ssize_t *start, str whole) except -1:
        """Go to the next run; give its end, 0 where there is none."""
        cdef uint64_t bits
        cdef Py_ssize_t end
        while True:
            bits = self.numbers.pass_over(text, start, SIMPLE | CONTEXT | BEFORE_BLANKS)
            if not bits:
                return 0
            end = start[0] + 1
            if bits & SIMPLE:
                return end
            if bits & CONTEXT or whole.startswith(self.followers, end):
                break
            start[0] = end
        while self.numbers.of(_at(text, end)) & (CONTEXT | BLANK):
            end += 1
        return end

    def find_composing(self, str text not None):
        cdef View view = _view(text)
        cdef Py_ssize_t start = 0, end
        cdef list found = []
        while self.numbers.pass_over(&view, &start, COMPOSING):
            end = start + 1
            while self.numbers.of(_at(&view, end)) & COMPOSING:
                end += 1
            found.append((start, end))
            start = end
        return found

    def find_suspicious(self, str text not None):
        cdef View view = _view(text)
        cdef Py_ssize_t at = 0
        cdef list found = []
        while self.numbers.pass_over(&view, &at, FIRSTS):
            if self.suspicious.begin_at(&view, at, False):
                found.append(at)
            at += 1
        return found

    def rewrite(self, str text not None, begin, *, bint every=False):
        cdef View view = _view(text)
        cdef Py_ssize_t start = 0, end, copied = 0
        cdef list pieces = []
        cdef uint64_t bits
        cdef Py_ssize_t number
        look = None
        while (end := self._find_run(&view, &start, text)):
            if start > copied:
                pieces.append(PyUnicode_Substring(text, copied, start))
            bits = 0 if every else self.numbers.of(_at(&view, start))
            if bits & SIMPLE:
                number = bits >> REPLACEMENT
                known = number < MOST_REPLACEMENTS
                pieces.append(self.replacements[number] if known else self.simple[text[start]])
            else:
                if look is None:
                    look = begin()
                pieces.append(look(text, start, end))
            start = copied = end
        if not copied:
            return text
        pieces.append(PyUnicode_Substring(text, copied, view.length))
        return "".join(pieces)

    def find_strings(self, str document not None, names, *, bint every):
        cdef View view = _view(document)
        cdef Py_ssize_t at = _at(&view, 0) == 0xFEFF, start
        cdef int found, state = VALUE
        cdef bint is_key
        cdef uint32_t character
        cdef uint64_t wanted = _of_interest(PyUnicode_IS_ASCII(document)) | STOP
        cdef _Container top = _Container.__new__(_Container, DOCUMENT)
        cdef list around = [top], containers = [(-1, 0, DOCUMENT)]
        strings = array("q")
        top.number = 0
        while True:
            while _is_layout(_at(&view, at)):
                at += 1
            start = at
            character = _at(&view, at)
            if character == 0x22 and (state <= ITEM or state == FIRST_KEY or state == KEY):
                found = 0
                at = self._pass_string(&view, at + 1, wanted, &found)
                if at < 0:
                    at = start
                    break
                is_key = state >= FIRST_KEY
                if is_key:
                    top.reached = start
                if every or found & ~ESCAPES or (
                    is_key and names and (found or PyUnicode_Substring(document, start + 1, at - 1) in names)
                ):
                    if top.number < 0:
                        _number(around, containers)
                    strings.extend((start, at, found, is_key, top.number, top.reached))
                state = COLON if is_key else top.after
            elif (character == 0x5B or character == 0x7B) and state <= ITEM:
                top = _Container.__new__(_Container, ARRAY if character == 0x5B else OBJECT)
                around.append(top)
                at += 1
                state = FIRST_ITEM if character == 0x5B else FIRST_KEY
            elif character == 0x5D and (state == FIRST_ITEM or state == NEXT_ITEM) or (
                character == 0x7D and (state == FIRST_KEY or state == NEXT_KEY)
            ):
                around.pop()
                top = around[len(around) - 1]
                at += 1
                state = top.after
            elif character == 0x2C and (state == NEXT_ITEM or state == NEXT_KEY):
                at += 1
                top.reached += state == NEXT_ITEM
                state -= 1 if state == NEXT_ITEM else 2
            elif character == 0x3A and state == COLON:
                at += 1
                state = VALUE
            else:
                at = _pass_word(&view, at, document) if state <= ITEM else at
                if at == start:
                    break
                state = top.after
        is_whole = state == NOTHING and at == view.length
        return strings, containers, None if is_whole else (at, state)

    cdef Py_ssize_t _pass_string(self, View *text, Py_ssize_t at, uint64_t wanted, int *found) noexcept:
        """Go behind a JSON string, from behind its opening quote on; -1 where it is none."""
        cdef uint32_t character
        cdef Py_ssize_t start
        while self.numbers.pass_over(text, &at, wanted):
            character = _at(text, at)
            start = at
            if character == 0x22:
                return at + 1
            if character == 0x5C:
                found[0] |= ESCAPES
            if character < 0x20 or (character := _read(text, &at, True)) == NONE:
                return -1
            found[0] = self._add(text, start, at, self.numbers.of(character), found[0], True)
        return -1


# JSON (RFC 8259): what is around a place, and what stands outside of strings.


@cython.final
@cython.freelist(64)
cdef class _Container:
    """An array or an object that is not closed yet.

    Attributes:
        kind: which of them.
        after: what may come after a value.
        reached: the index, or the place of the key, of the value that was read last.
        number: its own among the containers that are given; -1 as long as it is not.
    """

    cdef int kind, after
    cdef Py_ssize_t reached, number

    def __cinit__(self, int kind):
        self.kind = kind
        self.after = NEXT_ITEM if kind == ARRAY else NEXT_KEY if kind == OBJECT else NOTHING
        self.number = -1


cdef int _number(list around, list containers) except -1:
    """Number the innermost container, after those around it."""
    cdef Py_ssize_t depth = len(around)
    cdef _Container outer, inner
    while (<_Container>around[depth - 1]).number < 0:
        depth -= 1
    for depth in range(depth, len(around)):
        outer, inner = around[depth - 1], around[depth]
        inner.number = len(containers)
        containers.append((outer.number, outer.reached, inner.kind))
    return 0


cdef Py_ssize_t _pass_word(View *text, Py_ssize_t start, str whole) except -1:
    """Go behind a number or one of the three names; stay where none stands."""
    cdef Py_ssize_t at = start, end
    if _is_letter(_at(text, at)):
        for name in ("true", "false", "null"):
            if whole.startswith(name, at):
                return at + len(name)
        return start
    at += _at(text, at) == 0x2D
    end = at + 1 if _at(text, at) == 0x30 else _pass_digits(text, at)
    if end == at:
        return start
    if _at(text, end) == 0x2E and _is_digit(_at(text, end + 1)):
        end = _pass_digits(text, end + 1)
    if (_at(text, end) | 0x20) == 0x65:
        at = end + 1
        at += _at(text, at) == 0x2B or _at(text, at) == 0x2D
        end = _pass_digits(text, at) if _is_digit(_at(text, at)) else end
    return end


cdef Py_ssize_t _pass_digits(View *text, Py_ssize_t at) noexcept:
    while _is_digit(_at(text, at)):
        at += 1
    return at


cdef inline bint _is_layout(uint32_t character) noexcept:
    return character == 0x20 or character == 0x0A or character == 0x0D or character == 0x09


# HTML.


def find_tokens(str text not None, dict contents not None):
    cdef View view = _view(text)
    cdef list tokens = []
    cdef Py_ssize_t position = 0, at = 0, end
    cdef bint closes
    cdef uint32_t first
    while (at := _pass(&view, at, LESS)) < view.length:
        closes = _at(&view, at + 1) == 0x2F
        first = _at(&view, at + 1 + closes)
        if _is_letter(first):
            _add_token(tokens, &view, TEXT, position, at, "")
            end = _pass(&view, at + 1 + closes, SPACE | SLASH | GREATER)
            name = _write_small(PyUnicode_Substring(text, at + 1 + closes, end))
            position = _find_tag_end(&view, end) + 1
            if position > view.length:
                _add_token(tokens, &view, CUT, at, view.length, name)
                return tokens
            _add_token(tokens, &view, END if closes else START, at, position, name)
            at = position
            if not closes and name in contents:
                at = find_content_end(text, position, name)
                _add_token(tokens, &view, TEXT if contents[name] else RAW, position, at, name)
                position = at
        elif closes and first != NONE or first == 0x21 or first == 0x3F:
            _add_token(tokens, &view, TEXT, position, at, "")
            position = find_comment_end(text, at)
            _add_token(tokens, &view, COMMENT, at, position, "")
            at = position
        else:
            at += 1
    _add_token(tokens, &view, TEXT, position, view.length, "")
    return tokens


cdef int _add_token(list tokens, View *text, int kind, Py_ssize_t start, Py_ssize_t end, str name) except -1:
    cdef View token = View(text.kind, text.data, end)
    if start < end:
        tokens.append((kind, start, end, name, _pass(&token, start, MORE) < end))
    return 0


cdef Py_ssize_t _find_tag_end(View *text, Py_ssize_t at) noexcept:
    """Give the place of the bracket that ends a tag, from the end of its name on; the end where none does."""
    cdef Py_ssize_t equals
    cdef uint32_t quote
    while at < text.length and _at(text, at) != 0x3E:
        if _SYNTAX.of(_at(text, at)) & (SPACE | SLASH):
            at += 1
            continue
        at = _pass(text, at + 1, SPACE | SLASH | GREATER | EQUALS)  # its name may begin with "="
        equals = _pass_spaces(text, at)
        if _at(text, equals) != 0x3D:
            continue
        at = _pass_spaces(text, equals + 1)
        quote = _at(text, at)
        if quote == 0x22 or quote == 0x27:
            at += 1
            while at < text.length and _at(text, at) != quote:
                at += 1
            at = min(at + 1, text.length)
        else:
            at = _pass(text, at, SPACE | GREATER)
    return at


cdef inline Py_ssize_t _pass_spaces(View *text, Py_ssize_t at) noexcept:
    while _SYNTAX.of(_at(text, at)) & SPACE:
        at += 1
    return at


cdef str _write_small(str name):
    return name if name.islower() else name.lower() if name.isascii() else name.translate(SMALL_LETTERS)


def join_text(str text not None, list tokens not None, breaking, read):
    cdef View view = _view(text), node
    cdef list pieces = [], texts = []
    cdef Py_ssize_t length = 0, start, end, at, stop, size
    cdef bint begins_line = len(breaking) > 0, waits = False, holds_more
    cdef int kind
    for kind, start, end, name, holds_more in tokens:
        if not 0 <= start <= end <= view.length:
            raise ValueError("a token outside the text")
        if kind != TEXT:
            if name in breaking and not begins_line:
                begins_line = waits = True
            continue
        if begins_line:
            while start < end and _is_layout(_at(&view, start)):
                start += 1
        if start == end:
            continue
        if waits:
            texts.append("\n")
            length += 1
            waits = False
        node = View(view.kind, view.data, end)
        at = start
        while holds_more and (at := _pass(&node, at, AMPERSAND)) < end:
            stop = _find_reference_end(&node, at)
            characters, size = read(PyUnicode_Substring(text, at, stop)) if stop > at else ("", 0)
            if not 0 <= size <= stop - at:
                raise ValueError("a reference longer than what it was read from")
            if not size:
                at += 1
                continue
            if start < at:
                texts.append(PyUnicode_Substring(text, start, at))
                pieces.append((length, at - start, start, at))
                length += at - start
            start = at + size
            texts.append(characters)
            pieces.append((length, len(characters), at, start))
            length += len(characters)
            at = start
        if start < end:
            texts.append(PyUnicode_Substring(text, start, end))
            pieces.append((length, end - start, start, end))
            length += end - start
        begins_line = texts[len(texts) - 1].endswith(("\n", "\r"))
    return "".join(texts), pieces


cdef Py_ssize_t _find_reference_end(View *text, Py_ssize_t start) noexcept:
    """Give the place after what may be a reference, with what ends it; where it starts if none may be."""
    cdef Py_ssize_t at = start + 1, first
    if _at(text, at) == 0x23:
        at += 1 + ((_at(text, at + 1) | 0x20) == 0x78)
        first = at
        while _is_hexadecimal(_at(text, at)) if first > start + 2 else _is_digit(_at(text, at)):
            at += 1
        if at == first:
            return start
    else:
        while _is_letter(_at(text, at)) or (at > start + 1 and _is_digit(_at(text, at))):
            at += 1
        if at == start + 1:
            return start
    return at + (_at(text, at) == 0x3B or _at(text, at) == 0x3D)
