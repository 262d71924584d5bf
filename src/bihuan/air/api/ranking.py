"""Places of stations over a period (排名)."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.problem import PROBLEMS, Refused
from bihuan.accounts.permission import require
from bihuan.accounts.token.scope import Scope
from bihuan.air.api.reading import REFUSED, Day
from bihuan.air.forms.period import RankingForm
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.ranking import COMPOSITE, METRICS
from bihuan.air.judge.span import SpanKind
from bihuan.air.permission import may_see_air
from bihuan.air.queries.ranking import RankedLine, ranking_screen
from bihuan.air.series.mask import Treatment
from bihuan.registry.api.asked import who
from bihuan.registry.models import StationClass
from bihuan.regulations.air.comparison import MixedBasis

router = Router(tags=["空气质量评价"], auth=bearer(Scope.READ_AIR))


class PlaceOut(Schema):
    """A station with its place and its figures (排名)."""

    place: int | None = Field(description="名次；不参加排名时为 null，见 reason", examples=[1])
    change: int | None = Field(description="名次变化，正数为上升；无可比时段为 null")
    station: int = Field(description="站点编号（平台）", examples=[5])
    name: str = Field(description="站点", examples=["大峪沟镇站"])
    value: str | None = Field(description="排名指标的数值", examples=["4.12"])
    composite: str | None = Field(description="综合指数", examples=["4.12"])
    good_days: int = Field(description="优良天数", examples=[21])
    judged_days: int = Field(description="有效天数", examples=[28])
    main: str = Field(description="主要污染物", examples=["PM2.5"])
    reason: str = Field(description="不参加排名的原因，或数据提示")


class RankingOut(Schema):
    """A ranking with its basis."""

    first: str = Field(description="时段首日", examples=["2026-11-01"])
    last: str = Field(description="时段末日", examples=["2026-11-20"])
    basis: str = Field(description="评价口径")
    data_version: str = Field(description="数据版本", examples=["v12"])
    items: list[PlaceOut] = Field(description="按名次排列，不参加排名的在后")


class RankingQuery(Schema):
    """What is ranked by what."""

    station_class: StationClass = Field(
        default=StationClass.TOWNSHIP, description="站点类别：provincial、township、micro"
    )
    kind: SpanKind = Field(default=SpanKind.MONTH, description="时段类型；any 时用 begin、end")
    day: Day | None = Field(default=None, description="时段内的一天", examples=["2026-11-20"])
    begin: Day | None = Field(default=None, description="自定义时段首日")
    end: Day | None = Field(default=None, description="自定义时段末日")
    metric: str = Field(default=COMPOSITE, description="指标：" + "、".join(METRICS), max_length=20)
    choice: EditionChoice = Field(default=EditionChoice.AUTO, description="评价口径")
    treatment: Treatment = Field(default=Treatment.REVIEWED, description="数据口径")


@router.get(
    "/ranking",
    response={200: RankingOut, **PROBLEMS},
    summary="空气质量排名",
    description="一类站点在一个时段内的名次和各项指标，与排名页一致；时段未结束时算到昨天。",
)
def ranking(request: HttpRequest, asked: Query[RankingQuery]) -> dict[str, Any]:
    """The stations of one class by place."""
    require(may_see_air(who(request)), REFUSED)
    now: datetime = request.now  # type: ignore[attr-defined]
    given = {name: str(value) for name, value in asked.dict().items() if value is not None}
    form = RankingForm(given, today=localdate(now))
    if not form.is_valid():
        faults = [(name, str(errors[0])) for name, errors in form.errors.items()]
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "请改正列出的参数后重试", faults=faults)
    try:
        screen = ranking_screen(who(request), form.query(), now=now)
    except MixedBasis as error:
        sentence = "前后两个时段的评价口径不同，请用 choice 指定同一口径"
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, sentence) from error
    span = screen.query.span
    return {
        "first": str(span.first),
        "last": str(span.last),
        "basis": screen.basis,
        "data_version": screen.version,
        "items": [_told(one) for one in screen.lines],
    }


def _told(line: RankedLine) -> dict[str, Any]:
    standing = line.standing
    return {
        "place": standing.place,
        "change": standing.change,
        "station": line.site.station,
        "name": line.site.name,
        "value": None if standing.value is None else str(standing.value),
        "composite": None if line.composite is None else str(line.composite),
        "good_days": line.good_days,
        "judged_days": line.judged_days,
        "main": line.main,
        "reason": standing.reason or standing.warning,
    }
