"""Tagged text: each line begins with a tag. One module a format; `reader` and `records` do what all of them share."""
