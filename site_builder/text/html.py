"""HTML that is safe, made at the price of text: a page of a paper is put together from forty pieces of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import markupsafe
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

#: Take a text for safe HTML. Only for what this program made: text that `markup` set, or that was escaped.
#: ``Markup(text)`` asks first whether it has a thing that knows its own HTML, for twice the time.
trust: Callable[[str], Markup] = partial(str.__new__, Markup)

#: Return a text with what HTML reads as its own escaped; MarkupSafe's function in C, without the object that its
#: `escape` wraps the result in, which is most of the price.
escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)

EMPTY = Markup("")
