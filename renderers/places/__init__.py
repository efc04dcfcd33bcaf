"""Drawn places: flat colours and clean ink lines, from words, the same on every machine."""
