"""Tags: which spellings are the same."""

from __future__ import annotations

import re
from functools import lru_cache

from site_builder.text.folding import make_key

#: Signs that tell names apart which have the same letters: C, C++, C#.
_SIGNS = {"+": " plus ", "#": " sharp "}
_SIGN = re.compile(r"(?<=[\w+])[+#]")


@lru_cache(maxsize=1 << 15)
def make_tag_key(tag: str) -> str:
    """Return the key of the tag that is written so: ``LLMs`` and ``llms`` have one. It is fit for an address."""
    return make_key(_SIGN.sub(lambda sign: _SIGNS[sign[0]], tag), "tag")
