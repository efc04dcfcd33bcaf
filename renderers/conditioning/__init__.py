"""What a model is told of a plan: masks and pose maps, drawn or given."""
