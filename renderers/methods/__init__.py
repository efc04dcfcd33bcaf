"""Renderers, a module each: every one a small composition of the rooms beside it."""
