"""All papers of a site with their indexes: who is who, and which papers are related."""
