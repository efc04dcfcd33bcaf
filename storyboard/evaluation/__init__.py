"""Evaluations: a suite of compositions and prompts, drawn by several methods, measured, in tables.

suite file → `schemas.suite.Suite` (`reading`) → a panel plan for every picture (`cells`) → pictures
by the store and the executors of a render (`drawing`) → what judges and networks see in each
(`instruments`, `measuring`) → metrics (`metrics`) → tables and a report (`tables`, `writing`).
"""
