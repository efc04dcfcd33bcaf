"""The characters: their drawings, which of them suits a panel, and what stands in for none."""
