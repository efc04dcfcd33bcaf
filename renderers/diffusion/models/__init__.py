"""Models from disk: their parts, how each is read, and what is added to them."""
