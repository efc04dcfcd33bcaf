"""Moods that no picture has, drawn onto a face where the drawing allows it.

The face is found as a stretch of skin with islands in it (`features`): eyes, brows, a mouth. A
mood says which of them change (`moods`); they are wiped off and drawn anew in the drawing's own
ink (`painting`). `felt` names pictures that were changed so, and makes them again.
"""
