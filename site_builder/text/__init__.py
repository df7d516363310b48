"""Pure functions on text: folding, slugs, LaTeX, personal names, identifiers, the subjects of arXiv."""
