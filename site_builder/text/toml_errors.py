"""Errors of Python's TOML reader, in words for people who write such files by hand."""

from __future__ import annotations

import re
from typing import NamedTuple

#: What Python's reader raises for a wrong text. A number that is too long is a ValueError, as is a TOMLDecodeError.
TOML_ERRORS = (ValueError, RecursionError)
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_QUOTES = "put text values in double quotes"
#: The reader's message, what it means, and what to write instead.
_SYNTAX = {
    "Invalid value": ("this is no value", _QUOTES),
    "Illegal character '\\n'": ("the quotation marks don't close on this line", 'write " after the text'),
    "Illegal character '\\r'": ("the quotation marks don't close on this line", 'write " after the text'),
    "Unterminated string": ("the quotation marks never close", 'write " after the text'),
    "Expected '='": ("there is no equals sign after the key", 'write title = "…"'),
    "Cannot overwrite a value": ("this key is written twice", "keep one of the two"),
    "Cannot declare": ("this table is written twice", "keep one of the two, with the keys of both"),
    "Expected newline": (
        "something stands after the value",
        r"keep one value a line, and write quotation marks inside a text as \"",
    ),
    "Unescaped '\\'": (
        "a backslash begins no character here",
        "put the text in single quotes, or write it twice",
    ),
    "Unclosed array": ("a list opens and never closes", "write the closing ]"),
    "Unclosed inline table": ("a table opens and never closes", "write the closing }"),
    "Exceeds the limit": ("a number has thousands of digits", _QUOTES),
    "maximum recursion depth": ("lists or tables stand in each other hundreds of times", "write fewer brackets"),
}


class SyntaxProblem(NamedTuple):
    """What is wrong, what to write instead, and where. Lines and columns count from 1."""

    message: str
    suggestion: str
    line: int
    column: int


def explain(error: Exception, text: str) -> SyntaxProblem:
    """Return the problem that the reader found in this text: one of `TOML_ERRORS`. "At the end" means its last line."""
    problem = str(error)
    match = _POSITION.search(problem)
    end = text.rstrip()
    line, column = end.count("\n") + 1, len(end) - end.rfind("\n")
    if match:
        problem = problem[: match.start()]
        line, column = (int(match[1]), int(match[2])) if match[1] else (line, column)
    message, suggestion = next((words for part, words in _SYNTAX.items() if part in problem), (problem, _QUOTES))
    return SyntaxProblem(f"this isn't TOML: {message[0].lower()}{message[1:]}", suggestion, line, column)
