"""Storms over builds: kills, damages, mutated stories, plans and settings, counted.

`python -m benchmarks.storm --help` says how they are asked for.
"""
