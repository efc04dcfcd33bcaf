"""What helps to write a story: a file to begin with, and its format as JSON Schema for editors."""
