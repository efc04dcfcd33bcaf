"""A language model may read a story's actions: asked once, checked, recorded, and never trusted.

panel → question (`questions`) → recorded answer (`recording`) or a server's (`exchange`) →
checked (`answers`) → `schemas.directions.Directions`; what cannot be had is read by rules.
"""
