"""Colours as CSS writes them: a name, hexadecimal digits or a function."""

from __future__ import annotations

import re
from difflib import get_close_matches

#: https://www.w3.org/TR/css-color-4/#named-colors
_NAMES = """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato transparent turquoise violet wheat
    white whitesmoke yellow yellowgreen
"""

_NUMBER = r"(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:%|deg|g?rad|turn)?|none)"
_PARTS = rf"{_NUMBER}(?:\s+{_NUMBER}){{2}}(?:\s*/\s*{_NUMBER})?"
_OLD_PARTS = rf"{_NUMBER}(?:\s*,\s*{_NUMBER}){{2,3}}"
_SPACES = r"srgb(?:-linear)?|display-p3|a98-rgb|prophoto-rgb|rec2020|xyz(?:-d50|-d65)?"
_COLOUR = rf"""(?aix)
    \#(?:[0-9a-f]{{3,4}}|[0-9a-f]{{6}}|[0-9a-f]{{8}})
    | (?:rgb|hsl)a?\(\s*(?:{_PARTS}|{_OLD_PARTS})\s*\)
    | (?:hwb|lab|lch|oklab|oklch)\(\s*{_PARTS}\s*\)
    | color\(\s*(?:{_SPACES})\s+{_PARTS}\s*\)
"""


def explain_colour(wish: object) -> str:
    """Return what to write instead of a value that CSS doesn't read as a colour; empty if it is one.

    Variables and mixtures (``var()``, ``color-mix()``) are not accepted.
    """
    if not isinstance(wish, str):
        return _SUGGESTION
    names = _NAMES.split()
    if wish.lower() in names or re.fullmatch(_COLOUR, wish):
        return ""
    near = get_close_matches(wish.lower(), names, n=1, cutoff=0.75)
    return f"did you mean '{near[0]}'?" if near else _SUGGESTION


_SUGGESTION = 'write a colour as CSS does: "#0b57d0", "teal", "oklch(50% 0.2 260)"'
