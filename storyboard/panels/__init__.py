"""The pictures of a plan: which are stale and why, drawing them, and keeping them by content."""
