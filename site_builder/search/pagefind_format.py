"""The form of the files that Pagefind 1.5 writes. No other module knows it, and Pagefind promises to nobody to keep it.

A file is CBOR behind a mark, gzipped. A **chunk** is an array that holds one array of words. A **word** is an array of
three: its text, its postings, and its variants (other spellings, each with postings). **Postings** are an array with
three values for each document: its number less the number before it, the places of the word in the text, and its places
in the document's fields (title, authors …). Among places, a number below zero tells the weight of the places behind it,
or the number of their field.

The **table of an index** is an array of six: Pagefind's version, the documents (name of the fragment, number of words),
the chunks (first word, last word, name), two that are empty here, and the names of the fields, by their numbers. A
**fragment** is what a result shows of a document. ``pagefind-entry.json`` tells the version, and for each language the
name of its table.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from site_builder.search.cbor import ARRAY, NUMBER, TEXT, decode, decode_head, encode, encode_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: What the numbers of the versions begin with whose files have this form.
_VERSIONS = "1.5."
#: Names of files below the bundle.
ENTRY = "pagefind-entry.json"
_TABLE, _CHUNK, _FRAGMENT = "pagefind.{}.pf_meta", "index/{}.pf_index", "fragment/{}.pf_fragment"
#: Pagefind adds its own interfaces to each bundle; the theme has one.
_INTERFACES = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.")
#: Files that are the same for all indexes of a language.
_RUNTIME = re.compile(r"[^/]+\.(?:js|pagefind|json)")
_MARK = b"pagefind_dcd"
#: zlib's level for chunks. The highest takes eight times as long and saves 3.5 % of the bytes.
_LEVEL = 5
#: Documents whose fragments share a digest, and the digits that tell these apart.
GROUP = 32
_DIGITS = "0123456789abcdefghijklmnopqrstuv"

_N = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a].{4})"
_A = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a.{4})"
#: The postings of one document, and the number in them.
_POSTING = re.compile(rb"\x83(" + _N + rb")" + _A + _N + rb"*+" + _A + _N + rb"*+", re.DOTALL)
_POSTINGS = re.compile(rb"(?:\x83" + _N + _A + _N + rb"*+" + _A + _N + rb"*+)*+", re.DOTALL)
#: Places in the text, places in fields, and what begins the next document.
_PLACES = re.compile(rb"(" + _A + _N + rb"*+)(" + _A + _N + rb"*+)((?:\x83" + _N + rb")?+)", re.DOTALL)
_NUMBER = re.compile(_N, re.DOTALL)
#: The heads of arrays of no, one, two and three values.
_NONE, _ONE, _TWO, _THREE = (encode_head(ARRAY, size)[0] for size in range(4))
_WORD = bytes([_THREE])


class UnknownFormatError(ValueError):
    """Pagefind has another version than those whose files have this form."""


class Postings(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a word stands in some documents: how many, the numbers of the first and the last, and all places, encoded,
    without the number of the first document."""

    count: int
    first: int
    last: int
    places: bytes


class Word(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A word with its postings and the postings of its variants."""

    text: str
    postings: Postings
    variants: tuple[tuple[str, Postings], ...] = ()


class Index(msgspec.Struct, frozen=True):
    """What Pagefind made of some documents: of each the number of words and the fragment; all words; the fields."""

    lengths: list[int]
    fragments: list[bytes]
    words: list[Word]
    fields: list[str]


def select_runtime(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are the same for all indexes of a language, with its ``pagefind-entry.json``.

    Raises UnknownFormatError if a Pagefind of another version made them.
    """
    version = json.loads(files[ENTRY])["version"]
    if not version.startswith(_VERSIONS):
        raise UnknownFormatError(f"the form of the files of Pagefind {version} isn't known")
    return {name: data for name, data in select_published(files).items() if _RUNTIME.fullmatch(name)}


def select_published(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files without Pagefind's own interfaces."""
    return {name: data for name, data in files.items() if not _INTERFACES.match(name)}


def read_index(files: Mapping[str, bytes], count: int) -> Index:
    """Return the index in Pagefind's files.

    Raises ValueError, LookupError or TypeError if they have another form, or if there aren't ``count`` documents.
    """
    (language,) = json.loads(files[ENTRY])["languages"].values()
    table, _ = decode(unpack(files[_TABLE.format(language["hash"])]), 0)
    _, documents, chunks, _, _, fields = table
    if len(documents) != count:
        raise ValueError(f"the index has {len(documents)} documents, not {count}")
    words = [word for _, _, name in chunks for word in _read_words(unpack(files[_CHUNK.format(name)]))]
    fragments = [files[_FRAGMENT.format(name)] for name, _ in documents]
    return Index([length for _, length in documents], fragments, words, fields)


def _read_words(content: bytes) -> Iterator[Word]:
    kind, number, place = decode_head(content, 0)
    inner, count, place = decode_head(content, place)
    if (kind, number, inner) != (ARRAY, 1, ARRAY):
        raise ValueError("a chunk isn't what Pagefind 1.5 writes")
    for _ in range(count):
        if content[place] != _THREE:
            raise ValueError("a word isn't what Pagefind 1.5 writes")
        text, place = _read_text(content, place + 1)
        postings, place = _read_postings(content, place)
        if content[place] == _NONE:
            place += 1
            yield Word(text, postings)
        else:
            variants, place = _read_variants(content, place)
            yield Word(text, postings, tuple(variants))
    if place != len(content):
        raise ValueError("a chunk is longer than its words")


def _read_variants(content: bytes, place: int) -> tuple[list[tuple[str, Postings]], int]:
    kind, number, place = decode_head(content, place)
    variants = []
    for _ in range(number if kind == ARRAY else 0):
        if content[place] != _TWO:
            raise ValueError("a variant isn't what Pagefind 1.5 writes")
        form, place = _read_text(content, place + 1)
        found, place = _read_postings(content, place)
        variants.append((form, found))
    if not variants:
        raise ValueError("a word has no variants")
    return variants, place


def _read_text(content: bytes, place: int) -> tuple[str, int]:
    kind, length, place = decode_head(content, place)
    if kind != TEXT:
        raise ValueError("a text is expected")
    return content[place : place + length].decode(), place + length


def _read_postings(content: bytes, place: int) -> tuple[Postings, int]:
    """Read postings without decoding the places, which would take seconds for 10,000 papers."""
    if content[place] == _ONE and (match := _POSTING.match(content, place + 1)):  # so is half of the words
        value = _VALUES[number := match[1]]
        return Postings(1, value, value, content[place + 2 + len(number) : match.end()]), match.end()
    kind, count, place = decode_head(content, place)
    match = _POSTINGS.match(content, place)
    numbers = _POSTING.findall(content, place, match.end()) if match else []
    if kind != ARRAY or len(numbers) != count or match is None:
        raise ValueError("postings aren't what Pagefind 1.5 writes")
    if not count:
        return Postings(0, 0, 0, b""), place
    values = list(map(_VALUES.__getitem__, numbers))
    places = content[place + 1 + len(numbers[0]) : match.end()]
    return Postings(count, values[0], sum(values), places), match.end()


class _Values(dict[bytes, int]):
    """The values of encoded numbers: a look-up is several times faster than decoding."""

    def __missing__(self, number: bytes) -> int:
        value: int = decode(number, 0)[0]
        self[number] = value
        return value


_VALUES = _Values()


def renumber_fields(words: Sequence[Word], numbers: Sequence[int]) -> list[Word]:
    """Return the words with other numbers of the fields: ``numbers`` holds the new number of each field."""

    def renumber(postings: Postings) -> Postings:
        return msgspec.structs.replace(postings, places=_PLACES.sub(replace, postings.places))

    def replace(match: re.Match[bytes]) -> bytes:
        text, fields, head = match.groups()
        if fields == b"\x80":
            return match[0]
        start = decode_head(fields, 0)[2]
        return text + fields[:start] + _NUMBER.sub(rename, fields[start:]) + head

    def rename(match: re.Match[bytes]) -> bytes:
        value = _VALUES[match[0]]
        return match[0] if value >= 0 else encode(-1 - numbers[-1 - value])

    return [
        Word(word.text, renumber(word.postings), tuple([(form, renumber(found)) for form, found in word.variants]))
        for word in words
    ]


class _Heads(dict[int, bytes]):
    """The encodings of numbers, for the same reason."""

    def __missing__(self, number: int) -> bytes:
        head = self[number] = encode_head(NUMBER, number)
        return head


_HEADS = _Heads()


def join_words(parts: Iterable[tuple[int, Sequence[Word]]]) -> Iterator[tuple[str, bytes]]:
    """Yield all words in order, encoded, with their postings in all parts of the documents.

    A part is the number of its first document, and its words. The parts come in the order of these numbers; the bytes
    are then those that Pagefind makes of all documents at once.
    """
    found: dict[str, list[tuple[int, Word]]] = {}
    for start, words in parts:
        for word in words:
            found.setdefault(word.text, []).append((start, word))
    for text in sorted(found):
        members = found[text]
        postings = _join_postings([(start, word.postings) for start, word in members])
        yield text, b"".join((_WORD, encode(text), postings, _join_variants(members)))


def _join_postings(parts: Sequence[tuple[int, Postings]]) -> bytes:
    pieces = [encode_head(ARRAY, sum([postings.count for _, postings in parts]))]
    last = 0
    for start, postings in parts:
        if postings.count:
            pieces += (_WORD, _HEADS[start + postings.first - last], postings.places)
            last = start + postings.last
    return b"".join(pieces)


def _join_variants(members: Iterable[tuple[int, Word]]) -> bytes:
    """Return the variants of a word, in the order in which they are met."""
    found: dict[str, list[tuple[int, Postings]]] = {}
    for start, word in members:
        for form, postings in word.variants:
            found.setdefault(form, []).append((start, postings))
    variants = [encode_head(ARRAY, 2) + encode(form) + _join_postings(parts) for form, parts in found.items()]
    return encode_head(ARRAY, len(variants)) + b"".join(variants)


def spell_chunk(words: Sequence[bytes]) -> bytes:
    """Return a chunk with these words, not packed."""
    return encode_head(ARRAY, 1) + encode_head(ARRAY, len(words)) + b"".join(words)


def name_groups(fragments: Sequence[bytes]) -> list[str]:
    """Return a digest for each `GROUP` fragments.

    In Pagefind's own form each fragment is named by a digest, and all these names are in the table that every search
    loads. The digest of a group with a digit behind it is half as long there. A name still depends on the content, so
    browsers can keep the files.
    """
    starts = range(0, len(fragments), GROUP)
    return [make_name(b"".join(fragments[start : start + GROUP])) for start in starts]


def name_documents(groups: Sequence[str], count: int) -> list[str]:
    """Return the names of so many documents in these groups."""
    return [f"{groups[number // GROUP]}/{_DIGITS[number % GROUP]}" for number in range(count)]


def name_fragment(document: str) -> str:
    """Return the name of the file with the fragment of a document."""
    return _FRAGMENT.format(document)


def name_chunk(chunk: str) -> str:
    """Return the name of the file with a chunk."""
    return _CHUNK.format(chunk)


def compose_index(
    runtime: Mapping[str, bytes],
    documents: Sequence[tuple[str, int]],
    chunks: Sequence[tuple[str, str, str]],
    fields: Sequence[str],
) -> dict[str, bytes]:
    """Return the table of an index and the ``pagefind-entry.json`` that names it.

    ``documents`` are names and numbers of words, ``chunks`` first word, last word and name. Lengths are rounded to
    eight words: the ranking stays the same, the table gets a sixth smaller.
    """
    entry = json.loads(runtime[ENTRY])
    (language,) = entry["languages"].values()
    rounded = [[name, max(round(length / 8) * 8, 1)] for name, length in documents]
    data = pack(encode([entry["version"], rounded, list(map(list, chunks)), [], [], list(fields)]))
    language |= {"hash": f"{find_prefix(runtime)}_{make_name(data)}", "page_count": len(documents)}
    return {_TABLE.format(language["hash"]): data, ENTRY: json.dumps(entry).encode()}


def find_prefix(runtime: Mapping[str, bytes]) -> str:
    """Return what the names of chunks begin with: the language."""
    (language,) = json.loads(runtime[ENTRY])["languages"].values()
    prefix: str = language["hash"].rpartition("_")[0]
    return prefix


def find_fragments(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the names of the documents in Pagefind's own files by their addresses."""
    start, end = _FRAGMENT.split("{}")
    fragments = {name: data for name, data in files.items() if name.startswith(start)}
    return {json.loads(unpack(data))["url"]: name[len(start) : -len(end)] for name, data in fragments.items()}


def unpack(data: bytes) -> bytes:
    """Return the content of a file. Raises ValueError if Pagefind didn't write it."""
    try:
        data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"a file can't be unpacked: {error}") from error
    if not data.startswith(_MARK):
        raise ValueError("a file has no mark of Pagefind")
    return data[len(_MARK) :]


def pack(content: bytes) -> bytes:
    """Return a file with the content. The same content gives the same bytes."""
    return gzip.compress(_MARK + content, _LEVEL, mtime=0)


def make_name(data: bytes) -> str:
    """Return a digest that names a file."""
    return blake2b(data, digest_size=4).hexdigest()
