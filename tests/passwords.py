"""Passwords of the tests are kept as the platform keeps them, but without the long work."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The platform's own way of keeping passwords at its lowest cost."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def pytest_configure() -> None:
    """Put it in the place of the first."""
    settings.PASSWORD_HASHERS = ["tests.passwords.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]
