"""Trains toon from scratch in stages that resume, on a GPU or on the cores of a CPU."""
