"""What a reader can get of a paper, on its page: a few buttons, and the rest in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.views import LinkGroupView, LinkView, VideoView
from site_builder.text.folding import fold
from site_builder.text.videos import find_player

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.pages.site_context import SiteContext

#: The most buttons beside "Cite".
_BUTTONS = 4
#: Kinds of links in the order of the buttons: the text, then what one can use, see and hear. The other kinds come after
#: them, and at last the addresses that the facts show too.
_WANTED = ("pdf", "code", "project", "video", "slides", "poster", "dataset")
_RANKS = {kind: rank for rank, kind in enumerate(_WANTED)} | {"arxiv": 98, "doi": 99}
_OTHER = 50
#: How a Content-Security-Policy names the site itself.
_SELF = "'self'"
#: Kinds of links, and words of their labels, that aren't about the text itself.
_MATERIAL = frozenset({
    "code", "dataset", "project", "website", "github", "gitlab", "huggingface", "data", "model", "models", "weights",
    "checkpoint", "checkpoints", "demo", "software", "notebook", "colab", "benchmark", "leaderboard", "space", "docker",
    "simulator", "app", "tool", "library", "package",
})  # fmt: skip
_TALKS = frozenset({
    "video", "slides", "poster", "x", "bluesky", "talk", "presentation", "blog", "press", "news", "podcast",
    "interview", "media", "thread", "tweet", "post",
})  # fmt: skip


def view_actions(
    context: SiteContext, links: Sequence[LinkView]
) -> tuple[tuple[LinkView, ...], tuple[LinkGroupView, ...]]:
    """Return the links that are buttons, the best text that there is first, and the others in groups."""
    ranks = _RANKS if any(link.kind == "pdf" for link in links) else _RANKS | {"doi": -1}
    ordered = sorted(links, key=lambda link: ranks.get(link.kind, _OTHER)) if len(links) > 1 else links
    if len(ordered) <= _BUTTONS:
        return tuple(ordered), ()
    groups: dict[str, list[LinkView]] = {"text": [], "material": [], "talks": []}
    for link in ordered[_BUTTONS:]:
        groups[_find_group(link)].append(link)
    words = context.words.text
    views = [LinkGroupView(getattr(words, f"links_{name}"), tuple(found)) for name, found in groups.items() if found]
    return tuple(ordered[:_BUTTONS]), tuple(views)


def _find_group(link: LinkView) -> str:
    words = {link.kind, *fold(link.label).split()}
    return "talks" if words & _TALKS else "material" if words & _MATERIAL else "text"


def view_video(context: SiteContext, links: Sequence[LinkView]) -> VideoView | None:
    """Return the first video that can be played in the page; None if there is none."""
    for link in links:
        if link.kind == "video" and (player := find_player(link.url)):
            policy = f"{'media' if player.is_file else 'frame'}-src {player.origin or _SELF}"
            note = context.words.text.video_from.replace("{host}", player.name) if player.name else ""
            return VideoView(link.url, player.address, player.is_file, policy, note)
    return None
