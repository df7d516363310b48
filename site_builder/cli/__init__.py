"""The commands. The only package that prints, asks or exits."""
