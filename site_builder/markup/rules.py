r"""Rules of the Markdown parser for mathematics, LaTeX and bare addresses.

An inline rule looks at ``state.src[state.pos]``. Either it changes nothing and returns False, or it moves ``state.pos``
forward, adds tokens unless ``silent``, and returns True.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.markup import addresses
from site_builder.text import latex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

#: The places in a text where a rule may apply. Each alternative begins with a literal character, so that `re` can skip
#: to it in a fifth of the time.
_STOPS = re.compile(rf"\n|\*|_|\[|\]|`|\$|<|&|\\|~|!\[|--|\{{\\|{addresses.START}")
#: In titles, braces may protect capitals from a bibliography style.
_STOPS_IN_TITLES = re.compile(rf"{_STOPS.pattern}|\{{")
#: An unknown command with its arguments before a brace: the brace belongs to the command and stays as written.
_REACH = 200
_UNKNOWN = re.compile(r"\\[A-Za-z]+\*?(?:\{[^{}]*\})*\Z")

_ENVIRONMENT = r"(?:equation|align|alignat|gather|multline|eqnarray)\*?"
_DISPLAY = re.compile(
    rf"\\begin\{{(?P<name>{_ENVIRONMENT})\}}(?:[^\\]|\\(?!(?:begin|end)\{{{_ENVIRONMENT}\}}))++\\end\{{(?P=name)\}}"
)
_BLOCK_START = re.compile(rf"\$\$|\\\[|\\begin\{{{_ENVIRONMENT}\}}")
_BLOCK_ENDS = {"$": re.compile(r"\$\$[.,;]?\s*$"), "[": re.compile(r"\\\][.,;]?\s*$")}
_ENVIRONMENT_END = re.compile(rf"\\end\{{{_ENVIRONMENT}\}}[.,;]?\s*$")

_BRACE = re.compile(r"\\[\s\S]|[{}]")
#: Every displayed formula has one of these; brackets that a Markdown tool escaped (``\[1\]``) have none.
_FORMAL = re.compile(r"[\\^_={}<>+]")
#: Two words in a row, as between the prices in ``$5 (or US$)``. A formula without a command has none, and doesn't end
#: right before a command: in ``$6, 10$\times$`` the second dollar opens the formula.
_WORDS = re.compile(r"[A-Za-z]{2,}[,.]? (?:[(]?[A-Za-z]{2,})")

_STYLES: dict[latex.Style, tuple[str, str]] = {
    "emphasis": ("em", ""),
    "strong": ("strong", ""),
    "code": ("code", ""),
    "capitals": ("span", "small-caps"),
    "underline": ("u", ""),
    "superscript": ("sup", ""),
    "subscript": ("sub", ""),
}


def install(parser: MarkdownIt, *, prose: bool, links: bool) -> None:
    """Add the rules to a parser. ``prose`` adds those for texts that weren't written as Markdown."""
    inline = parser.inline
    inline.ruler.at("text", read_words if links else read_title_words)
    if links:
        inline.ruler.before("newline", "address", read_address)
    inline.ruler.before("escape", "latex", read_latex)
    if not links:
        inline.ruler.after("latex", "brace", read_brace)
    inline.ruler.before("backticks", "quotation", read_quotation if prose else read_double_quotation)
    if prose:
        inline.ruler.before("emphasis", "asterisk", read_asterisk)
    parser.block.ruler.before("fence", "formula", read_block_formula, {"alt": ["paragraph", "reference", "blockquote"]})


def read_words(state: StateInline, silent: bool) -> bool:
    """Read plain words up to the next place where another rule may apply."""
    return _read_words(state, silent, _STOPS)


def read_title_words(state: StateInline, silent: bool) -> bool:
    """Read plain words of a title, in which braces are marks too."""
    return _read_words(state, silent, _STOPS_IN_TITLES)


def _read_words(state: StateInline, silent: bool, stops: re.Pattern[str]) -> bool:
    stop = stops.search(state.src, state.pos, state.posMax)
    end = stop.start() if stop else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def read_address(state: StateInline, silent: bool) -> bool:
    """Make a link of a bare address that isn't inside a link."""
    if state.src[state.pos] not in "hH" or state.linkLevel:
        return False
    end = addresses.find_end(state.src, state.pos)
    if end == state.pos or end > state.posMax:
        return False
    if not silent:
        _push_address(state, latex.clean_address(state.src[state.pos : end]))
    state.pos = end
    return True


def read_latex(state: StateInline, silent: bool) -> bool:
    """Read a command, a formula, a dash or a tie."""
    start = state.pos
    if state.src[start] not in "\\${-~":
        return False
    if match := _DISPLAY.match(state.src, start, state.posMax):
        return _push_formula(state, match[0], match.end(), display=True, silent=silent)
    found = latex.read(state.src, start) or _read_braced(state.src, start)
    if found is None or found[1] > state.posMax:
        return False
    (kind, value), end = found
    if kind == "math":
        return _read_formula(state, value, end, silent)
    if kind == "address":
        return _read_url(state, value, end, silent)
    if kind in ("open", "link"):
        return _read_group(state, kind, value, end, silent)
    if not silent:
        state.append_pending(value)
    state.pos = end
    return True


def read_brace(state: StateInline, silent: bool) -> bool:
    r"""Read a brace of a group in a title (``{BERT}``), which isn't shown. Braces of an unknown command are shown."""
    start = state.pos
    close = _partners(state.src).get(start, -1) if state.src[start] == "{" else -1
    if not start < close < state.posMax or _UNKNOWN.search(state.src[max(0, start - _REACH) : start]):
        return False
    if state.src.startswith("{\\", start) and latex.read(state.src, start + 1) is None:
        return False
    if not silent:
        state.push("brace", "", 0).meta = {"sign": "{"}
        _read_inside(state, start + 1, close)
        state.push("brace", "", 0).meta = {"sign": "}"}
    state.pos = close + 1
    return True


def _read_braced(source: str, start: int) -> tuple[latex.Token, int] | None:
    r"""Read a character in its own braces, as BibTeX writes it: ``{\L}``, ``{\"o}``."""
    found = latex.read(source, start + 1) if source.startswith("{\\", start) else None
    if found is None or found[0][0] != "text" or not source.startswith("}", found[1]):
        return None
    return found[0], found[1] + 1


def read_double_quotation(state: StateInline, silent: bool) -> bool:
    """Read a LaTeX quotation between two backticks and two apostrophes."""
    start = state.pos
    if not state.src.startswith("``", start) or state.src.startswith("`", start + 2):
        return False
    end = state.src.find("''", start, state.posMax)
    backtick = state.src.find("`", start + 2, state.posMax)
    if end < 0 or 0 <= backtick < end or state.src.startswith("``", end + 2):
        return False
    return _quote(state, (start + 2, end), "“”", end + 2, silent)


def read_quotation(state: StateInline, silent: bool) -> bool:
    """Read a LaTeX quotation between two, or one, backticks and apostrophes."""
    if read_double_quotation(state, silent):
        return True
    match = _SINGLE_QUOTATION.match(state.src, state.pos, state.posMax)
    return match is not None and _quote(state, match.span(1), "‘’", match.end(), silent)


_SINGLE_QUOTATION = re.compile(r"(?<![\w`])`(?![\s`])((?:[^`'\n]|'(?=\w))++)(?<!\s)'(?!\w)")


def read_asterisk(state: StateInline, silent: bool) -> bool:
    """Read asterisks between letters or digits (``a*b``, ``x**2``) as multiplication, not as emphasis."""
    match = _ASTERISK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.append_pending(match[0])
    state.pos = match.end()
    return True


_ASTERISK = re.compile(r"(?<=[A-Za-z0-9])\*+(?=[A-Za-z0-9])")


def read_block_formula(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """Read a displayed formula on its own lines, before its lines can be taken for a list or a heading."""
    start = state.bMarks[line] + state.tShift[line]
    opening = _BLOCK_START.match(state.src, start, state.eMarks[line])
    if opening is None or state.is_code_block(line):
        return False
    ending = _BLOCK_ENDS.get(opening[0][-1], _ENVIRONMENT_END)
    end = _find_block_end(state, line, last, opening.end(), ending)
    if end < 0:
        return False
    source = state.getLines(line, end + 1, state.blkIndent, False).strip()
    content = tex = source.rstrip(".,;")
    if opening[0] in ("$$", "\\["):
        content = tex[2:-2].strip()
        if not content or (opening[0] == "\\[" and not _FORMAL.search(content)):
            return False
    if not silent:
        state.line = end + 1
        token = state.push("formula_block", "math", 0)
        token.map = [line, state.line]
        token.content = content
        token.info = source[len(tex) :]
    return True


def _find_block_end(state: StateBlock, line: int, last: int, after: int, ending: re.Pattern[str]) -> int:
    """Return the line on which a block of mathematics ends, or -1 if a blank line or another block comes first."""
    for number in range(line, last):
        start = after if number == line else state.bMarks[number] + state.tShift[number]
        text = state.src[start : state.eMarks[number]]
        if number > line and (not text.strip() or state.sCount[number] < state.blkIndent):
            return -1
        if found := ending.search(text):
            return number if not _BLOCK_START.search(text, 0, found.start()) else -1
        if number > line and _BLOCK_START.match(text):
            return -1
    return -1


def _read_formula(state: StateInline, value: str, end: int, silent: bool) -> bool:
    display = value.startswith("$$")
    tex = value[2:-2] if display else value[1:-1]
    if not tex.strip():
        return False
    formal = _FORMAL.search(tex)
    if state.src.startswith("\\[", state.pos) and not formal:
        return False
    if not formal and (_WORDS.search(tex) or state.src.startswith(("\\", "^", "_"), end)):
        return False
    return _push_formula(state, tex, end, display=display, silent=silent)


def _push_formula(state: StateInline, tex: str, end: int, *, display: bool, silent: bool) -> bool:
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = tex
        token.meta = {"display": display, "line": state.src.count("\n", 0, state.pos)}
    state.pos = end
    return True


def _read_url(state: StateInline, address: str, end: int, silent: bool) -> bool:
    if not silent:
        linked = not state.linkLevel and _leads(state, address)
        if linked:
            _push_address(state, address)
        else:
            state.append_pending(address)
    state.pos = end
    return True


def _leads(state: StateInline, address: str) -> bool:
    """Tell whether this text may contain a link to an address."""
    return "link" in state.md.inline.ruler.get_active_rules() and addresses.is_safe(address)


def _push_address(state: StateInline, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)


def _read_group(state: StateInline, kind: str, value: str, inside: int, silent: bool) -> bool:
    """Read the words of a style or link command, up to the closing brace."""
    brace = inside - 1 if kind == "link" or state.src[state.pos] == "\\" else state.pos
    close = _partners(state.src).get(brace, -1)
    if not inside <= close < state.posMax:
        return False
    if silent:
        state.pos = close + 1
        return True
    if kind == "link":
        linked = not state.linkLevel and _leads(state, value)
        tag, name = ("a" if linked else ""), ""
    else:
        tag, name = _STYLES.get(latex.STYLES[value], ("", ""))
    if tag:
        token = state.push("group_open", tag, 1)
        token.attrs = {"href": value} if tag == "a" else {"class": name} if name else {}
    _read_inside(state, inside, close, linking=tag == "a")
    if tag:
        state.push("group_close", tag, -1)
    state.pos = close + 1
    return True


def _quote(state: StateInline, inside: tuple[int, int], marks: str, end: int, silent: bool) -> bool:
    if not silent:
        state.append_pending(marks[0])
        _read_inside(state, *inside)
        state.append_pending(marks[1])
    state.pos = end
    return True


def _read_inside(state: StateInline, start: int, end: int, *, linking: bool = False) -> None:
    """Read a part of the text with all rules. Levels are counted, so that the parser's nesting limit applies."""
    state.pos, outer = start, state.posMax
    state.posMax = end
    state.level += 1
    state.linkLevel += linking
    state.md.inline.tokenize(state)
    state.linkLevel -= linking
    state.level -= 1
    state.posMax = outer


@lru_cache(maxsize=4)
def _partners(source: str) -> dict[int, int]:
    """Return the position of the closing brace of each opening one.

    Cached, so that a long text is searched only once.
    """
    partners: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(source):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            partners[opened.pop()] = match.start()
    return partners
