"""Jinja2 as this program uses it: escaped everywhere, without a way out of a template's values, and fast.

`environment.py` is Jinja2 with the doors shut. `flattening.py` makes one tree of a template and all that it extends and
includes; `expressions.py` and `writing.py` make a Python function of that tree, which renders a page in a sixth of the
time, and `compiling.py` keeps it. Jinja2 itself is loaded where there is no such function yet, and renders what it
can't say and every page that fails: it knows the file and the line.
"""
