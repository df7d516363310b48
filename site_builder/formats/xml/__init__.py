"""Bibliographies in XML: one module a format."""
