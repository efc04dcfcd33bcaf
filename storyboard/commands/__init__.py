"""What each command does, a module for each; imported when its command runs.

`cli.py` names them and their options. `console.py` says errors and exit codes, `progress.py` and
`bar.py` show a build at work.
"""
