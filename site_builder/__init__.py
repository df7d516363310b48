"""Site Builder: a static site generator for curated paper pages."""

__version__ = "0.1.0"
