"""What an author can do about a note: told once a run, by whoever prints notes."""

SHORTEN = "to have all of it heard, shorten the action, the setting or the style"
"""Where words of a prompt are cut off."""
