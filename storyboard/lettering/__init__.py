"""Lettering: a panel's words as balloons, captions and effects that writers only have to draw."""

from storyboard.lettering.jobs import LetteringStyle
from storyboard.lettering.letterer import Lettered, letter

__all__ = ["Lettered", "LetteringStyle", "letter"]
