"""Jinja2 as this program uses it: escaped everywhere, without a way out of a template's values, and fast.

`environment.py` is Jinja2 with the doors shut. `flattening.py` makes one tree of a template and all that it extends and
includes, and `compiling.py` a Python function of that tree, which renders a page in a sixth of the time. Jinja2 itself
renders what such a function can't say, and every page that fails: it knows the file and the line.
"""

from site_builder.templating.compiling import Compiler, Render
from site_builder.templating.environment import PlainEnvironment, TracingEnvironment, is_hidden, make_environment

__all__ = ["Compiler", "PlainEnvironment", "Render", "TracingEnvironment", "is_hidden", "make_environment"]
