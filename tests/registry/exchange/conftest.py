"""Imports whose jobs run at once."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def at_once(settings: Any) -> None:
    """Jobs run where they are asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
