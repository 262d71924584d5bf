"""What requests may say, in types that every operation shares."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from pydantic import AfterValidator, Field

from bihuan.accounts.api.page import PageQuery
from bihuan.accounts.api.problem import Refused
from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.hj212.record import BEIJING

Words = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
DistrictCode = Annotated[
    str, Field(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9})?$", description="区划代码", examples=["410181"])
]
ONE = "按编号读取一条；不存在或不在数据范围内时答复 404。"
ALL = "数据范围内的全部记录，按编号排列，分页读取。"
Key = Annotated[int, Field(ge=1, lt=2**31, description="平台编号", examples=[12])]


def _aware(moment: datetime) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    if not 1990 <= aware.year < 2200:
        raise ValueError("years outside 1990 to 2199")
    return aware


Moment = Annotated[datetime, AfterValidator(_aware)]
"""A time; without zone it is Beijing time."""


class ListQuery(PageQuery):
    """Which rows of a list."""

    text: Words = Field(default="", description="名称等文字中包含的一段")
    district: DistrictCode = Field(
        default="", description="行政区划代码，含其下级", examples=["410181"]
    )


def who(request: HttpRequest) -> User:
    """The person in whose name the program asks."""
    return cast(User, request.user)


def only(rows: QuerySet[Any, Any], **key: Any) -> dict[str, Any]:
    """The one row that this person sees.

    Raises:
        Refused: there is none, or it lies outside; the two are not told apart.
    """
    found = rows.filter(**key).first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "没有这个编号，或不在令牌所属人的数据范围内")
    return cast(dict[str, Any], found)


def inside(path: str, district: str) -> Q:
    """Condition of a district and everything beneath; none for an empty code."""
    return within(path, district) if district else Q()
