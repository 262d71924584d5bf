"""Signs of life while a process works."""

import threading

import pytest

from bihuan.main import heartbeat
from bihuan.main.heartbeat import beating
from bihuan.registry.models import ProcessHeartbeat


@pytest.mark.django_db(transaction=True)
def test_a_working_process_leaves_signs_of_life_with_what_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heartbeat, "INTERVAL_S", 0.01)
    beaten = threading.Event()
    counts = iter(range(10_000))

    def detail() -> dict[str, int]:
        number = next(counts)
        if number == 3:
            beaten.set()
        return {"number": number}

    with beating("mover-1", detail):
        assert beaten.wait(60)
    kept = ProcessHeartbeat.objects.get(process="mover-1")
    assert kept.detail["number"] >= 2
