"""What holds for every test."""

from hypothesis import settings

settings.register_profile("weibao", deadline=None)  # how long things take is held by tests of their own
settings.load_profile("weibao")
