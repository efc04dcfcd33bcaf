"""The colours that authors name, as flat colours that suit the drawn places and things."""

COLOURS = {
    "red": "#d0574e",
    "orange": "#eb9a4f",
    "yellow": "#f3ce62",
    "green": "#7db27a",
    "blue": "#6ea3d3",
    "purple": "#9a7cc0",
    "violet": "#9a7cc0",
    "pink": "#eba4b4",
    "brown": "#a3744f",
    "grey": "#a9aeb8",
    "gray": "#a9aeb8",
    "white": "#f4f1ea",
    "black": "#4a4a58",
    "teal": "#5fa6a4",
    "turquoise": "#67c0bd",
    "beige": "#eadcc0",
    "cream": "#f6ead0",
    "gold": "#dcb456",
    "golden": "#dcb456",
    "lilac": "#c4abdc",
    "navy": "#3d5688",
    "mint": "#b4dcc4",
    "peach": "#f5c6a5",
    "lavender": "#c6b9e2",
}
"""What colours words can give to things."""
