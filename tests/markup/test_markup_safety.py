"""Whatever a text holds, its HTML has our elements and attributes only, and leads nowhere harmful."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.markup import typeset, typeset_inline, typeset_prose

_ELEMENTS = {
    "p", "a", "b", "i", "div",
    "em", "strong", "code", "span", "u", "sup", "sub", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "li", "blockquote", "pre", "img", "table", "thead", "tbody", "tr", "th", "td", "math", "mi", "mo", "mn",
    "ms", "mrow", "mtext", "mspace", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "msqrt",
    "mroot", "mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose", "mstyle", "merror", "mmultiscripts",
    "mprescripts", "none",
}  # fmt: skip
_ATTRIBUTES = {
    "href", "title", "class", "id", "tabindex", "src", "alt", "loading", "start", "display", "displaystyle",
    "scriptlevel",
    "stretchy", "accent", "accentunder", "lspace", "rspace", "mathvariant", "form", "width", "height", "minsize",
    "maxsize", "mathcolor", "symmetric", "linethickness", "largeop", "movablelimits", "notation", "fence",
    "separator", "dir", "mathbackground", "depth", "voffset", "columnspacing", "rowspacing",
}  # fmt: skip

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "</p><script>alert(1)</script><p>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://e.org/1)",
    "[x]\n\n[x]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<javascript:alert(1)>",
    '[x](https://e.org/"onmouseover="alert(1))',
    '[x](https://e.org/ "x\\" onmouseover=\\"alert(1)")',
    r"\href{javascript:alert(1)}{x}",
    r"\href{JAVASCRIPT:alert(1)}{x}",
    "\\href{\x0bjavascript:alert(1)}{x}",
    "\\href{\xa0javascript:alert(1)}{x}",
    r"\href{data:text/html,<script>alert(1)</script>}{x}",
    r'\href{https://e.org/"onclick="alert(1)}{x}',
    r"\url{javascript:alert(1)}",
    r'\url{https://e.org/"><script>alert(1)</script>}',
    'https://e.org/"onmouseover="alert(1)',
    "https://e.org/<script>alert(1)</script>",
    "https://e.org/'onmouseover='alert(1)",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\text{<script>alert(1)</script>}$",
    r"$\unknown{<script>alert(1)</script>}$",
    r"$\url{javascript:alert(1)}$",
    r"$\class{x}{<b>}$",
    r"$\textcolor{red;background:url(//e.org)}{x}$",
    r'$\textcolor{"onclick="x}{x}$',
    r"$\htmlClass{x}{y}$",
    "$</math><script>alert(1)</script>$",
    "`<script>alert(1)</script>`",
    '```"><script>\nx\n```',
    "| <script> |\n|--|\n| <img src=x onerror=y> |",
    "# <script>alert(1)</script>",
    "``<script>''",
    r"\textbf{<script>alert(1)</script>}",
    "[![x](https://e.org/x.png)](javascript:alert(1))",
    "[a<script>](https://e.org)",
]


MARKS = [
    "\n", " ", "\n\n", "*", "_", "`", "``", "''", "$", "$$", "[", "]", "(", ")", "](x)", "\\emph{", "\\href{x}{",
    "}", "{\\bf ", "\\(", "\\)", ">", "- ", "1. ", "|", "&", "<",
]  # fmt: skip


class Inspector(HTMLParser):
    """Collects what is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ELEMENTS:
            self.foreign.append(tag)
        for name, value in attrs:
            if name not in _ATTRIBUTES:
                self.foreign.append(f"{tag} {name}")
            if name in ("href", "src") and not self.is_harmless(value or ""):
                self.foreign.append(value or "")
            if name == "id" and not (value or "").replace("-", "").isalnum():
                self.foreign.append(value or "")
            if name == "src" and ":" in (value or "").partition("/")[0]:
                self.foreign.append(value or "")
        if tag not in ("br", "hr", "img"):
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.opened.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            self.foreign.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.foreign.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @staticmethod
    def is_harmless(address: str) -> bool:
        """Tell what a browser makes of an address: it drops tabs and line ends, and controls at the start."""
        address = "".join(c for c in address if c not in "\t\n\r").lstrip("".join(map(chr, range(33)))).lower()
        scheme = (
            address.partition(":")[0] if ":" in address.partition("/")[0].partition("?")[0].partition("#")[0] else ""
        )
        return scheme in ("", "http", "https", "mailto", "ftp")


def find_foreign(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.foreign + inspector.opened


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_becomes_text(attack: str) -> None:
    for html in (
        typeset(attack, {}, "", 1).html,
        typeset_prose(attack, {}, "", 1).html,
        typeset_inline(attack, {}).html,
        typeset_prose(f"{attack} and {attack}\n\n{attack}", {}, "", 1).html,
        typeset(f"- **{attack}**\n- *x {attack}*", {}, "", 1).html,
    ):
        assert find_foreign(str(html)) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(ATTACKS),
            st.sampled_from(MARKS),
            st.text(max_size=8),
        ),
        max_size=8,
    ).map("".join)
)
def test_no_mixture_of_attacks_and_marks_leaves_anything_of_theirs(text: str) -> None:
    assert find_foreign(str(typeset(text, {}, "", 1).html)) == []
    assert find_foreign(str(typeset_prose(text, {}, "", 1).html)) == []
    title = str(typeset_inline(text, {}).html)
    assert find_foreign(title) == []
    assert "<a" not in title.replace("<annotation", "")


@pytest.mark.parametrize(
    "unit",
    [
        "\\textit{", "{\\em ", "[", "![", "*", "**a ", "_a ", "`", "``", "$", "$$", "$x", "\\(", "\\[",
        "\\begin{align}", "<", "&", "https://e.org/", "(https://e.org/(", "> ", "- ", "\n$$", "\n\\[", "\\href{x}{",
        "[a](", "|a", "~", "--", "\\text{a}", "$x$ ", "\\'e",
    ],
)  # fmt: skip
def test_long_repetitions_come_to_an_end(unit: str) -> None:
    """No mark, repeated, exhausts the stack, and what comes out is well-formed."""
    text = unit * 2000
    for html in (typeset(text, {}, "", 1).html, typeset_prose(text, {}, "", 1).html, typeset_inline(text, {}).html):
        assert find_foreign(str(html)) == []
