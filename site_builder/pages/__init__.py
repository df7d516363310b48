"""The catalog → every page as a value, and the view that a page's template shows."""
