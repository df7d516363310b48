r"""LaTeX: a curriculum vitae, a bibliography typed by hand (``thebibliography``), a page of publications.

Commands of classes that nobody has at hand are told by their shape: one that begins a line and has several arguments
(``\cventry{2022}{…}{…}``) is an item, and each argument a line of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.bibtex.embedded import split_entries
from site_builder.formats.lists.document import BOLD, CODE, ITALIC, UNDERLINE, Span
from site_builder.formats.lists.latex_source import read_source
from site_builder.formats.lists.outline import make_document
from site_builder.formats.lists.page import read_parts
from site_builder.formats.lists.tree import Node
from site_builder.text import latex
from site_builder.text.identifiers import address_arxiv, address_doi, read_arxiv, read_doi

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from site_builder.formats.lists.document import Document
    from site_builder.formats.lists.latex_source import Source
    from site_builder.formats.result import ParseResult

NAME = "LaTeX"

_TELLING = re.compile(
    r"^[ \t]*\\(?:documentclass|usepackage|begin|end|(?:cv)?(?:sub)*section\*?|item|bibitem|newblock|(?:re)?newcommand"
    r"|cv[a-z]+|[a-z]*(?:entry|item|pub|paper)[a-z]*)(?:[\[{ ]|$)",
    re.MULTILINE | re.IGNORECASE,
)

_STYLES = {"emphasis": ITALIC, "strong": BOLD, "code": CODE, "underline": UNDERLINE}
_SWITCHES = {
    "em": ITALIC, "it": ITALIC, "itshape": ITALIC, "sl": ITALIC, "slshape": ITALIC, "bf": BOLD, "bfseries": BOLD,
    "tt": CODE, "ttfamily": CODE,
}  # fmt: skip
_PLAIN = re.compile(r"[^\\{}&~$`'\n-]+")
_COMMAND = re.compile(r"\\([A-Za-z@]+\*?|[^A-Za-z@])")
_OPTION = re.compile(r"\s*(\[[^\[\]\n]*+(?:\[[^\[\]\n]*+\][^\[\]\n]*+)*+\])")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_GAP = re.compile(r"[ \t]*\n?[ \t]*")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{([^{}\n]*)\}")
#: Commands that say nothing to a reader, and environments whose arguments don't, by the number of their arguments.
_SILENT = {
    "vspace": 1, "hspace": 1, "label": 1, "cite": 1, "nocite": 1, "usepackage": 1, "documentclass": 1, "input": 1,
    "include": 1, "includegraphics": 1, "color": 1, "pagestyle": 1, "thispagestyle": 1, "geometry": 1, "vskip": 0,
    "hypersetup": 1, "bibliographystyle": 1, "bibliography": 1, "setlength": 2, "addtolength": 2, "setcounter": 2,
    "addtocounter": 2, "definecolor": 3, "fontsize": 2, "rule": 2, "enlargethispage": 1, "phantom": 1, "hphantom": 1,
    "vphantom": 1, "title": 1, "author": 1, "date": 1, "renewcommand": 2, "cline": 1, "pdfbookmark": 2,
    "addcontentsline": 3, "markboth": 2, "fancyhead": 1, "fancyfoot": 1, "hyphenation": 1, "setlist": 1,
    "linespread": 1, "stepcounter": 1, "cmidrule": 1, "providecommand": 2, "newcommand": 2, "needspace": 1,
    "end": 1,
}  # fmt: skip
#: Commands of which only the last argument is shown, by the number of those before it.
_LAST_SHOWN = {
    "textcolor": 1, "colorbox": 1, "parbox": 1, "scalebox": 1, "raisebox": 1, "resizebox": 2, "multicolumn": 2,
    "multirow": 2, "hyperlink": 1, "hypertarget": 1, "foreignlanguage": 1, "fcolorbox": 2, "rotatebox": 1,
}  # fmt: skip
_HEADINGS = {
    "part": 1, "chapter": 1, "section": 1, "cvsection": 1, "sectiontitle": 1, "subsection": 2, "cvsubsection": 2,
    "subsubsection": 3, "paragraph": 4, "subparagraph": 5,
}  # fmt: skip
_BREAKS = frozenset(("\\", "newline", "linebreak", "newblock", "tabularnewline", "break"))
_PARAGRAPHS = frozenset(("par", "bigskip", "medskip", "smallskip", "newpage", "clearpage", "pagebreak", "vskip"))
_SPACES = frozenset(("hfill", "dotfill", "quad", "qquad", "enspace", "enskip", "thinspace", " ", ",", ";", ":", "tab"))
#: Commands that name a paper, and where it is found.
_IDENTIFIERS: dict[str, tuple[str, Callable[[str], str]]] = {
    "doi": ("doi:", lambda text: address_doi(read_doi(text))),
    "arxiv": ("arXiv:", lambda text: address_arxiv(read_arxiv(text))),
    "eprint": ("arXiv:", lambda text: address_arxiv(read_arxiv(text))),
}
_QUOTES = {"``": "“", "''": "”", "`": "‘", "~": " "}
_ITEM_NAME = re.compile(r"item|entry|pub|paper|article|talk|bib", re.IGNORECASE)
_MOST_ARGUMENTS = 9
#: Which argument is a town, counted from 0: moderncv's ``\cventry{year}{what}{where}{town}{grade}{text}``.
_TOWNS = {"cventry": 3}
_LONGEST_INDENT = 80
_ESCAPED = frozenset("&%#_{}$")
_TABLE = re.compile(r"(?:x?l?tabular|longtable|supertabular|xltabular|tabu)[xy]?\*?")
#: How many arguments follow the name of an environment.
_ENVIRONMENT_ARGUMENTS = {
    "tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "longtable": 1, "tabu": 1, "supertabular": 1,
    "xltabular": 2, "thebibliography": 1, "minipage": 1, "list": 2, "multicols": 1, "adjustwidth": 2,
    "spacing": 1,
}  # fmt: skip


#: Commands within each other beyond this depth are read without their meaning.
_DEEPEST = 40


class _Look(NamedTuple):
    """How text looks in a group of braces."""

    emphasis: int = 0
    link: str = ""


def recognise(text: str) -> bool:
    """Tell whether lines begin with commands that LaTeX's files are made of."""
    return "\\" in text and bool(_TELLING.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read a file or a part of one."""
    return read_parts(text, *outline(text), path, captured, NAME)


def outline(text: str) -> tuple[Document, str]:
    """Return a text's list as a document, and the entries of BibTeX that stand in it."""
    words, entries = split_entries(text)
    return make_document(read_tree(words)), entries


def read_tree(text: str) -> Node:
    """Return the tree of a file or a part of one."""
    builder = _Builder(read_source(text))
    builder.read(0, len(builder.text))
    return builder.open_nodes[0]


class _Environment(NamedTuple):
    """An environment under way: how many blocks are open in it without its items, and how text looked before it."""

    blocks: int
    look: _Look


class _Builder:
    """Makes a tree of commands, environments and text in their order."""

    def __init__(self, source: Source) -> None:
        self.source, self.text = source, source.text
        self.closing = _pair_braces(source.text)
        self.open_nodes = [Node("body")]
        self.environments = [_Environment(1, _Look())]
        self.looks = [_Look()]
        self.depth = 0

    def read(self, at: int, end: int) -> None:
        """Read the source from one offset to another."""
        outer, self.looks = self.looks, [self.looks[-1]]
        self.depth += 1
        while at < end:
            if plain := _PLAIN.match(self.text, at, end):
                self.add_text(plain[0], at, plain.end())
                at = plain.end()
            elif command := _COMMAND.match(self.text, at, end):
                at = self.read_command(command)
            else:
                at = self.read_sign(at)
        self.depth -= 1
        self.looks = outer

    def read_sign(self, at: int) -> int:
        """Read a character that means something, and return where the text goes on."""
        sign = self.text[at]
        if paragraph := _PARAGRAPH.match(self.text, at):
            self.end_paragraph()
            return paragraph.end()
        if sign == "&" and self.open_nodes[-1].name == "td":
            self.open_nodes.pop()
            self.push(Node("td"))
            return at + 1
        if sign == "}":
            if len(self.looks) > 1:
                self.looks.pop()
            return at + 1
        if token := latex.read(self.text, at):
            return self.add_token(*token[0], at, token[1])
        if sign == "{":
            self.looks.append(self.looks[-1])
            return at + 1
        mark = next((mark for mark in _QUOTES if self.text.startswith(mark, at)), sign)
        self.add_text(_QUOTES.get(mark, mark), at, at + len(mark))
        return at + len(mark)

    def read_command(self, command: re.Match[str]) -> int:
        """Read a command, and return where the text goes on."""
        name, at = command[1].rstrip("*") or "*", command.end()
        if reader := _READERS.get(name):
            return reader(self, name, at)
        if name in _SPACES or name in _ESCAPED:
            self.add_text(name if name in _ESCAPED else " ", command.start(), at)
            return at
        if name in _SWITCHES:
            emphasis, link = self.looks[-1]
            self.looks[-1] = _Look(emphasis | _SWITCHES[name], link)
            return at
        if name in _SILENT:
            return self.find_arguments(at, _SILENT[name])[1]
        if token := latex.read(self.text, command.start()):
            return self.add_token(*token[0], command.start(), token[1])
        return self.read_unknown(name, command)

    def begin(self, _: str, at: int) -> int:
        """Begin an environment."""
        name = _ENVIRONMENT.match(self.text, at)
        if not name:
            return at
        end = self.find_arguments(name.end(), _ENVIRONMENT_ARGUMENTS.get(name[1], 0))[1]
        if len(self.environments) >= _DEEPEST:
            return end
        table = _TABLE.fullmatch(name[1])
        self.push(Node("table" if table else "div"))
        self.environments.append(_Environment(len(self.open_nodes), self.looks[-1]))
        if table:
            self.push(Node("tr"))
            self.push(Node("td"))
        return end

    def end(self, _: str, at: int) -> int:
        """End the environment under way, whatever name is given."""
        if len(self.environments) > 1:
            blocks, look = self.environments.pop()
            del self.open_nodes[blocks - 1 :]
            self.looks[-1] = look
        name = _ENVIRONMENT.match(self.text, at)
        return name.end() if name else at

    def read_heading(self, name: str, at: int) -> int:
        """Read a heading."""
        arguments, end = self.find_arguments(at, 1)
        self.close_items()
        blocks = len(self.open_nodes)
        self.push(Node(f"h{_HEADINGS[name]}"))
        self.add_lines(arguments)
        del self.open_nodes[blocks:]
        return end

    def read_item(self, name: str, at: int) -> int:
        """Begin an item. What stands in brackets is part of it (a year), unless it is a citation's label."""
        self.begin_item()
        option = _OPTION.match(self.text, at)
        if name == "bibitem":
            return self.find_arguments(at, 1)[1]
        if option:
            self.read(option.start(1) + 1, option.end(1) - 1)
            self.add_break()
        return option.end() if option else at

    def read_break(self, name: str, at: int) -> int:
        """End a line, or a table's row."""
        end = _skip_option(self.text, at)
        if name != "\\" or self.open_nodes[-1].name != "td":
            self.add_break()
            return end
        del self.open_nodes[-2:]
        self.push(Node("tr"))
        self.push(Node("td"))
        return end

    def read_paragraph(self, _: str, at: int) -> int:
        """End a paragraph."""
        self.end_paragraph()
        return at

    def read_last(self, name: str, at: int) -> int:
        """Pass over all arguments but the last, which is shown."""
        return self.find_arguments(at, _LAST_SHOWN[name])[1]

    def read_identifier(self, name: str, at: int) -> int:
        r"""Read ``\doi{…}`` and the like as a link."""
        arguments, end = self.find_arguments(at, 1)
        for start, stop in arguments:
            written = latex.clean_address(self.text[start:stop]).strip()
            label, address = _IDENTIFIERS[name]
            text = written if written.startswith(("http", label)) else f"{label}{written}"
            self.add_text(text, start, stop, address(written))
        return end

    def read_unknown(self, name: str, command: re.Match[str]) -> int:
        """Read a command of which only the shape is known: an item if it looks like one, else text."""
        arguments, end = self.find_arguments(command.end(), _MOST_ARGUMENTS)
        if not arguments or self.depth >= _DEEPEST:
            return _skip_option(self.text, command.end())
        line_start = self.text.rfind("\n", max(0, command.start() - _LONGEST_INDENT), command.start()) + 1
        indent = self.text[line_start : command.start()]
        if not indent.strip() and (len(arguments) > 1 or _ITEM_NAME.search(name)):
            self.begin_item()
            self.add_lines(arguments, _TOWNS.get(name, -1))
            self.close_items()
        else:
            self.add_lines(arguments)
        return end

    def begin_item(self) -> None:
        """Begin an item of the list under way, or of a new one."""
        self.close_items()
        children = self.open_nodes[-1].children
        last = children[-1] if children else None
        if isinstance(last, Node) and last.name == "ul":
            self.open_nodes.append(last)
        else:
            self.push(Node("ul"))
        self.push(Node("li"))

    def close_items(self) -> None:
        """End the item under way."""
        del self.open_nodes[self.environments[-1].blocks :]

    def add_lines(self, arguments: list[tuple[int, int]], town: int = -1) -> None:
        """Add arguments, each a line, to the block under way; a town ends the line before it, which says where."""
        blocks, environments = len(self.open_nodes), len(self.environments)
        for number, (start, end) in enumerate(arguments):
            if number == town and end > start:
                self.add_text(", ", start, start)
            elif number:
                self.add_break()
            self.read(start, end)
            del self.open_nodes[blocks:], self.environments[environments:]

    def end_paragraph(self) -> None:
        """End a paragraph, where one is under way."""
        children = self.open_nodes[-1].children
        if children and isinstance(children[-1], Span):
            children.append(Node("p"))

    def add_break(self) -> None:
        """End a line."""
        self.open_nodes[-1].children.append(Node("br"))

    def push(self, node: Node) -> None:
        """Begin a block within the one under way."""
        self.open_nodes[-1].children.append(node)
        self.open_nodes.append(node)

    def add_token(self, kind: latex.Kind, value: str, at: int, end: int) -> int:
        """Add what a piece of LaTeX stands for, or note how the text behind it looks; return where it goes on."""
        emphasis, link = self.looks[-1]
        if kind == "open":
            self.looks.append(_Look(emphasis | _STYLES.get(latex.STYLES[value], 0), link))
        elif kind == "link":
            self.looks.append(_Look(emphasis, value))
        else:
            self.add_text(value, at, end, value if kind == "address" else link)
        return end

    def add_text(self, text: str, at: int, end: int, link: str = "") -> None:
        """Add text that stands between two offsets of the source."""
        look = self.looks[-1]
        if text:
            line, column = self.source.locate(at)
            self.open_nodes[-1].children.append(Span(text, line, column, end - at, look.emphasis, link or look.link))

    def find_arguments(self, at: int, count: int) -> tuple[list[tuple[int, int]], int]:
        """Return where up to ``count`` arguments in braces begin and end, and where the last one ends; options in
        brackets are passed over."""
        arguments: list[tuple[int, int]] = []
        end = at = _skip_option(self.text, at)
        while len(arguments) < count:
            gap = _GAP.match(self.text, at)
            start = gap.end() if gap else at
            if start not in self.closing:
                break
            arguments.append((start + 1, self.closing[start]))
            end = at = self.closing[start] + 1
        return arguments, end


def _pair_braces(text: str) -> dict[int, int]:
    """Return where each group ends, by where it begins."""
    pairs: dict[int, int] = {}
    begins: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            begins.append(brace.start())
        elif brace[0] == "}" and begins:
            pairs[begins.pop()] = brace.start()
    return pairs


def _skip_option(text: str, at: int) -> int:
    option = _OPTION.match(text, at)
    return option.end() if option else at


_READERS: dict[str, Callable[[_Builder, str, int], int]] = {
    "begin": _Builder.begin,
    "end": _Builder.end,
    "item": _Builder.read_item,
    "bibitem": _Builder.read_item,
    **dict.fromkeys(_HEADINGS, _Builder.read_heading),
    **dict.fromkeys(_BREAKS, _Builder.read_break),
    **dict.fromkeys(_PARAGRAPHS, _Builder.read_paragraph),
    **dict.fromkeys(_LAST_SHOWN, _Builder.read_last),
    **dict.fromkeys(_IDENTIFIERS, _Builder.read_identifier),
}
