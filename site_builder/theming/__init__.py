"""Themes, translations and templates."""
