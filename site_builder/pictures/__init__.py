"""Pictures of the content: what is known of each file, and smaller copies of it."""
