"""Asks every operation of the interface what its description allows, and what it does not."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from bihuan.main.api import api

MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
Answered = Callable[[str, int, str], None]


def operations() -> Iterator[Any]:
    """Every operation of the description."""
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    for found in schema.get_all_operations():
        yield found.ok()


def run(operation: Any, key: str, *, examples: int, seen: Answered) -> None:
    """Ask one operation so many times in each mode, and hand on what was answered."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    for mode in MODES:

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case: Any) -> None:
            status, address = _answer(client, case, key)
            seen(operation.label, status, address)

        asked()


def _answer(client: Client, case: Any, key: str) -> tuple[int, str]:
    query = urlencode(_flat(case.query or {}), doseq=True, errors="replace")
    address = f"{case.formatted_path}?{query}"
    body = case.body if isinstance(case.body, str | bytes) else b"{}"
    answer = client.generic(
        case.method,
        address,
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code, address


def _flat(query: dict[str, Any]) -> dict[str, Any]:
    return {
        str(name): [str(one) for one in value] if isinstance(value, list) else str(value)
        for name, value in query.items()
    }
