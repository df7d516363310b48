"""Every pattern of the program, and texts on which a pattern that isn't linear takes long.

The texts are made of the pattern's own parts: what stands before a repetition, what it repeats, many times, and
something that doesn't fit behind it.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from pathlib import Path
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NamedTuple

import site_builder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
#: A repetition of up to so many times can't take long.
_FEW = 64
#: Signs of many classes; a set of signs is tried by those of them that it holds.
_SIGNS = "a Z0é中\n\t.,:;-_/\\'\"()[]{}<>&#@%$*+=|~^`!?…–\u00a0\u0301"
_MISFIT = ("", "\x00", "\n\x00")
_SEARCHING = {"search", "sub", "subn", "split", "findall", "finditer"}
#: Seconds from which two measurements are compared.
_MEASURABLE = 0.004
#: How many times longer a pattern of linear time may take for the double text, at most.
LINEAR = 2.9


class Use(NamedTuple):
    """A pattern, where it is, and whether it is looked for in a text (else matched at one place)."""

    where: str
    pattern: re.Pattern[Any]
    searched: bool


class Finding(NamedTuple):
    """A pattern that takes more than linear time: where it is, the text's parts, the seconds by the text's length."""

    where: str
    pattern: str
    text: tuple[str, str, str]
    seconds: dict[int, float]


def list_modules() -> Iterator[ModuleType]:
    """Yield all modules of the program."""
    for info in pkgutil.walk_packages(site_builder.__path__, "site_builder."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def list_uses() -> list[Use]:
    """Return every pattern that a module compiles or names where it uses it."""
    modules = list(list_modules())
    trees = {module: ast.parse(Path(module.__file__ or "").read_text("utf-8")) for module in modules}
    methods: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                methods.setdefault(name, set()).add(node.attr)
    uses: dict[tuple[object, int, bool], Use] = {}
    for module, tree in trees.items():
        for name, pattern in _list_named(module):
            used = methods.get(name, set())
            searched = bool(used & _SEARCHING) or not used & {"match", "fullmatch"}
            uses.setdefault(
                (pattern.pattern, pattern.flags, searched), Use(f"{module.__name__}.{name}", pattern, searched)
            )
        for line, method, text in _list_immediate(tree):
            pattern = re.compile(text)
            use = Use(f"{module.__name__}:{line}", pattern, method in _SEARCHING)
            uses.setdefault((pattern.pattern, pattern.flags, use.searched), use)
    return list(uses.values())


def _list_named(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for name, value in vars(module).items():
        values = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
        for item in values:
            for part in item if isinstance(item, tuple) else [item]:
                if isinstance(part, re.Pattern):
                    yield name, part


def _list_immediate(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the method and the pattern of each call such as ``re.sub("a+", …)``, but for ``re.compile``."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr != "compile"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.lineno, node.func.attr, node.args[0].value


def list_texts(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Return what to try a pattern with: a start, what follows many times, an end."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.DEBUG)
    texts: dict[tuple[str, str, str], None] = {}
    for before, pump in _list_pumps(tree, ""):
        for misfit in _MISFIT:
            texts[before, pump, misfit] = None
        texts["", before + pump, _MISFIT[1]] = None
    whole = _sample(tree)
    texts["", whole, _MISFIT[1]] = None
    for sign in " a0,.-\n":
        texts["", sign, _MISFIT[1]] = None
    return [text for text in texts if text[1]]


def _list_pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Yield for each repetition what may stand before it, and what it may repeat."""
    for code, value in tree:
        if code in (*_REPEATS, codes.POSSESSIVE_REPEAT):
            most, body = value[1:]
            if most > _FEW:
                for pump in _list_samples(body):
                    yield before, pump
            yield from _list_pumps(body, before)
        for part in _list_parts(code, value):
            yield from _list_pumps(part, before)
        before += _sample([(code, value)])


def _list_parts(code: Any, value: Any) -> list[Any]:
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _list_samples(tree: Any) -> list[str]:
    """Return several texts that fit a part of a pattern: one for each branch and each class of signs."""
    found = [_sample(tree)]
    items = list(tree)
    for number, (code, value) in enumerate(items):
        before, after = _sample(items[:number]), _sample(items[number + 1 :])
        if code is codes.IN:
            found += [before + sign + after for sign in _list_fitting(value)[:8]]
        for part in _list_parts(code, value):
            found += [before + sample + after for sample in _list_samples(part)]
        if code in _REPEATS:
            found += [before + sample * max(value[0], 1) + after for sample in _list_samples(value[2])]
    return list(dict.fromkeys(found))[:24]


def _sample(tree: Any) -> str:
    text = ""
    for code, value in tree:
        if code is codes.LITERAL:
            text += chr(value)
        elif code is codes.NOT_LITERAL:
            text += next(sign for sign in _SIGNS if ord(sign) != value)
        elif code is codes.ANY:
            text += "a"
        elif code is codes.IN:
            text += next(iter(_list_fitting(value)), "")
        elif code in (*_REPEATS, codes.POSSESSIVE_REPEAT):
            text += _sample(value[2]) * min(max(value[0], 1), 8)
        elif code is codes.BRANCH:
            text += _sample(value[1][0])
        elif code in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
            text += _sample(_list_parts(code, value)[0])
    return text


def _list_fitting(items: Any) -> list[str]:
    """Return signs that a set holds."""
    literals = [chr(value) for code, value in items if code is codes.LITERAL]
    literals += [chr(value[0]) for code, value in items if code is codes.RANGE]
    negated = any(code is codes.NEGATE for code, _ in items)
    fitting = [sign for sign in _SIGNS if _is_in(sign, items) != negated]
    return fitting if negated else [*literals[:6], *fitting]


def _is_in(sign: str, items: Any) -> bool:
    categories = {
        codes.CATEGORY_DIGIT: str.isdigit,
        codes.CATEGORY_SPACE: str.isspace,
        codes.CATEGORY_WORD: lambda text: text.isalnum() or text == "_",
    }
    opposites = {
        codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
        codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
        codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
    }
    for code, value in items:
        if (
            (code is codes.LITERAL and ord(sign) == value)
            or (code is codes.RANGE and value[0] <= ord(sign) <= value[1])
            or (code is codes.CATEGORY and value in categories and categories[value](sign))
            or (code is codes.CATEGORY and value in opposites and not categories[opposites[value]](sign))
        ):
            return True
    return False


def sweep(use: Use, longest: int, growth: float = LINEAR) -> Finding | None:
    """Try a pattern with ever longer texts, up to a length, until the time can be judged.

    Returns what takes more than ``growth`` times longer for the double text.
    """
    for text in list_texts(use.pattern):
        if finding := _try(use, text, longest, growth):
            return finding
    return None


def _try(use: Use, text: tuple[str, str, str], longest: int, growth: float) -> Finding | None:
    seconds: dict[int, float] = {}
    length, before = 16, 0.0
    while length <= longest:
        spent = min(_measure(use, text, length) for _ in range(1 if before < _MEASURABLE / 3 else 3))
        seconds[length] = spent
        if before > _MEASURABLE / 3 and spent > _MEASURABLE and spent > growth * before:
            again = min(_measure(use, text, length // 2) for _ in range(3))
            if spent > growth * again:
                return Finding(use.where, str(use.pattern.pattern), text, seconds)
        if spent > 0.25:  # from hardly measurable to this: more than any power
            return None if before > _MEASURABLE / 3 else Finding(use.where, str(use.pattern.pattern), text, seconds)
        before, length = spent, length * 2
    return None


def _measure(use: Use, text: tuple[str, str, str], length: int) -> float:
    start, pump, end = text
    long: Any = start + pump * max(length // len(pump), 1) + end
    if isinstance(use.pattern.pattern, bytes):
        long = long.encode("latin-1", "replace")
    began = time.process_time()
    if use.searched:
        for _ in use.pattern.finditer(long):
            pass
    else:
        use.pattern.match(long)
        use.pattern.fullmatch(long)
    return time.process_time() - began


def list_nested(pattern: re.Pattern[Any]) -> list[str]:
    """Return texts that one turn of a long repetition takes, as well as two turns.

    Such a text, many times, can be cut in so many ways that a pattern that fails behind it tries for ever.
    """
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return list(dict.fromkeys(_list_nested(parser.parse(source, pattern.flags & ~re.DEBUG), pattern.flags)))


def _list_nested(tree: Any, flags: int) -> Iterator[str]:
    for code, value in tree:
        if code in _REPEATS:
            if value[1] > _FEW:
                turn = compiler.compile(value[2], flags & ~(re.DEBUG | re.LOCALE))
                yield from (text for text in _list_samples(value[2]) if text and turn.fullmatch(text + text))
            yield from _list_nested(value[2], flags)
        for part in _list_parts(code, value):
            yield from _list_nested(part, flags)
