"""A kind of notice that only these tests know."""

from collections.abc import Iterator

import pytest

from bihuan.notify import kinds
from bihuan.notify.kinds import NoticeKind

STEP = NoticeKind(
    key="test.step",
    label="测试消息",
    fields={"place": "点位", "due": "时限"},
    title="{点位}超标",
    text="{点位}超标{?时限}，请于{时限}前说明{/}。",
    sample={"place": "1#排口", "due": "11月22日 18:00"},
)


@pytest.fixture
def step() -> Iterator[NoticeKind]:
    """The kind, known while the test runs."""
    kinds.register(STEP)
    yield STEP
    kinds._kinds.pop(STEP.key)
