"""Which panel goes on which page, and where."""
