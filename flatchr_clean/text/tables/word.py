"""What Word and Outlook leave in HTML that only they read."""

# Prefixes of the namespaces of Office: <o:p>, <v:shape>, <w:Sdt>, <m:oMath>, <st1:City>, <u1:p>.
NAMESPACE_PREFIX = r"(?:aml|dt|m|mv|mso|o|p|st\d|sl|u\d|v|w\d*|wne|wp|x)"

# What its classes are called, as it writes them or as webmails rename them.
CLASS = r"(?:x_|m_-?\d+)*_?(?:Mso|xmso)\w*|(?:x_|m_-?\d+)*(?:Word)?Section\d+"

# <meta name=...> and <link rel=...> of a document saved by Word, in small letters.
META_NAMES = frozenset({"generator", "originator", "progid"})
PROGRAMS = r"microsoft|(?:word|excel|powerpoint|outlook)\."
LINK_RELATIONS = frozenset(
    {
        "colorschememapping",
        "datastoreitem",
        "edit-time-data",
        "file-list",
        "main-file",
        "ole-object-data",
        "themedata",
    }
)

# Where Office puts the pictures of what is copied: a folder of the person who copied it, named in it.
TEMPORARY_FILE = r"file:/.*[/\\]msohtmlclip"

# Values of xmlns that are not Word's.
FOREIGN_NAMESPACES = frozenset(
    {
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
    }
)

# In a list item's marker that Word wrote itself ("mso-list:Ignore"), letters of Symbol, Wingdings and
# Courier New whose font is lost. They are surely bullets there. Other letters may number the item.
LOST_BULLETS = frozenset("oüØvqnlàèþðÄÞ·§¤¨¡")
