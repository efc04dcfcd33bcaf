"""Judges tell, from a finished panel and its plan, who is drawn where; they never draw."""
