"""The content folder, loaded and cached."""
