"""Feeds hold what Atom (RFC 4287) and JSON Feed 1.1 ask for, and don't change without a paper's doing."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports.feeds import Feed, Item, compose_atom, compose_json

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")

FEED = Feed(
    id="",
    title="Papers & more",
    home="https://lab.example/papers/",
    url="https://lab.example/papers/feed.xml",
    description="What we <read>",
    language="en",
)
ITEMS = (
    Item(
        id="wider-or-deeper",
        title="Wider or Deeper? <Scaling> & more",
        url="https://lab.example/papers/papers/wider-or-deeper/",
        date="2025-03-06",
        html="<p>Top-<math><mi>k</mi></math> &amp; ]]&gt; more</p>",
        authors=("Yuichi Inoue", "LLM-jp"),
        categories=(("cs.AI", "Artificial Intelligence"), ("Own subject", "")),
        tags=("inference",),
        language="ja",
    ),
    Item(id="old", title="Old", url="https://lab.example/papers/papers/old/", date="2024"),
    Item(id="month", title="Month", url="https://lab.example/papers/papers/month/", date="2024-05"),
    Item(id="undated", title="Undated", url="https://lab.example/papers/papers/undated/", date=""),
)


def check_atom(source: bytes) -> ET.Element:
    """Check the rules of RFC 4287, 4.1, and return the feed."""
    feed = ET.fromstring(source)
    assert feed.tag == f"{ATOM}feed"
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(ATOM + name)) == 1, name
        for name in ("updated", "published"):
            assert all(RFC3339.fullmatch(found.text or "") for found in parent.findall(ATOM + name))
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", parent.findtext(f"{ATOM}id") or "")
        links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in parent.findall(f"{ATOM}link")]
        assert len(links) == len(set(links))
        assert all(link.get("href", "").startswith("https://") for link in parent.findall(f"{ATOM}link"))
        assert all(author.findtext(f"{ATOM}name") for author in parent.findall(f"{ATOM}author"))
        assert all(category.get("term") for category in parent.findall(f"{ATOM}category"))
    assert feed.find(f"{ATOM}author") is not None
    assert ("self", "application/atom+xml") in [
        (link.get("rel"), link.get("type")) for link in feed.findall(f"{ATOM}link")
    ]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter() if entry.find(f"{ATOM}id") is not None]
    assert len(ids) == len(set(ids))
    return feed


def test_an_atom_feed_says_all_that_is_known_of_a_paper() -> None:
    feed = check_atom(compose_atom(FEED, ITEMS))
    assert (feed.findtext(f"{ATOM}title"), feed.findtext(f"{ATOM}subtitle")) == ("Papers & more", "What we <read>")
    assert feed.get(LANG) == "en"
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == ITEMS[0].title
    assert [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")] == ["Yuichi Inoue", "LLM-jp"]
    assert [(c.get("term"), c.get("label"), bool(c.get("scheme"))) for c in entry.findall(f"{ATOM}category")] == [
        ("cs.AI", "Artificial Intelligence", True),
        ("Own subject", "Own subject", False),
        ("inference", None, False),
    ]
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", ITEMS[0].html)
    assert entry.get(LANG) == "ja"


def test_dates_are_those_of_the_papers_and_none_is_published_on_a_day_nobody_knows() -> None:
    feed = check_atom(compose_atom(FEED, ITEMS))
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2025-03-06T00:00:00Z",
        "2024-01-01T00:00:00Z",
        "2024-05-01T00:00:00Z",
    ]
    assert [entry.findtext(f"{ATOM}published") for entry in entries] == ["2025-03-06T00:00:00Z", None, None]
    assert feed.findtext(f"{ATOM}updated") == "2025-03-06T00:00:00Z"


def test_a_feed_without_papers_is_valid() -> None:
    check_atom(compose_atom(FEED, ()))
    assert json.loads(compose_json(FEED, ()))["version"] == "https://jsonfeed.org/version/1.1"


def test_papers_keep_their_identifiers_when_the_site_moves() -> None:
    moved = Feed(id=FEED.id, title="Renamed", home="https://other.example/", url="https://other.example/feed.xml")
    items = [Item(id=item.id, title=item.title, url="https://other.example/x/", date=item.date) for item in ITEMS]

    def ids(source: bytes) -> list[str | None]:
        feed = ET.fromstring(source)
        return [found.text for found in feed.iter(f"{ATOM}id")]

    assert ids(compose_atom(FEED, ITEMS)) == ids(compose_atom(moved, items))
    before, after = (json.loads(compose_json(*given_)) for given_ in ((FEED, ITEMS), (moved, items)))
    assert [item["id"] for item in before["items"]] == [item["id"] for item in after["items"]]


def test_a_json_feed_says_all_that_is_known_of_a_paper() -> None:
    feed = json.loads(compose_json(FEED, ITEMS))
    assert (feed["title"], feed["home_page_url"], feed["feed_url"]) == (FEED.title, FEED.home, FEED.url)
    first, old, _, undated = feed["items"]
    assert first == {
        "id": first["id"],
        "url": ITEMS[0].url,
        "title": ITEMS[0].title,
        "content_html": ITEMS[0].html,
        "date_published": "2025-03-06T00:00:00Z",
        "authors": [{"name": "Yuichi Inoue"}, {"name": "LLM-jp"}],
        "tags": ["Artificial Intelligence", "Own subject", "inference"],
        "language": "ja",
    }
    for item in (old, undated):
        assert "date_published" not in item
        assert item["content_text"]


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_no_character_breaks_the_xml(text: str) -> None:
    item = Item(
        id="a", title=text, url="https://e.org/", date="2025", html=text, authors=("A" + text,), tags=("t" + text,)
    )
    check_atom(
        compose_atom(Feed(id="", title="T", home="https://e.org/", url="https://e.org/f", description=text), [item])
    )


@pytest.mark.parametrize("compose", [compose_atom, compose_json])
def test_the_same_papers_give_the_same_bytes(compose) -> None:
    assert compose(FEED, ITEMS) == compose(FEED, list(ITEMS))
