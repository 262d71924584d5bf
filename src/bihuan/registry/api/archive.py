"""The whole registry out and in again."""

import tempfile
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.problem import PROBLEMS, Problem, Refused
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import who
from bihuan.registry.archive.error import ArchiveDiffers, WrongArchive
from bihuan.registry.archive.restore import restore_archive
from bihuan.registry.archive.write import write_archive

router = Router(tags=["台账档案包"])
IN_MEMORY = 8 * 1024 * 1024
STREAM = {
    "responses": {
        200: {
            "description": "档案包",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class RestoredOut(Schema):
    """What was brought back."""

    added: dict[str, int] = Field(description="新增行数", examples=[{"registry.enterprise": 3}])
    equal: dict[str, int] = Field(
        description="内容相同、未改动的行数", examples=[{"registry.enterprise": 120}]
    )


@router.get(
    "/archive",
    auth=bearer(Scope.EXPORT_REGISTRY),
    response={200: None, **PROBLEMS},
    summary="导出全部台账",
    description="数据范围内的全部台账，一个 ZIP：rows 供导回，lists 供查看，manifest 为指纹。",
    openapi_extra=STREAM,
)
def take_out(request: HttpRequest) -> FileResponse:
    """The registry as this person sees it."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    write_archive(file, by=who(request), now=request.now)  # type: ignore[attr-defined]
    size = file.tell()
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename="registry.zip")
    answer["Content-Length"] = str(size)
    return answer


@router.post(
    "/archive",
    auth=bearer(Scope.WRITE_REGISTRY),
    response={200: RestoredOut, 409: Problem, **PROBLEMS},
    summary="导入台账档案包",
    description="全部导入或全部不导入；已有且相同的不变，编号相同而内容不同的一律拒绝，不覆盖。",
)
def bring_in(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """An archive back into the registry."""
    try:
        done = restore_archive(
            file,
            by=who(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except WrongArchive as error:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    except ArchiveDiffers as error:
        raise Refused(HTTPStatus.CONFLICT, str(error)) from error
    return {"added": done.added, "equal": done.equal}
