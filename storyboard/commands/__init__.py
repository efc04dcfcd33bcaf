"""What each command does; imported when its command runs.

The first commands are declared in `cli.py` and `authoring.py`, later ones in a module of their own
that `cli.py` registers. `options.py` has the options that several share, `console.py` says errors
and exit codes, `progress.py` and `bar.py` show a build at work.
"""
