"""Who plays whom: which drawing, and what stands in where there is none."""
