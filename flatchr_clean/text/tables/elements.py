"""HTML's elements and attributes by what they do to the text in them."""


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# The elements of the living standard (HTML, section 4), with the roots of SVG and MathML.
_CURRENT = """
a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col
colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby
s samp script search section select slot small source span strong style sub summary sup svg table tbody td
template textarea tfoot th thead time title tr track u ul var video wbr
"""

# Those that it calls obsolete (section 16.2) and editors still write.
_OBSOLETE = """
acronym applet basefont bgsound big blink center dir font frame frameset isindex keygen listing marquee
menuitem nobr noembed noframes plaintext rb rtc strike tt xmp
"""

ELEMENTS = _names(_CURRENT + _OBSOLETE)

# Attributes that may stand without a value, so that "<b and c>" in prose is no tag.
ATTRIBUTES_WITHOUT_VALUE = _names("""
allowfullscreen async autofocus autoplay checked compact contenteditable controls default defer disabled
download formnovalidate hidden inert ismap itemscope loop multiple muted nomodule noshade novalidate
nowrap open playsinline readonly required reversed selected
""")

# The start and the end of these begin a new line of text (section 15.3, "display: block" and its like).
LINE_STARTING = _names("""
address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li
listing main menu nav noframes ol optgroup option p plaintext pre search section select summary table
tbody td textarea tfoot th thead title tr ul xmp
""")

# Their content is one text, in which no tag is read. In these two, references are.
TEXT_WITH_REFERENCES = frozenset({"textarea", "title"})
RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})

# Values that are addresses: what leaves the repertoire is percent-encoded, as a browser would send it.
ADDRESS_ATTRIBUTES = _names("""
action background cite classid codebase data formaction href icon imagesrcset longdesc manifest ping
poster profile src srcset xlink:href
""")
