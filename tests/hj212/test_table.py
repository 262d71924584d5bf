"""The tables of codes: complete, without duplicates, every row with its trust mark."""

from collections import Counter
from decimal import Decimal

import pytest

from bihuan.hj212.command import Command, CommandKind, Direction, command, commands, systems
from bihuan.hj212.edition import Edition
from bihuan.hj212.factor import code_quirk, factor, factors, legacy_factor, meanings
from bihuan.hj212.quirk import Quirk
from bihuan.hj212.result import data_flags, result_code, result_codes, state_name
from bihuan.hj212.table import SECOND_HAND, read_table
from bihuan.hj212.value_kind import Role, Statistic, field_name, plain_fields, statistics

ROWS = {
    "commands": 75,
    "header_fields": 9,
    "system_codes": 23,
    "factors": 392,
    "legacy_units": 3,
    "value_kinds": 28,
    "plain_fields": 36,
    "result_codes": 17,
    "data_flags": 13,
    "information_states": 30,
    "facility_states": 6,
    "quirks": 56,
}
TRUSTED = {"standard", "practice", "unconfirmed", SECOND_HAND}
ONLY_2025 = "1002 1014 2013 2052 2062 2111 3022 3024 9015"


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("name", ROWS)
def test_a_table_has_all_its_rows_and_a_trust_mark_on_each(name: str) -> None:
    rows = read_table(name)
    assert len(rows) == ROWS[name]
    assert all(None not in row.values() and None not in row for row in rows)
    assert {row["trust"] for row in rows if "trust" in row} <= TRUSTED


@pytest.mark.parametrize("name", ROWS)
def test_no_table_says_the_same_row_twice(name: str) -> None:
    counted = Counter(tuple(row.values()) for row in read_table(name))
    assert max(counted.values()) == 1


@pytest.mark.requirement("C4")
def test_every_command_of_the_three_editions_is_known() -> None:
    codes = {use.code for use in commands()}
    assert len(codes) == 52
    for edition, count in ((Edition.HJT212_2005, 31), (Edition.HJ212_2017, 33)):
        assert len({use.code for use in commands() if edition in use.editions}) == count
    assert {use.code for use in commands() if use.trust == "practice"} == {"9021"}


def test_what_only_2025_has_is_marked_second_hand() -> None:
    for code in ONLY_2025.split():
        uses = [use for use in commands() if use.code == code]
        assert uses and all(use.trust == SECOND_HAND for use in uses)
        assert all(use.editions == {Edition.HJ212_2025} for use in uses)


def test_one_code_may_mean_another_thing_in_another_edition() -> None:
    old = command("1001", edition=Edition.HJT212_2005)
    new = command("1001", edition=Edition.HJ212_2025)
    assert isinstance(old, Command) and isinstance(new, Command)
    assert (old.direction, new.direction) == (Direction.HOST, Direction.FIELD)
    assert command("1001", edition=Edition.HJ212_2017) is None
    assert command("2083") is None


def test_requests_and_uploads_of_one_code_are_told_apart() -> None:
    request, upload = (command("2061", kind=k) for k in (CommandKind.REQUEST, CommandKind.UPLOAD))
    assert request is not None and upload is not None
    assert (request.parameters, request.direction) == ("BeginTime;EndTime", Direction.HOST)
    assert upload.direction is Direction.FIELD


def test_system_codes_of_2025_are_second_hand() -> None:
    assert {code for code, system in systems().items() if system.trust == SECOND_HAND} == {
        "44",
        "45",
    }


def test_wildcards_stand_for_device_numbers() -> None:
    assert [known.name_zh for known in meanings("e10107")] == ["进水口流量"]
    assert [known.code for known in meanings("i33312")] == ["i3331x"]
    assert [known.code for known in meanings("SB12")] == ["SBx"]
    assert meanings("SB123") == ()


def test_codes_that_2017_printed_twice_keep_both_meanings() -> None:
    twice = {row.code for row in factors() if len(meanings(row.code)) > 1}
    assert twice == {"e701xx", "g119xx"}


@pytest.mark.parametrize(
    ("legacy", "code", "unit", "scale"),
    [
        ("011", "w01018", "", Decimal(1)),
        ("060", "w21003", "", Decimal(1)),
        ("B01", "w00000", "", Decimal(1)),
        ("S02", "a01011", "m3/h", None),
        ("S04", "a01017", "MPa", Decimal(1000)),
        ("S08", "a01013", "MPa", Decimal(1000)),
    ],
)
def test_codes_of_2005_lead_to_their_successors_with_unit_changes(
    legacy: str, code: str, unit: str, scale: Decimal | None
) -> None:
    found = legacy_factor(legacy)
    assert found is not None
    assert (found.factor.code, found.legacy_unit, found.scale) == (code, unit, scale)


def test_every_code_of_2005_leads_to_one_successor_only() -> None:
    legacy = [row.legacy_code for row in factors() if row.legacy_code]
    assert len(legacy) == len(set(legacy)) > 100


@pytest.mark.parametrize(
    ("code", "quirk"),
    [
        ("w01018", None),
        ("L5", None),
        ("SB1", None),
        ("I33400", None),
        ("B03", None),
        ("011", Quirk.LEGACY_CODE),
        ("W01018", Quirk.UPPER_CASE_CODE),
        ("i33400", Quirk.UPPER_CASE_CODE),
        ("w99999", Quirk.UNKNOWN_FACTOR),
        ("PM25", Quirk.NAME_FOR_CODE),
        ("lng", Quirk.NAME_FOR_CODE),
    ],
)
def test_odd_codes_are_named(code: str, quirk: Quirk | None) -> None:
    assert code_quirk(code) == (quirk.bit if quirk else 0)


def test_practice_codes_of_micro_stations_are_known() -> None:
    ozone = factor("a05024")
    assert ozone is not None and (ozone.name_zh, ozone.trust) == ("臭氧", "practice")


def test_every_kind_has_a_statistic_or_none_on_purpose() -> None:
    assert {kind for kind, statistic in statistics().items() if statistic is None} == {
        "Flag",
        "EFlag",
        "SampleTime",
        "CompleteTime",
        "SampleType",
        "SN",
    }
    assert set(statistics().values()) - {None} == set(Statistic)


def test_field_names_are_understood_and_remembered_up_to_a_bound() -> None:
    assert field_name("a-b-Rtd").factor == "a-b"
    assert field_name("DataTime").role is Role.PLAIN and "DataTime" in plain_fields()
    long = "x" * 100 + "-Rtd"
    assert field_name(long) == field_name(long)
    for number in range(9000):
        field_name(f"z{number}-Rtd")
    assert field_name("w01018-Flag").role is Role.FLAG


def test_results_and_flags_are_those_of_the_standard() -> None:
    assert {r.code for r in result_codes() if r.field == "QnRtn"} == {*"123456789", "100"}
    assert {r.code for r in result_codes() if r.field == "ExeRtn"} == {*"123456", "100"}
    done = result_code("ExeRtn", "1")
    assert done is not None and done.is_success
    in_2017 = {f.flag for f in data_flags().values() if Edition.HJ212_2017 in f.editions}
    assert in_2017 == set("NFMSDCTB")


def test_states_say_what_they_mean() -> None:
    assert [state_name("i22101", value) for value in "0123"] == ["正常", "中断", "未接设备", None]
    assert state_name("SB1", "5") == "反吹" and state_name("w01018", "1") is None
