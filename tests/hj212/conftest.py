"""Properties of the protocol are never judged by how long one example took."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
