"""The world of the matrix, built once for each test that walks it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from bihuan import telemetry
from bihuan.cases.services.procedure import publish_shipped
from tests.people import People, Places
from tests.security.world import World, clients_of, more_people, objects_of


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are decided but not drawn: who is let in does not hang on the template."""
    monkeypatch.setattr(
        "django.template.backends.django.Template.render", lambda *args, **kwargs: ""
    )


@pytest.fixture
def world(people: People, places: Places, now: datetime, tmp_path: Path) -> Iterator[World]:
    """Everybody logged in, objects on both sides, and an empty store."""
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    publish_shipped(now)
    objects = objects_of(people, places, now)
    everybody = more_people(people)
    names = {user.pk: name for name, user in everybody.items()}
    yield World(names, clients_of(everybody), objects)
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)
