"""Papers by their identifiers, asked for at the services that register them."""
