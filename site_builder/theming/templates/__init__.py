"""Jinja2 templates, always escaped, limited to plain values, and compiled to fast functions.

`environment.py` configures Jinja2 and blocks access to hidden attributes. `inlining.py` makes one tree of a template,
its parents and its includes. `expressions.py` and `codegen.py` write a Python function for this tree, which renders a
page in a sixth of the time. `compiler.py` caches that function. `runtime.py` holds what the function calls. Jinja2 is
loaded only to compile, to render a template that can't be compiled, and to report an error with its file and line
(`errors.py`).
"""
