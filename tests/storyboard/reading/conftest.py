"""Random stories are the same in every run and on any machine, however busy it is."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
