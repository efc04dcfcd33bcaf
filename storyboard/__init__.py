"""Story files to lettered comic books."""
