"""Where everybody stands, how large, in front of whom."""
