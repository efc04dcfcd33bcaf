"""What a professional would object to in a planned scene, whoever planned it.

plan → what a reader sees, panel by panel (`seen`) → findings (`rhythm`, `line`, `continuity`).
They are advice: nothing is changed.
"""
