"""Safe HTML without the cost of checks: a paper's page consists of about forty pieces of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import markupsafe
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

#: Mark a text as safe HTML. Only for text that this program made or escaped. ``Markup(text)`` does the same in twice
#: the time, because it first looks for an ``__html__`` method.
trust: Callable[[str], Markup] = partial(str.__new__, Markup)

#: Escape a text for HTML. MarkupSafe's function in C; its public `escape` also makes a `Markup` object, which takes
#: most of the time.
escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)

EMPTY = Markup("")
