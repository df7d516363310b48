"""Lists of papers in any layout: each container becomes one `Document`, and one engine reads all of them."""
