"""Pictures as prompts: image adapters, and the attention that hears them."""
