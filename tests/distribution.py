"""Which tests stay together when several processes share them."""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/journeys/", "tests/main/demo/test_prepare.py")


class KeepTogether(LoadScopeScheduling):
    """Each test goes where there is time; what shares a dear fixture goes to one process."""

    def _split_scope(self, nodeid: str) -> str:
        if "bucket" in nodeid.rpartition("::")[2]:  # each process would start a server
            return "bucket"
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> KeepTogether:
    """Used by ``pytest -n``."""
    return KeepTogether(config, log)
