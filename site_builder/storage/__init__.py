"""Caches, file states, the output folder and worker processes."""
