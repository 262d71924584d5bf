"""What a token says of itself."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from bihuan.accounts.api.bearer import Bearer
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import ApiToken

router = Router(tags=["令牌"], auth=Bearer())


class Me(Schema):
    """The token and the person in whose name it reads."""

    name: str = Field(description="令牌用途", examples=["县大数据局共享平台"])
    person: str = Field(description="所属人", examples=["王科员"])
    scopes: list[str] = Field(description="授权范围", examples=[["read:registry", "read:values"]])
    districts: list[str] = Field(description="数据范围：行政区划代码", examples=[["410181"]])
    expires_at: datetime = Field(description="到期时间")


@router.get(
    "/me",
    response={200: Me, **PROBLEMS},
    summary="当前令牌",
    description="令牌的授权范围和所属人的数据范围，可用来试连。",
)
def me(request: HttpRequest) -> dict[str, Any]:
    """The token that was given, to try whether it works."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    return {
        "name": token.name,
        "person": token.user.name,
        "scopes": token.scopes,
        "districts": list(token.user.data_scope.districts),
        "expires_at": token.expires_at,
    }
