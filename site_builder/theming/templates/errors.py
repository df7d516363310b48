"""Errors in templates, as diagnostics with file and line."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError

from site_builder.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from types import TracebackType


def describe(error: Exception, template: str, cause: Exception) -> Diagnostic:
    """Return the diagnostic for an error of Jinja2. ``cause`` is the error that the compiled template raised first."""
    location = _find_place(error.__traceback__, template)
    if isinstance(error, TemplateNotFound):
        return Diagnostic("theme-template", f"there is no template '{error.name}'", location, "add it to the theme")
    if isinstance(error, TemplateSyntaxError):
        return Diagnostic("theme-template", str(error.message), Location(error.filename or template, error.lineno))
    if isinstance(error, UndefinedError) and isinstance(cause, AttributeError):
        message = f"'{cause.name}' is nothing that a {type(cause.obj).__name__} has"
        near = get_close_matches(str(cause.name), [name for name in dir(cause.obj) if name[0] != "_"], n=1)
        return Diagnostic("theme-template", message, location, f"did you mean '{near[0]}'?" if near else "")
    if isinstance(error, UnicodeDecodeError):
        return Diagnostic("theme-template", "the template isn't UTF-8 text", location, "save it as UTF-8 text")
    if isinstance(error, TemplateError):
        return Diagnostic("theme-template", str(error), location)
    # An operation of the template itself failed, as in {{ 1 / 0 }}.
    return Diagnostic("theme-template", f"the template fails with {type(error).__name__}: {error}", location)


def _find_place(traceback: TracebackType | None, template: str) -> Location:
    """Return the innermost template line of the traceback. Jinja2 maps its code back to template lines."""
    location = Location(template)
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if re.search(r"\.(?:html|css)$", name):
            location = Location(name, traceback.tb_lineno)
        traceback = traceback.tb_next
    return location
