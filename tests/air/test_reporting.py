"""The county's reports: numbers of the pages, words of the right direction, nothing made up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.test import Client

from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.ranking import COMPOSITE
from bihuan.air.judge.span import DaySpan, SpanKind
from bihuan.air.models import (
    CountyFigure,
    DustCase,
    Instruction,
    InstructionKind,
    TargetItem,
)
from bihuan.air.queries.county import comparison, county_figures
from bihuan.air.queries.ranking import RankingQuery, ranking_screen
from bihuan.air.queries.target import target_screen
from bihuan.air.reporting.kinds import KINDS
from bihuan.air.reporting.text.basis import one_basis
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import values_at
from bihuan.air.services.measure import ship_measures
from bihuan.air.services.target import set_target
from bihuan.air.site import sites_of
from bihuan.registry.models import LocalSource, SourceKind, StationClass
from bihuan.regulations.air.comparison import MixedBasis
from bihuan.regulations.air.period import rounded
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.reports.definition import (
    Answer,
    Asked,
    Composition,
    Figure,
    FigureQuery,
    FigureSet,
    Period,
    PeriodKind,
    Reading,
    kind_of,
    period_around,
    query_of,
)
from bihuan.reports.wording import bare_numbers, filled
from tests.air.conftest import TODAY, AirCounty

YESTERDAY = TODAY - timedelta(days=1)
NOVEMBER = DaySpan(date(2026, 11, 1), YESTERDAY)
Write = Callable[..., Composition]


@pytest.fixture
def write(air: AirCounty) -> Write:
    """Compose a document of a kind."""

    def composed(
        code: str, first: date, last: date | None = None, subject: str = ""
    ) -> Composition:
        kind = kind_of(f"air.{code}")
        period = period_around(kind.period, first)
        if last is not None:
            period = Period(kind.period, first, last)
        asked = Asked(kind.code, period, air.district.pk, air.district.name, subject)
        return kind.compose(asked, FigureSet(Reading(air.now)))

    return composed


@pytest.fixture
def november(air: AirCounty) -> AirCounty:
    """Twenty days of November, the last one bad, Mihe the worst; targets and a published place."""
    air.steady(NOVEMBER.first, 20)
    for code in ("GY-S-01", "GY-S-02"):
        air.hours(code, "a34004", YESTERDAY, np.full(24, 80.0))
    air.hours("GY-T-07", "a34004", NOVEMBER.first, np.full(480, 90.0))
    air.hours("GY-T-06", "a34004", NOVEMBER.first, np.full(480, 30.0))
    air.weather("GY-S-01", NOVEMBER.first, 20, wind_speed=1.2, wind_direction=45.0, humidity=60.0)
    said = {"source": "任务书", "by": air.analyst, "now": air.now}
    set_target(air.district, year=2026, item=TargetItem.PM25, value=Decimal(40), **said)
    set_target(air.district, year=2026, item=TargetItem.GOOD_DAYS, value=Decimal(30), **said)
    october = {"first": date(2026, 10, 1), "last": date(2026, 10, 31), "at": air.now}
    for county, place, fine in (("巩义市", 3, "45.0"), ("登封市", 1, "38.0")):
        CountyFigure.objects.create(
            county=county, place=place, pm2_5=Decimal(fine), source="通报", **october
        )
    ship_measures()
    return air


def said(made: Composition, key: str) -> str:
    """A paragraph as it is printed."""
    text = next(one.text for one in made.paragraphs() if one.key == key)
    return filled(text, made.figures)


def everything(made: Composition) -> str:
    """All that a document says."""
    return filled("\n".join(made.texts()), made.figures)


@pytest.mark.requirement("A3.1", "D6")
def test_page_one_of_a_daily_report_says_the_numbers_of_the_pages(
    november: AirCounty, write: Write
) -> None:
    made = write("daily", YESTERDAY)
    sites, values = sites_of(november.analyst, november.now), values_at(november.now)
    day = county_figures(values, sites, DaySpan(YESTERDAY, YESTERDAY))
    month = county_figures(values, sites, NOVEMBER)
    targets = target_screen(values, sites, november.district, now=november.now)
    asked = RankingQuery(
        StationClass.TOWNSHIP,
        SpanKind.DAY,
        DaySpan(YESTERDAY, YESTERDAY),
        COMPOSITE,
        EditionChoice.AUTO,
        Treatment.REVIEWED,
    )
    ranked = ranking_screen(november.analyst, asked, now=november.now).lines
    assert targets is not None and targets.good is not None
    figures = made.figures
    assert figures["aqi"].value == int(day.indices.index[0, 0])
    assert figures["month_pm2_5"].value == month.printed(Pollutant.PM25)[0]
    assert figures["month_good_days"].value == int(month.good_days[0])
    assert figures["month_composite"].value == month.printed_composite()[0]
    assert figures["allowance_pm2_5"].value == rounded(targets.means[0].allowance.today, 1)
    assert figures["bad_allowed"].value == targets.good.bad_days_allowed
    assert figures["best_1_name"].value == ranked[0].site.district_name
    assert figures["worst_1_value"].value == ranked[-1].composite
    assert figures["rank"].value == 3


@pytest.mark.requirement("A3.1", "A3.11")
def test_page_one_of_a_daily_report_in_exact_words(november: AirCounty, write: Write) -> None:
    made = write("daily", YESTERDAY)
    assert said(made, "summary") == (
        "11月20日，全市AQI为119，空气质量轻度污染（三级），首要污染物为PM₂.₅，AQI较前一日上升47。"
        "上级最近公布的10月综合排名为第3位。"
    )
    assert said(made, "month") == (
        "本月截至20日，优良19天、超标1天；PM₂.₅平均46.8微克/立方米，无同期数据；综合指数4.429，无同期数据。"
    )
    assert said(made, "action_1").startswith("一是针对米河镇、")
    assert made.mark == "审核前数据，仅供内部参考"
    assert sum(one.key.startswith("action_") for one in made.paragraphs()) == 3


@pytest.mark.requirement("A3.1")
def test_a_day_without_data_is_said_and_never_a_zero(air: AirCounty, write: Write) -> None:
    air.steady(NOVEMBER.first, 5)
    made = write("daily", YESTERDAY)
    assert said(made, "summary") == (
        "11月20日，全市没有可发布的AQI（无数据），不评价类别；有数据的项目见附件。"
        "市内排名：上级未公布。"
    )
    assert made.figures["aqi"].value is None
    assert made.figures["kpi_aqi"].printed == "NA"
    assert said(made, "allowance") == "日余量：未设年度目标。"
    assert made.figures["kpi_rank_note"].printed == "尚无通报"


@pytest.mark.requirement("A3.3", "A6.2", "D1")
def test_the_words_go_where_the_numbers_go(air: AirCounty, write: Write) -> None:
    october = date(2026, 10, 1)
    air.steady(october, 31, codes=["GY-S-01"])
    air.steady(date(2025, 10, 1), 31, codes=["GY-S-01"])
    air.hours("GY-S-01", "a34004", date(2025, 10, 1), np.full(744, 60.0))
    air.hours("GY-S-01", "a34002", date(2025, 10, 1), np.full(744, 64.0))
    made = write("monthly", october)
    assert said(made, "compared_1") == (
        "与去年同期相比，PM₂.₅下降25.0%；PM₁₀上升25.0%；O₃、NO₂、SO₂、CO持平。"
    )
    sites = sites_of(air.analyst, air.now)
    page = comparison(
        values_at(air.now), sites, DaySpan(october, date(2026, 10, 31)), SpanKind.MONTH
    )
    row = next(one for one in page.rows if one.name == "综合指数")
    assert row.yearly.percent is not None and made.figures["composite_year"].number is not None
    assert (row.yearly.percent < 0) == (made.figures["composite_year"].number < 0)
    assert made.figures["composite_year"].answer.edition == page.basis
    assert "无上期数据" in said(made, "highlight_2")


@pytest.mark.requirement("A3.3")
def test_without_last_years_data_no_change_is_told(air: AirCounty, write: Write) -> None:
    air.steady(date(2026, 10, 1), 31, codes=["GY-S-01"])
    words = everything(write("monthly", date(2026, 10, 1)))
    assert "六项污染物均无同期数据，不作同比" in words
    assert "同比下降" not in words and "同比上升" not in words


@pytest.mark.requirement("A3.4", "D1")
def test_a_quarter_of_two_editions_is_judged_by_one_and_says_so(
    air: AirCounty, write: Write
) -> None:
    first = date(2026, 1, 1)
    air.steady(first, 90, codes=["GY-S-01"])
    air.hours("GY-S-01", "a34004", date(2026, 2, 1), np.full(240, 70.0))
    made = write("quarterly", first)
    assert made.figures["good_days"].value == 80
    assert made.figures["auto_good"].value == 90
    assert "逐日按当时标准评价的优良天数为90天" in everything(made)
    judged = {one.answer.edition for key, one in made.figures.items() if key.startswith("pm2_5")}
    assert len(judged) == 1


@pytest.mark.requirement("D1")
def test_a_sentence_that_mixes_bases_is_refused() -> None:
    def figure(edition: str) -> Figure:
        return Figure("a", "甲", "q", {}, Answer(Decimal(1), edition=edition))

    one_basis(figure("HJ 663-2026"), figure("HJ 663-2026"), figure(""))
    with pytest.raises(MixedBasis):
        one_basis(figure("HJ 663-2026"), figure("HJ 663-2013"))


@pytest.mark.requirement("A3.2")
def test_a_week_across_months_counts_its_own_days(air: AirCounty, write: Write) -> None:
    air.steady(date(2026, 10, 26), 7, codes=["GY-S-01", "GY-T-05"])
    made = write("weekly", date(2026, 11, 1))
    assert made.subtitle == "2026年第44周（10月26日至11月1日）"
    assert made.figures["judged_days"].value == 7
    assert said(made, "overall_1").startswith("2026年10月26日至11月1日，全市PM₂.₅平均浓度45.0")


@pytest.mark.requirement("A3.1", "A3.2", "A3.3", "A3.4", "A3.5", "A3.6", "A3.7", "D2")
def test_every_figure_of_every_kind_is_derived_again(november: AirCounty, write: Write) -> None:
    for kind in KINDS:
        last = YESTERDAY if kind.period is PeriodKind.SPECIAL else None
        made = write(kind.code.removeprefix("air."), YESTERDAY - timedelta(days=2), last)
        again = Reading(november.now)
        for figure in made.figures.values():
            query = query_of(figure.query, FigureQuery)
            answer = query.answer(figure.arguments, again)
            assert query.link(figure.arguments).startswith(("/air/", "/accounts/settings/")), (
                figure.query
            )
            assert replace(figure, answer=answer).printed == figure.printed, figure.key
        loose = [one for text in made.paragraphs() for one in bare_numbers(text.text)]
        assert loose == [], kind.title


@pytest.mark.requirement("A1.19", "D2")
def test_a_printed_number_leads_to_the_hours_of_its_stations(
    november: AirCounty, write: Write
) -> None:
    figures, reading = write("daily", YESTERDAY).figures, Reading(november.now)

    def stations(key: str) -> dict[str, str]:
        asked = query_of(figures[key].query, FigureQuery)
        assert asked.sources is not None
        return {one.label: one.address for one in asked.sources(figures[key].arguments, reading)}

    assert set(stations("aqi")) == {"一号省控站", "二号省控站"}
    assert set(stations("worst_1_value")) == {"米河站"}
    address = stations("month_pm2_5")["一号省控站"]
    point = november.points["GY-S-01"].pk
    assert address.startswith(f"/points/{point}/?kind=hour&span=custom&begin=2026-11-01T00%3A00")
    client = Client()
    client.force_login(november.analyst)
    page = client.get(address)
    assert page.status_code == 200 and "2026-11-01T00:00" in page.text


@pytest.mark.requirement("A3.7")
def test_a_planted_episode_begins_and_ends_where_it_was_planted(
    air: AirCounty, write: Write
) -> None:
    first = date(2026, 11, 10)
    air.steady(first, 6)
    for code in ("GY-S-01", "GY-S-02"):
        dirty = np.full(144, 45.0)
        dirty[33:80] = 130.0
        dirty[50:53] = 50.0
        dirty[25] = 300.0
        air.hours(code, "a34004", first, dirty)
    kind = kind_of("air.special")
    assert kind.subjects is not None
    period = Period(PeriodKind.SPECIAL, first, first + timedelta(days=5))
    found = kind.subjects(period, air.district.pk, Reading(air.now))
    assert [(one.first, one.last) for one in found] == [(date(2026, 11, 11), date(2026, 11, 13))]
    made = write("special", found[0].first, found[0].last, found[0].key)
    assert said(made, "overview_1").startswith(
        "本次过程自11月11日9时开始，至11月13日8时结束，持续47小时，主导污染物为PM₂.₅；"
    )
    words = "PM₂.₅小时浓度最高为130微克/立方米（11月11日10时）"
    assert words in said(made, "overview_1"), "the hour before the episode is not its peak"


@pytest.mark.requirement("A3.10")
def test_the_planted_source_ranks_first(november: AirCounty, write: Write) -> None:
    wind = np.tile([45.0, 225.0], 10).repeat(24)
    november.hours("GY-S-01", "a01008", NOVEMBER.first, wind)
    felt = np.where(wind == 45.0, 160.0, 45.0)
    november.hours("GY-T-05", "a34004", NOVEMBER.first, felt)
    kind = SourceKind.objects.create(code="planted", name="窑炉")
    for name, east, north in (("东北窑炉", 0.01, 0.01), ("西南窑炉", -0.01, -0.01)):
        LocalSource.objects.create(
            name=name,
            kind=kind,
            district_id="410181105",
            longitude=113.01 + east,
            latitude=34.75 + north,
        )
    made = write("special", NOVEMBER.first, NOVEMBER.last)
    assert made.figures["s1_name"].value == "东北窑炉"
    assert made.figures["s1_sector"].value == "东北"


@pytest.mark.requirement("A3.13")
def test_orders_of_the_period_fill_the_section_of_measures(
    november: AirCounty, write: Write
) -> None:
    for day, title in ((YESTERDAY, "米河镇工地核查"), (date(2026, 10, 2), "旧指令")):
        Instruction.objects.create(
            number=f"空气研判〔2026〕{title}",
            kind=InstructionKind.ORDER,
            district=november.district,
            process="",
            title=title,
            text="核查",
            state="waiting",
            by=november.analyst,
            at=midnight(day) + timedelta(hours=9),
        )
    made = write("special", NOVEMBER.first, NOVEMBER.last)
    assert made.figures["orders"].value == 1
    table = next(one for one in made.tables() if one.key == "orders")
    assert [filled(row[1], made.figures) for row in table.rows] == ["管控指令：米河镇工地核查"]


@pytest.mark.requirement("A6.3", "A6.4", "A6.5", "A6.6")
def test_the_monthly_report_splits_targets_and_tells_the_gaps(
    november: AirCounty, write: Write
) -> None:
    november.steady(date(2026, 10, 1), 31, codes=["GY-S-01", "GY-S-02"])
    made = write("monthly", date(2026, 10, 1))
    figures = made.figures
    months = [figures[f"leaf_pm2_5_month_{m:02}01_target"].number for m in range(1, 13)]
    days = [(date(2026 + m // 12, m % 12 + 1, 1) - date(2026, m, 1)).days for m in range(1, 13)]
    total = sum((one or Decimal(0)) * n for one, n in zip(months, days, strict=True))
    assert abs(total / 365 - 40) < Decimal("0.05")
    year, target = figures["year_pm2_5"].number, figures["target_pm2_5"].number
    assert year is not None and target is not None
    assert figures["gap_pm2_5"].number == year - target
    assert (figures["rank"].value, figures["ranked"].value) == (3, 2)
    assert figures["rank_pm2_5"].value == 2
    ours = county_figures(
        values_at(november.now),
        sites_of(november.analyst, november.now),
        DaySpan(date(2026, 10, 1), date(2026, 10, 31)),
    ).printed(Pollutant.PM25)[0]
    assert ours is not None and figures["g0_pm2_5"].number == ours - 38
    assert figures["c0_so2"].printed == "未公布"


@pytest.fixture
def dusty(november: AirCounty) -> AirCounty:
    """Two days of November full of dust, one of them accepted by the upper level."""
    first = date(2026, 11, 10)
    for code in ("GY-S-01", "GY-S-02"):
        november.hours(code, "a34002", first, np.full(48, 400.0))
    for day, state in ((first, "accepted"), (first + timedelta(days=1), "reported")):
        DustCase.objects.create(
            district=november.district,
            first=day,
            last=day,
            evidence="卫星沙尘监测图、上风向城市PM₁₀同步升高",
            state=state,
            by=november.analyst,
            at=november.now,
            answer="同意扣除" if state == "accepted" else "",
            answered_at=november.now if state == "accepted" else None,
        )
    return november


@pytest.mark.requirement("A3.3", "A6.2")
def test_dust_is_shown_before_and_after_with_its_days_and_what_it_rests_on(
    dusty: AirCounty, write: Write
) -> None:
    made = write("special", NOVEMBER.first, NOVEMBER.last)
    sites, values = sites_of(dusty.analyst, dusty.now), values_at(dusty.now)
    before, after = (
        county_figures(values, sites, NOVEMBER, EditionChoice.NEW, treatment)
        for treatment in (Treatment.REVIEWED, Treatment.DEDUCTED)
    )
    figures = made.figures
    pm10 = before.printed(Pollutant.PM10)[0], after.printed(Pollutant.PM10)[0]
    assert (figures["pm10"].value, figures["dust_pm10_after"].value) == pm10
    assert pm10[0] is not None and pm10[1] is not None and pm10[0] > pm10[1]
    assert figures["dust_pm10_moved"].value == pm10[1] - pm10[0]
    assert (figures["dust_cases"].value, figures["dust_days"].value) == (2, 1)
    words = everything(made)
    assert "环办监测〔2016〕120号" in words and "同意扣除（11月21日）" in words
    assert f"PM₁₀平均为{pm10[1]}微克/立方米（扣沙前{pm10[0]}）" in words
    assert "扣沙后数值见沙尘影响与扣除" in made.basis
    table = next(one for one in made.tables() if one.key == "dust_cases_table")
    assert [filled(row[0], figures) for row in table.rows] == ["11月10日", "11月11日"]


@pytest.mark.requirement("A3.1")
def test_a_daily_report_of_a_dusty_day_says_so_on_page_one(dusty: AirCounty, write: Write) -> None:
    made = write("daily", date(2026, 11, 11))
    assert "当日列入沙尘过程（已上报），以上为扣沙前数值。" in said(made, "summary")
    assert "沙尘" not in said(write("daily", YESTERDAY), "summary")
    assert any(one.title.endswith("本月沙尘影响与扣除") for one in made.sections)
