"""Everything a curator should look at before a site is published."""
