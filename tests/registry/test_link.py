"""Why a device is silent: one cut at a time."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registry.link import (
    DropReason,
    LinkCause,
    LinkEvidence,
    Neighbours,
    is_silent,
    link_diagnosis,
    silence_limit,
)
from tests.people import NOW

MINUTE = timedelta(minutes=1)
FINE = Neighbours(total=20, silent=0)
SILENT = Neighbours(total=20, silent=20)
HEARD = LinkEvidence(
    now=NOW,
    interval_s=60,
    last_seen=NOW - MINUTE,
    connected=True,
    address="10.1.2.3",
    carrier="移动",
    gateway="gateway-1",
    gateway_beat=NOW - timedelta(seconds=5),
    same_gateway=FINE,
    other_addresses=FINE,
)
CUT = replace(HEARD, last_seen=NOW - 10 * MINUTE)
DROPPED = replace(CUT, connected=False)


def test_a_device_that_is_heard_has_no_cause() -> None:
    assert not link_diagnosis(HEARD).is_silent


@pytest.mark.requirement("A10.13")
@pytest.mark.parametrize(
    ("evidence", "cause", "because"),
    [
        pytest.param(
            CUT, LinkCause.STATION, "连接保持但设备不再上传数据", id="logger hangs, line stays"
        ),
        pytest.param(
            replace(DROPPED, drop=DropReason.CLOSED),
            LinkCause.STATION,
            "设备主动断开",
            id="logger switched off in order",
        ),
        pytest.param(
            replace(DROPPED, drop=DropReason.TIME_OUT, same_address=Neighbours(3, 0)),
            LinkCause.STATION,
            "其余设备中 3 台通信正常",
            id="one logger dead, neighbours on its router fine",
        ),
        pytest.param(
            replace(DROPPED, drop=DropReason.TIME_OUT),
            LinkCause.LINK,
            "半开连接",
            id="line cut, no neighbour",
        ),
        pytest.param(
            replace(DROPPED, drop=DropReason.RESET), LinkCause.LINK, "异常中断", id="line reset"
        ),
        pytest.param(
            replace(CUT, same_address=Neighbours(2, 2)),
            LinkCause.LINK,
            "10.1.2.3 的其余 2 台设备也无数据",
            id="router of several loggers cut",
        ),
        pytest.param(
            replace(CUT, same_carrier=Neighbours(9, 8), same_gateway=Neighbours(20, 8)),
            LinkCause.LINK,
            "“移动”的其余 9 台设备中 8 台",
            id="carrier's network down",
        ),
        pytest.param(
            replace(
                CUT,
                same_gateway=SILENT,
                other_addresses=SILENT,
                same_carrier=SILENT,
            ),
            LinkCause.LINK,
            "“移动”",
            id="all silent, but all of one carrier",
        ),
        pytest.param(
            replace(CUT, gateway_beat=NOW - 5 * MINUTE),
            LinkCause.PLATFORM,
            "gateway-1 自 11-21 08:25 起无心跳",
            id="gateway killed",
        ),
        pytest.param(
            replace(CUT, gateway_beat=None),
            LinkCause.PLATFORM,
            "从未无心跳",
            id="gateway never ran",
        ),
        pytest.param(
            replace(CUT, store_refusing=True), LinkCause.PLATFORM, "无法入库", id="disk full"
        ),
        pytest.param(
            replace(
                CUT, same_gateway=SILENT, other_addresses=SILENT, same_carrier=Neighbours(7, 7)
            ),
            LinkCause.PLATFORM,
            "接入网络可能中断",
            id="platform's own line cut",
        ),
        pytest.param(
            replace(HEARD, last_seen=None), LinkCause.UNKNOWN, "登记后从未", id="never heard"
        ),
        pytest.param(
            replace(DROPPED, drop=DropReason.SERVER),
            LinkCause.UNKNOWN,
            "尚未重连",
            id="hung up by us",
        ),
    ],
)
def test_each_cut_link_gives_its_cause_and_says_why(
    evidence: LinkEvidence, cause: LinkCause, because: str
) -> None:
    diagnosis = link_diagnosis(evidence)
    assert diagnosis.cause is cause
    assert because in diagnosis.because


@given(interval_s=st.integers(1, 32767), silence_s=st.integers(0, 200_000))
def test_silence_begins_after_three_missed_reports_and_three_minutes(
    interval_s: int, silence_s: int
) -> None:
    silence = timedelta(seconds=silence_s)
    evidence = replace(CUT, interval_s=interval_s, last_seen=NOW - silence)
    expected = silence_s > max(180, 3 * interval_s)
    assert link_diagnosis(evidence).is_silent == expected
    assert (silence > silence_limit(interval_s)) == expected
    rows = {"interval_s": [interval_s], "last_packet_at": [evidence.last_seen]}
    assert pl.DataFrame(rows).select(is_silent(NOW)).item() == expected


@given(
    same_gateway=st.tuples(st.integers(0, 50), st.integers(0, 50)),
    same_address=st.tuples(st.integers(0, 50), st.integers(0, 50)),
    same_carrier=st.tuples(st.integers(0, 50), st.integers(0, 50)),
    drop=st.sampled_from(list(DropReason)),
    connected=st.booleans(),
)
def test_every_silence_has_a_cause_and_a_sentence_that_fits_its_column(
    same_gateway: tuple[int, int],
    same_address: tuple[int, int],
    same_carrier: tuple[int, int],
    drop: DropReason,
    connected: bool,
) -> None:
    neighbours = [
        Neighbours(max(pair), min(pair)) for pair in (same_gateway, same_address, same_carrier)
    ]
    diagnosis = link_diagnosis(
        replace(
            CUT,
            connected=connected,
            drop=drop,
            carrier="中" * 40,
            gateway="g" * 40,
            same_gateway=neighbours[0],
            other_addresses=neighbours[0],
            same_address=neighbours[1],
            same_carrier=neighbours[2],
        )
    )
    assert diagnosis.cause is not None
    assert 0 < len(diagnosis.because) <= 300
