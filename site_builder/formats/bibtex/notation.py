r"""Commands of packages in BibTeX's texts: chemical formulas (mhchem), quantities (siunitx) and footnotes."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\\(?:ce|ch)\s*\{([A-Za-z0-9()\[\]]+)(?:\^\{?(\d*[+-])\}?|([+-]))?\}")
_COUNT = re.compile(r"(?<=[A-Za-z)\]])\d+")
_QUANTITY = re.compile(
    r"\\(?:SI|qty)\s*\{([^{}\\$]*)\}\s*\{([^{}$]*)\}|\\(?:si|unit)\s*\{([^{}$]*)\}|\\num\s*\{([^{}\\$]*)\}"
)
_UNIT = re.compile(r"\\([A-Za-z]+)\s*|([^\\\s]+)\s*")
_UNITS = {
    "ampere": "A", "angstrom": "Å", "bar": "bar", "bit": "bit", "byte": "B", "celsius": "°C", "day": "d",
    "degree": "°", "degreeCelsius": "°C", "electronvolt": "eV", "farad": "F", "gram": "g", "hertz": "Hz", "hour": "h",
    "joule": "J", "kelvin": "K", "kilogram": "kg", "liter": "L", "litre": "L", "meter": "m", "metre": "m",
    "minute": "min", "mole": "mol", "newton": "N", "ohm": "Ω", "pascal": "Pa", "percent": "%", "second": "s",
    "tesla": "T", "volt": "V", "watt": "W",
}  # fmt: skip
_PREFIXES = {
    "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "kilo": "k", "mega": "M", "giga": "G",
    "tera": "T",
}  # fmt: skip
_POWERS = {"squared": "²", "cubed": "³"}
_NOTE = re.compile(r"\\(?:footnote|footnotemark|thanks)\s*(?:\[[^\[\]]*\])?\s*(?:\{([^{}]*)\})?")


def spell_notation(text: str) -> str:
    r"""Return a text with its chemical formulas and quantities as words: ``\ce{H2O}``, ``\SI{5}{\kelvin}``.

    What can't be spelled stays as it is written.
    """
    text = _FORMULA.sub(_spell_formula, text)
    return _QUANTITY.sub(_spell_quantity, text)


def cut_notes(title: str) -> tuple[str, list[str]]:
    """Return a title without its footnotes, and what they say."""
    return _NOTE.sub("", title), [match[0] for match in _NOTE.finditer(title)]


def _spell_formula(match: re.Match[str]) -> str:
    charge = match[2] or match[3]
    formula = _COUNT.sub(lambda count: f"\\textsubscript{{{count[0]}}}", match[1])
    return formula + (f"\\textsuperscript{{{charge.replace('-', '−')}}}" if charge else "")


def _spell_quantity(match: re.Match[str]) -> str:
    if match[4] is not None:
        return match[4]
    unit, prefix = "", ""
    for command, sign in _UNIT.findall(match[2] or match[3] or ""):
        if command in _PREFIXES:
            prefix = _PREFIXES[command]
        elif command == "per" and unit:
            unit += "/"
        elif command in _POWERS:
            unit += _POWERS[command]
        elif command in _UNITS or sign:
            between = " " if unit and not unit.endswith("/") else ""
            unit += between + prefix + (_UNITS.get(command) or sign)
            prefix = ""
        else:
            return match[0]
    return f"{match[1]} {unit}" if match[1] else unit
