"""The forms in which papers come in. One module a format; see ``registry.py``."""
