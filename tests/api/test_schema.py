"""Whatever is asked of the interface, it answers as its description says, and never with a 500."""

import os
from collections import Counter
from datetime import datetime

from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import create_token
from tests.api.conftest import County
from tests.api.schema_run import operations, run
from tests.registry.furnished import furnish

EXAMPLES = int(os.environ.get("BIHUAN_SCHEMA_EXAMPLES", "2"))
"""Of each operation and mode; `bench.torture_api` asks for more."""

DECLARED = {200, 400, 401, 403, 404, 409, 413, 422, 429}


def test_nothing_that_is_asked_gives_an_error_of_ours(county: County, now: datetime) -> None:
    _, key = create_token("试", scopes=list(Scope), days=1, by=county.people.li, now=now)
    seen: Counter[int] = Counter()
    furnish(county.places)

    def noted(label: str, status: int, address: str) -> None:
        seen[status] += 1
        assert status in DECLARED, f"{label} {address} answered {status}"

    for operation in operations():
        run(operation, key, examples=EXAMPLES, seen=noted)
    assert seen[200] > EXAMPLES
    assert seen[422] > EXAMPLES
