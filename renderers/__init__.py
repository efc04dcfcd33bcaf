"""What draws a panel: renderers by name, and the machinery beneath them."""
