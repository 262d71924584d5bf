"""What a simulated logger says of its values."""

from datetime import datetime, timedelta

import pytest

from bihuan.hj212.conversation import Identity
from bihuan.hj212.edition import Edition
from bihuan.hj212.record import read_upload
from bihuan.hj212.segment import Packet
from bihuan.hj212.simulator import (
    GAS_FLOW,
    WATER_FLOW,
    FlowUnits,
    LoggerSettings,
    SimulatedFactor,
    Total,
    simulated_site,
)
from bihuan.hj212.simulator.measure import Measuring
from bihuan.hj212.value_kind import Statistic

START = datetime.fromisoformat("2026-11-21T08:00:00+08:00")
HOUR = (START, START + timedelta(hours=1))
Value = tuple[float | None, str]


class Values:
    """Fixed means; a period shorter than an hour is higher by its place in the hour."""

    def __init__(self, **means: Value) -> None:
        self.means = means

    def __call__(self, factor: str, start: datetime, end: datetime) -> Value:
        mean, flag = self.means[factor]
        if mean is None or end - start >= timedelta(hours=1) or start == end:
            return mean, flag
        return mean + (start.minute - 20) / 20, flag


def measuring(
    *factors: SimulatedFactor,
    values: Values,
    edition: Edition = Edition.HJ212_2017,
    flow: FlowUnits = WATER_FLOW,
) -> Measuring:
    settings = LoggerSettings(Identity("A", edition), factors, flow_units=flow)
    return Measuring(settings, values)


COD = SimulatedFactor("w01018", decimals=1, total=Total.MASS)
FLOW = SimulatedFactor("w00000", decimals=2, total=Total.FLOW)


def test_a_period_carries_sum_minimum_mean_and_maximum() -> None:
    values = Values(w00000=(20.0, "N"), w01018=(40.0, "N"))
    flow, cod = measuring(FLOW, COD, values=values).period(*HOUR)
    assert flow == (
        b"w00000-Cou=72.000,w00000-Min=19.00,w00000-Avg=20.00,w00000-Max=21.00,w00000-Flag=N"
    )
    assert cod == b"w01018-Cou=2.8800,w01018-Min=39.0,w01018-Avg=40.0,w01018-Max=41.0,w01018-Flag=N"


def test_gas_sums_are_in_cubic_metres_and_kilograms() -> None:
    flow = SimulatedFactor("a00000", decimals=1, total=Total.FLOW)
    sulphur = SimulatedFactor("a21026", decimals=1, total=Total.MASS)
    values = Values(a00000=(50.0, "N"), a21026=(20.0, "N"))
    flow_group, sulphur_group = measuring(flow, sulphur, values=values, flow=GAS_FLOW).period(*HOUR)
    assert flow_group.startswith(b"a00000-Cou=180000.000,")
    assert sulphur_group.startswith(b"a21026-Cou=3.6000,")


def test_periods_of_2005_have_no_flag() -> None:
    (group,) = measuring(
        SimulatedFactor("011"), values=Values(**{"011": (40.0, "N")}), edition=Edition.HJT212_2005
    ).period(*HOUR)
    assert group == b"011-Min=39.00,011-Avg=40.00,011-Max=41.00"


@pytest.mark.parametrize(
    ("oxygen", "edition", "expected"),
    [
        (9.0, Edition.HJ212_2017, b"20.0"),
        (15.0, Edition.HJ212_2017, b"40.0"),
        (21.0, Edition.HJ212_2017, b""),
        (21.0, Edition.HJ212_2025, b"9999.99"),
        (None, Edition.HJ212_2017, b""),
    ],
)
def test_a_converted_value_follows_the_oxygen(
    oxygen: float | None, edition: Edition, expected: bytes
) -> None:
    sulphur = SimulatedFactor("a21026", decimals=1, is_converted=True)
    values = Values(a21026=(20.0, "N"), a19001=(oxygen, "N"))
    gas = measuring(sulphur, SimulatedFactor("a19001"), values=values, edition=edition)
    assert gas.realtime(START)[0] == b"a21026-Rtd=20.0,a21026-ZsRtd=%b,a21026-Flag=N" % expected


def test_a_missing_value_is_empty_and_keeps_its_flag() -> None:
    broken = measuring(COD, values=Values(w01018=(None, "B")))
    assert broken.realtime(START) == (b"w01018-Rtd=,w01018-Flag=B",)
    assert broken.period(*HOUR) == (
        b"w01018-Cou=,w01018-Min=,w01018-Avg=,w01018-Max=,w01018-Flag=B",
    )


def test_facilities_tell_states_and_hours() -> None:
    settings, values = simulated_site("wastewater", "A")
    water = Measuring(settings, values)
    assert water.facility_states(START) == (b"SB1-RS=1", b"SB2-RS=1")
    assert water.facility_hours(*HOUR) == (b"SB1-RT=24.00", b"SB2-RT=24.00")


def test_noise_tells_day_and_night_levels_by_energy() -> None:
    settings = LoggerSettings(
        Identity("A", system_code="23"), (SimulatedFactor("Leq", decimals=1),)
    )

    def level(factor: str, start: datetime, end: datetime) -> Value:
        return (50.0 if start.hour == 0 else 60.0), "N"

    noise = Measuring(settings, level)
    day = START.replace(hour=0), START.replace(hour=0) + timedelta(days=1)
    assert noise.period(*day) == (b"Leq-Data=50.0,Leq-DayData=60.0,Leq-NightData=55.1,Leq-Flag=N",)
    assert noise.period(*HOUR) == (b"Leq-Data=60.0,Leq-Flag=N",)


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("profile", ["wastewater", "flue_gas", "air", "noise"])
def test_every_typical_site_is_read_without_a_doubt(profile: str, edition: Edition) -> None:
    settings, values = simulated_site(profile, "A", edition)
    site = Measuring(settings, values)
    for code, groups in (("2011", site.realtime(START)), ("2061", site.period(*HOUR))):
        area = b";".join((b"DataTime=20261121080000", *groups))
        upload = read_upload(Packet("1", "32", code, "1", "A", parameters=area))
        assert not upload.quirks or edition is Edition.HJT212_2005
        assert all(record.value is not None for record in upload.records)
        by_factor: dict[str, dict[Statistic, float]] = {}
        for record in upload.records:
            by_factor.setdefault(record.factor, {})[record.statistic] = record.value or 0.0
        assert set(by_factor) == {factor.code for factor in settings.factors}
        for numbers in by_factor.values():
            low = numbers.get(Statistic.MINIMUM, numbers[Statistic.VALUE])
            high = numbers.get(Statistic.MAXIMUM, numbers[Statistic.VALUE])
            assert low <= numbers[Statistic.VALUE] <= high
