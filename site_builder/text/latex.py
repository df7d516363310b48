r"""LaTeX in titles, names and abstracts, converted to Unicode.

`split` reads a text into tokens; all other functions use these tokens. It knows the commands for characters and for
styles (`STYLES`), links, groups and mathematics. It never guesses: an unknown command stays as it is written, with its
arguments; ``%`` is a percent sign; an unpaired brace, a single backtick and ``--option`` stay as they are. The inside
of mathematics and of addresses is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: ``text``: words to show. ``escape``: one escaped character, shown and never interpreted. ``math``: ``$…$`` or
#: ``$$…$$`` with its dollars. ``address``: a web address. ``open``: the start of words in a style, with the command's
#: name (a key of `STYLES`). ``link``: the start of the words of a link, with its target as the author wrote it.
#: ``close``: the end of the innermost ``open`` or ``link``. ``brace``: a brace that groups and isn't shown.
Kind = Literal["text", "escape", "math", "address", "open", "link", "close", "brace"]
Token = tuple[Kind, str]

Style = Literal["emphasis", "strong", "code", "capitals", "underline", "superscript", "subscript", "plain"]

#: Commands with one argument, and the style of that argument.
STYLES: dict[str, Style] = {
    "emph": "emphasis",
    "textit": "emphasis",
    "textsl": "emphasis",
    "textbf": "strong",
    "texttt": "code",
    "textsc": "capitals",
    "underline": "underline",
    "textsuperscript": "superscript",
    "textsubscript": "subscript",
    "text": "plain",
    "textrm": "plain",
    "textsf": "plain",
    "textup": "plain",
    "textmd": "plain",
    "textnormal": "plain",
    "mbox": "plain",
    "hbox": "plain",
}

#: Commands that change the rest of their group, with the command of one argument that does the same.
_SWITCHES = {
    "em": "emph",
    "it": "textit",
    "itshape": "textit",
    "sl": "textsl",
    "slshape": "textsl",
    "bf": "textbf",
    "bfseries": "textbf",
    "tt": "texttt",
    "ttfamily": "texttt",
    "sc": "textsc",
    "scshape": "textsc",
    "rm": "textrm",
    "sf": "textsf",
}

#: Letters within words. The space after such a command only ends the command's name.
LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "ss": "ß", "SS": "ẞ", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ",
    "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
SIGNS = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "textunderscore": "_",
    "textless": "<", "textgreater": ">", "textbar": "|", "textbraceleft": "{", "textbraceright": "}",
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "ldots": "…", "dots": "…", "textbullet": "•",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "textquotedbl": '"', "quotesinglbase": "‚", "quotedblbase": "„",
    "guillemotleft": "«", "guillemotright": "»", "textperiodcentered": "·", "textdegree": "°", "textmu": "µ",
    "texttimes": "×", "textpm": "±", "textmultiply": "×", "textdiv": "÷", "textcopyright": "©", "copyright": "©",
    "textregistered": "®", "texttrademark": "™", "textsection": "§", "S": "§", "textparagraph": "¶", "P": "¶",
    "textdagger": "†", "dag": "†", "textdaggerdbl": "‡", "ddag": "‡", "pounds": "£", "textsterling": "£",
    "texteuro": "€", "euro": "€", "textyen": "¥", "textcent": "¢", "textexclamdown": "¡", "textquestiondown": "¿",
    "textordfeminine": "ª", "textordmasculine": "º", "textonehalf": "½", "LaTeX": "LaTeX", "TeX": "TeX",
    "BibTeX": "BibTeX", "ast": "∗", "quad": " ", "qquad": " ", "space": " ", "newline": " ", "linebreak": " ",
}  # fmt: skip

#: Accent commands with the combining character that Unicode puts after the letter.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip

_MARK = r"""\\(?:["'`^~=.]|[uvHtcdbkr](?=\{|\\[^A-Za-z]|[ \t]))[ \t]*"""
_BASE = r"(?:\\[ij](?![A-Za-z])[ \t]?|[^\W\d_])"
_SINGLE = rf"(?:\{{{_BASE}\}}|{_BASE})"
_ACCENTED = rf"{_MARK}(?:\{{{_MARK}{_SINGLE}\}}|\{{[^\W\d_]{{2}}\}}|{_SINGLE})"

#: A dollar opens mathematics if no space follows it, and closes it if no space precedes it. A digit outside, next to
#: either dollar, makes it a price ("$5 and $6"), unless it begins like no price ("2$\\times$", "$z\\sim$2", "$z>$6").
_CONTENT = r"(?:[^$\\]++|\\[\s\S])++(?<!\s)\$"
_INLINE = rf"(?<!\\)(?:\$(?=[^\s$]*[\\^_{{<>=]|[a-z]\$){_CONTENT}|(?<!\d)\$(?![\s$]){_CONTENT}(?!\d))"
#: A formula with spaces inside its dollars is recognised by signs that only mathematics has.
_SPACED = r"(?<!\\)\$[ ]+(?:[^\W\d]|(?=[^$]*[\\^_={])(?:[^$\\]++|\\[\s\S])++)[ ]*\$"
_FORMULA = rf"\$\$(?:[^$\\]++|\\[\s\S])++\$\$|{_INLINE}"
_LEXEME = re.compile(
    rf"""
    (?P<math>{_FORMULA})
  | (?P<spaced>{_SPACED})
  | (?P<line>\\\\(?:\s+|\Z)?)
  | (?P<round>\\\((?:[^\\$]++|\\[^()])++\\\))
  | (?P<square>\\\[(?:[^\\$]++|\\[^\[\]])++\\\])
  | (?P<ensure>\\ensuremath[ ]*\{{[^{{}}$]+\}})
  | (?P<url>\\url[ ]*\{{[^{{}}\s]*\}})
  | (?P<href>\\href[ ]*\{{[^{{}}\s]*\}}[ ]*(?=\{{))
  | (?P<address>https?://[^\s<>"{{}}|^`]+)
  | (?P<accent>{_ACCENTED})
  | (?P<escape>\\(?:[&%\#_{{}}$]|[\^~]\{{\}}|textdollar(?![A-Za-z])(?:\{{\}}|[ \t]+)?))
  | (?P<command>\\[A-Za-z]+\*?(?:\{{\}}|[ \t]+)?)
  | (?P<space>\\[ ,;])
  | (?P<nothing>\\@|(?<=[\w{{}}])\\[-/](?=[\w{{}}-]))
  | (?P<brace>[{{}}])
  | (?P<opening>``(?=[^`]*'')|(?<![\w`])`(?![\s`])(?=(?:[^`'\n]|'(?=\w))*+(?<!\s)'(?!\w)))
  | (?P<closing>\{{''\}}|''|(?<!\s)'(?!\w))
  | (?P<dash>(?<![-\s|:])---?(?![-\s|:])|(?<=[^\n][ ~])---?(?=[ ]))
  | (?P<tie>(?<=[\w.,;:)}}\]$])~(?=[\w\\({{$–—]|--|/\s))
    """,
    re.VERBOSE,
)
_SWITCH = re.compile(rf"\{{\\({'|'.join(_SWITCHES)})(?![A-Za-z])[ \t]*")
#: The lexemes that `read` understands without their context.
_READ_ALONE = {
    "math", "spaced", "line", "round", "square", "ensure", "url", "href", "accent", "command", "space", "nothing",
    "dash", "tie",
}  # fmt: skip
#: A text without any of these has no LaTeX. One search tells. (`re` is twice as fast if each alternative begins with a
#: literal character.)
_SPECIAL = re.compile(r"\\|\{|\}|`|~|\$|--")
#: Before a number, a tilde is a tie only behind such a word (``Figure~3``); else it means "about" (``2%~3%``).
_COUNTED = re.compile(r"(?:\b[A-Z][a-z]*|\.|\))$")
_ADDRESS_ESCAPE = re.compile(r"\\([_#%&~])")

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/|$)")
_MATHEMATICS = re.compile(_FORMULA)
_SHOWN = ("text", "escape", "math", "address")
_BRACES: frozenset[Token] = frozenset({("escape", "{"), ("escape", "}")})

_Lexeme = tuple[str, str]


def to_unicode(text: str) -> str:
    r"""Return the text without LaTeX: commands become characters; styles, links and groups keep only their words.

    Mathematics, addresses and unknown commands stay as they are. ``\$`` stays where a bare dollar would begin or end a
    formula.
    """
    return _write(token for token in split(text) if token[0] in _SHOWN) if _SPECIAL.search(text) else text


def simplify(text: str) -> str:
    r"""Return the text as an entry keeps it: like `to_unicode`, but styles and links stay (``\emph{…}``).

    Braces that are shown stay escaped (``\{0, 1\}``), because bare braces group.
    """
    return join_tokens(split(text)) if _SPECIAL.search(text) else text


def join_tokens(tokens: Iterable[Token]) -> str:
    """Return tokens as the text that an entry keeps (see `simplify`)."""
    return _write(("text", f"\\{token[1]}") if token in _BRACES else token for token in tokens)


def read(text: str, position: int) -> tuple[Token, int] | None:
    r"""Return the token that starts at a position and the position behind it, or None if no LaTeX starts there.

    For callers that find the ends of groups and quotations themselves: behind an ``open`` or a ``link`` the text
    continues after the brace, and ``\url{…}`` is an ``address``.
    """
    if switch := _SWITCH.match(text, position):
        return ("open", _SWITCHES[switch[1]]), switch.end()
    match = _LEXEME.match(text, position)
    if match is None or match.lastgroup not in _READ_ALONE:
        return None
    kind, value, end = match.lastgroup, match[0], match.end()
    if kind == "command":
        return _read_command(value, text, end)
    if kind == "href":
        return ("link", _target(value)), end + 1
    if kind == "url":
        return ("address", _target(value)), end
    return None if kind == "tie" and not _is_tie(text, match) else (_READERS[kind](value), end)


def split(text: str) -> Iterator[Token]:
    """Yield the tokens of a text. Each ``open`` and each ``link`` has its ``close``, properly nested."""
    if not _SPECIAL.search(text):
        if text:
            yield ("text", text)
        return
    words: list[str] = []
    for kind, value in _interpret(_lex(text)):
        if kind == "text":
            words += [value] if value else []
            continue
        if words:
            yield ("text", "".join(words))
            words.clear()
        yield (kind, value)
    if words:
        yield ("text", "".join(words))


def _write(tokens: Iterable[Token]) -> str:
    r"""Return tokens as text. An escaped dollar loses its backslash unless that would make mathematics."""
    written = [(kind, _WRITTEN[kind].format(value) if kind in _WRITTEN else value) for kind, value in tokens]
    text = "".join(value for _, value in written)
    if ("escape", "$") not in written:
        return text
    formulas = sum(kind == "math" for kind, _ in written)
    if len(_MATHEMATICS.findall(text)) == formulas:
        return text
    return "".join("\\$" if token == ("escape", "$") else token[1] for token in written)


_WRITTEN = {"open": "\\{}{{", "link": "\\href{{{}}}{{", "close": "}}", "brace": ""}


def _lex(text: str) -> list[_Lexeme]:
    """Return the lexemes of a text: the marks with a meaning, and the words between them."""
    lexemes: list[_Lexeme] = []
    end = 0
    for match in _LEXEME.finditer(text):
        if match.start() > end:
            lexemes.append(("text", text[end : match.start()]))
        kind = match.lastgroup or "text"
        if kind == "tie" and not _is_tie(text, match):
            kind = "text"
        lexemes.append((kind, match[0]))
        end = match.end()
    if end < len(text):
        lexemes.append(("text", text[end:]))
    return lexemes


def _is_tie(text: str, tilde: re.Match[str]) -> bool:
    """Tell whether a tilde is a tie (a space without a line break) and doesn't mean "about"."""
    start = tilde.start()
    return not text[tilde.end()].isdigit() or bool(_COUNTED.search(text, max(0, start - 20), start))


def _read_command(source: str, text: str, end: int) -> tuple[Token, int] | None:
    """Read a command whose source ends at ``end``: a character, or the start of words in a style."""
    name = _name(source)
    if character := _character(name, source):
        return ("text", character), end
    return (("open", name), end + 1) if name in STYLES and text.startswith("{", end) else None


def _name(source: str) -> str:
    """Return a command's name without its backslash, its star and its terminator."""
    return source.rstrip("{} \t")[1:].rstrip("*")


def _character(name: str, source: str) -> str:
    """Return the character of a command, with the space that LaTeX would show behind it; empty for others."""
    if name in LETTERS:
        return LETTERS[name]
    return SIGNS[name] + source[len(source.rstrip(" \t")) :] if name in SIGNS else ""


def _interpret(lexemes: list[_Lexeme]) -> Iterator[Token]:
    pairs = _pair(lexemes)
    roles = _roles(lexemes, pairs)
    grouping = pairs.keys() | set(pairs.values())
    quotes: list[str] = []
    for index, (kind, value) in enumerate(lexemes):
        if index in roles:
            yield roles[index]
        elif kind == "brace":
            yield ("brace" if index in grouping else "text", value)
        elif kind in ("opening", "closing"):
            yield ("text", _quote(kind, value, quotes))
        elif kind == "url":
            yield from _web_address(_target(value))
        else:
            yield _READERS[kind](value)


def _pair(lexemes: list[_Lexeme]) -> dict[int, int]:
    """Return the end of each group by its start. Unpaired braces are left out."""
    pairs: dict[int, int] = {}
    open_braces: list[int] = []
    for index, lexeme in enumerate(lexemes):
        if lexeme == ("brace", "{"):
            open_braces.append(index)
        elif lexeme == ("brace", "}") and open_braces:
            pairs[open_braces.pop()] = index
    return pairs


def _roles(lexemes: list[_Lexeme], pairs: dict[int, int]) -> dict[int, Token]:
    """Return the tokens of commands and of the braces of their groups, by their index."""
    roles: dict[int, Token] = {}
    for index, (kind, value) in enumerate(lexemes):
        if kind == "href":
            _rule(roles, index, (index + 1, pairs.get(index + 1)), ("link", _target(value)), value)
        elif kind == "command":
            name = _name(value)
            if character := _character(name, value):
                roles[index] = ("text", character)
            elif name in STYLES and index + 1 in pairs:
                _rule(roles, index, (index + 1, pairs[index + 1]), ("open", name), value)
            elif name in _SWITCHES and index - 1 in pairs:
                _rule(roles, index, (index - 1, pairs[index - 1]), ("open", _SWITCHES[name]), value)
            else:
                _leave(roles, index, pairs, value)
    return roles


def _rule(roles: dict[int, Token], index: int, group: tuple[int, int | None], start: Token, source: str) -> None:
    """Make the command at an index open and close its group. A command whose group doesn't end stays as written."""
    first, last = group
    if last is None:
        roles[index] = ("text", source)
        return
    roles[index] = ("text", "")
    roles[first], roles[last] = start, ("close", "")


def _leave(roles: dict[int, Token], index: int, pairs: dict[int, int], source: str) -> None:
    """Keep an unknown command as it is written, with the group that it starts and its arguments."""
    roles[index] = ("text", source)
    start = index - 1 if index - 1 in pairs else index + 1
    while start in pairs:
        roles.setdefault(start, ("text", "{"))
        roles.setdefault(pairs[start], ("text", "}"))
        start = pairs[start] + 1 if start > index else index + 1


def _quote(kind: str, value: str, quotes: list[str]) -> str:
    """Return a typographic quotation mark; an unpaired mark stays (``don't``). ``quotes``: those still open."""
    if kind == "opening":
        quotes.append(value)
        return "“" if value == "``" else "‘"
    value = value.strip("{}")
    wanted = "``" if value == "''" else "`"
    if not quotes or quotes[-1] != wanted:
        return value
    quotes.pop()
    return "”" if value == "''" else "’"


def _target(source: str) -> str:
    return clean_address(source[source.index("{") + 1 : source.rindex("}")])


def _web_address(address: str) -> Iterator[Token]:
    if address.startswith(("http://", "https://")):
        yield ("address", address)
    elif _DOMAIN.match(address):
        yield from (("link", f"https://{address}"), ("text", address), ("close", ""))
    else:
        yield ("text", address)


def clean_address(address: str) -> str:
    r"""Return an address without the backslashes that LaTeX needs in it (``\_``, ``\%``)."""
    return _ADDRESS_ESCAPE.sub(r"\1", address)


def _formula(source: str, fence: str) -> Token:
    inner = source[source.index("{") + 1 : -1] if source.startswith("\\ensuremath") else source[2:-2]
    inner = inner.strip()
    return ("math", f"{fence}{inner}{fence}") if inner else ("text", source)


def _accent(source: str) -> Token:
    """Return the letter of an accent command. Nested accents are composed from the inside."""
    name, base = source[1], source[2:].strip()
    while base.startswith("{"):
        base = base[1:-1].strip()
    base = _accent(base)[1] if base.startswith("\\") and base[1:] not in ("i", "j") else base.lstrip("\\")
    return ("text", unicodedata.normalize("NFC", base[0] + ACCENTS[name] + base[1:]))


_READERS: dict[str, Callable[[str], Token]] = {
    "text": lambda source: ("text", source),
    "math": lambda source: ("math", source),
    "spaced": lambda source: ("math", f"${source[1:-1].strip()}$"),
    "round": lambda source: _formula(source, "$"),
    "square": lambda source: _formula(source, "$$"),
    "ensure": lambda source: _formula(source, "$"),
    "address": lambda source: ("address", clean_address(source)),
    "accent": _accent,
    "escape": lambda source: ("escape", "$" if source.startswith("\\text") else source[1]),
    "line": lambda source: ("text", source if source == "\\\\" else " "),
    "space": lambda _: ("text", " "),
    "nothing": lambda _: ("text", ""),
    "dash": lambda source: ("text", "–" if source == "--" else "—"),
    "tie": lambda _: ("text", " "),
}
