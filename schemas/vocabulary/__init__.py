"""What authors may ask for: the words of poses and moods, and how phrases find them."""
