"""Text copied from a page that lists papers with a header line, title, authors and abstract."""
