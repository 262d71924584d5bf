"""The real units of the reference data: each doubt is shown, no unit is lost."""

from datetime import datetime
from pathlib import Path

import pytest

from bihuan.accounts.models import District
from bihuan.registry.exchange.queries import preview_of
from bihuan.registry.models import CreditCodeState, DischargePermit, Enterprise
from tests.people import person
from tests.registry.exchange.given import checked, written

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
CITIES = {
    "6401": "银川市",
    "6402": "石嘴山市",
    "6403": "吴忠市",
    "6404": "固原市",
    "6405": "中卫市",
}


def test_the_real_units_load_with_each_doubt_shown(reference_data: Path, now: datetime) -> None:
    District.objects.create(code="64", name="宁夏回族自治区", level="province")
    for code, name in CITIES.items():
        District.objects.create(code=code, name=name, level="city", parent_id="64")
    officer = person("ma", "马处长", "province", "64")
    data = (reference_data / "enterprises" / "ningxia_units.csv").read_bytes()
    run = written("enterprises", data, by=officer, now=now)
    assert (run.counts["total"], run.counts["new"], run.counts["bad"]) == (161, 161, 0)
    rightful = {CreditCodeState.VALID, CreditCodeState.CLEANED}
    assert Enterprise.objects.filter(credit_code_state__in=rightful).count() >= 110
    findings = preview_of(run).findings
    doubted = {one.line for one in findings if one.column == "统一社会信用代码"}
    wrong = Enterprise.objects.exclude(credit_code_state=CreditCodeState.VALID).count()
    assert len(doubted) >= wrong > 0
    assert sum("信用代码相同" in one.sentence for one in findings) == 1
    assert sum(one.column == "行政区划" for one in findings) == len(CITIES)
    again = checked("enterprises", data, by=officer, now=now)
    assert again.counts["unchanged"] == 161


def test_the_permits_of_the_real_units_load_with_each_doubt_shown(
    reference_data: Path, now: datetime
) -> None:
    District.objects.create(code="64", name="宁夏回族自治区", level="province")
    for code, name in CITIES.items():
        District.objects.create(code=code, name=name, level="city", parent_id="64")
    officer = person("ma", "马处长", "province", "64")
    data = (reference_data / "enterprises" / "ningxia_units.csv").read_bytes()
    written("enterprises", data, by=officer, now=now)
    run = written("permits", data, by=officer, now=now)
    counts = run.counts
    assert counts["new"] + counts["repeated"] + counts["bad"] == counts["total"] == 161
    assert counts["new"] >= 150
    assert DischargePermit.objects.count() == counts["new"]
    wrong = DischargePermit.objects.exclude(number_state__in=("valid", "cleaned"))
    doubts = [one for one in preview_of(run).findings if one.column == "许可证编号"]
    assert len(doubts) >= wrong.count() > 0
    again = checked("permits", data, by=officer, now=now)
    assert again.counts["new"] == again.counts["changed"] == 0
