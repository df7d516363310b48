"""Addresses of videos → what plays them in a page: the players of YouTube, Vimeo and PeerTube, and files of video."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, quote

_YOUTUBE = re.compile(r"(?:www\.|m\.|music\.)?(?:youtube|youtube-nocookie)\.com|youtu\.be")
_YOUTUBE_PATH = re.compile(r"/(?:(?:embed|shorts|live|v)/)?([\w-]{11})/?")
_VIMEO_PATH = re.compile(r"/(?:[\w/]+/)?(\d+)(?:/([0-9a-f]+))?/?")
#: PeerTube runs on many hosts; its addresses end in a UUID, long or short.
_PEERTUBE_PATH = re.compile(
    r"/(?:w|videos/(?:watch|embed))/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[1-9A-Za-z]{20,22})/?"
)
_FILE = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov)$", re.IGNORECASE)
#: An address of the web or of the site. A host has no sign that would end a rule of a Content-Security-Policy.
_ADDRESS = re.compile(r"(?:https://([\w.-]+(?::\d+)?)|(?!//))(/[^?#]*)(?:\?([^#]*))?(?:#.*)?", re.ASCII)
_SECONDS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", re.ASCII)


class Player(NamedTuple):
    """What plays a video. ``address`` is that of the player's page, or of the file itself (``is_file``); ``origin`` is
    the host that is asked for it, with its scheme, and empty for the site's own. ``name`` is the host's for readers."""

    name: str
    origin: str
    address: str
    is_file: bool = False


def find_player(url: str) -> Player | None:
    """Return what plays the video at an address, as it begins at once; None for an address that only a browser opens.

    The players are asked for no more than they need: YouTube's sets no cookie before the video plays, Vimeo's and
    PeerTube's don't follow the reader.
    """
    parts = _ADDRESS.fullmatch(url)
    if not parts:
        return None
    host, path, query = (parts[1] or "").lower(), parts[2], parse_qs(parts[3] or "")
    if _YOUTUBE.fullmatch(host):
        return _find_youtube(path, query)
    if host in {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}:
        return _find_vimeo(path, query)
    origin, name = (f"https://{host}", host.removeprefix("www.")) if host else ("", "")
    if host and (found := _PEERTUBE_PATH.fullmatch(path)):
        return Player(name, origin, f"{origin}/videos/embed/{found[1]}?autoplay=1&p2p=0")
    return Player(name, origin, url, is_file=True) if _FILE.search(path) else None


def _find_vimeo(path: str, query: dict[str, list[str]]) -> Player | None:
    """Return Vimeo's player. A video that isn't listed has a secret beside its number."""
    found = _VIMEO_PATH.fullmatch(path)
    if not found:
        return None
    secret = found[2] or query.get("h", [""])[0]
    hidden = f"&h={quote(secret)}" if secret else ""
    origin = "https://player.vimeo.com"
    return Player("Vimeo", origin, f"{origin}/video/{found[1]}?dnt=1&autoplay=1{hidden}")


def _find_youtube(path: str, query: dict[str, list[str]]) -> Player | None:
    named = query.get("v", [""])[0] if path == "/watch" else ""
    found = re.fullmatch(r"[\w-]{11}", named) or _YOUTUBE_PATH.fullmatch(path)
    if not found:
        return None
    seconds = _read_seconds((query.get("t") or query.get("start") or [""])[0])
    start = f"&start={seconds}" if seconds else ""
    origin = "https://www.youtube-nocookie.com"
    return Player("YouTube", origin, f"{origin}/embed/{found[found.re.groups]}?autoplay=1&rel=0{start}")


def _read_seconds(text: str) -> int:
    """Return the seconds of a time as YouTube writes it (``90``, ``1m30s``)."""
    match = _SECONDS.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return 3600 * hours + 60 * minutes + seconds
