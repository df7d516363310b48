"""The search index of the preview: made at the first search, and again at a search after a change."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, UserError
from site_builder.search import index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.pages.site_context import SiteContext

#: The files that a search requests first. All other files belong to the index that these name.
_FIRST = frozenset({"pagefind.js", "pagefind-entry.json"})
#: Seconds that a search waits for a new index if there is an old one.
_PATIENCE = 3.0


class SearchIndex:
    """An index that is as new as the site context that ``get_context`` returns, or is being made.

    After an edit, indexing 10,000 papers takes a second or two; so it isn't done for every edit, only when somebody
    searches.
    Not a value: it holds a thread and the files, 16 MB for 10,000 papers.
    """

    def __init__(self, get_context: Callable[[], SiteContext | None], cache_dir: Path) -> None:
        self._get_context, self._cache_dir = get_context, cache_dir
        self._state = threading.Condition()
        self._bundles: list[dict[str, bytes]] = []
        self._key = b""
        self._fault: UserError | None = None
        self._busy = False
        self._closed = False

    def read(self, name: str) -> bytes | None:
        """Return a file of the index, None when it has no such file. Waits for the first index as long as it takes.

        Raises UserError when the index can't be made.
        """
        if name in _FIRST or not self._bundles:
            self._renew()
        return next((bundle[name] for bundle in reversed(self._bundles) if name in bundle), None)

    def close(self) -> None:
        """End all waiting."""
        with self._state:
            self._closed = True
            self._state.notify_all()

    def _renew(self) -> None:
        context = self._get_context()
        if context is None:
            return
        key = b"".join(index.list_inputs(context).values())
        with self._state:
            if key == self._key or self._closed:
                return
            if not self._busy:
                self._busy, self._fault = True, None
                threading.Thread(target=self._make, args=(context, key), daemon=True).start()
            self._state.wait_for(lambda: self._closed or not self._busy, _PATIENCE if self._bundles else None)
            if self._fault and not self._bundles:
                raise self._fault

    def _make(self, context: SiteContext, key: bytes) -> None:
        fault = None
        bundle = None
        try:
            bundle = index.make_index(context, self._cache_dir, self._bundles[-1] if self._bundles else {})
        except UserError as error:
            fault = error
        except Exception as error:  # any error must end the waiting
            reason = error.strerror if isinstance(error, OSError) else repr(error)
            fault = UserError(Diagnostic("search-failed", f"the search index can't be made: {reason}"))
        with self._state:
            self._busy = False
            self._fault = fault
            if bundle:
                # A page that loaded the last index uses it until it is reloaded. Older indexes are dropped.
                self._bundles = [*self._bundles[-1:], bundle]
                self._key = key
            self._state.notify_all()
