"""Evidence: uploaded in pieces, shown, taken away before it is sent."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from bihuan.accounts.views.access import person
from bihuan.cases.models import Case, Evidence
from bihuan.cases.services import add_evidence, drop_evidence
from bihuan.cases.services.evidence import note_reading
from bihuan.cases.views.access import case_of, plain_refusals
from bihuan.documents.error import AlteredFile, RefusedFile
from bihuan.documents.services.file import open_file, thumbnail_of, verify_file
from bihuan.documents.services.upload import add_piece, begin_upload, finish_upload
from bihuan.registry.views.access import business_page
from bihuan.ui.request import PageRequest

PIECE = 512 * 1024
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf", "video/mp4"})


@require_POST
@business_page
@plain_refusals
def begin(request: PageRequest, pk: int) -> HttpResponse:
    """Begin an upload, or say how far one came (开始或续传)."""
    case_of(request, pk)
    return _begun(request)


@require_POST
@business_page
@plain_refusals
def begin_early(request: PageRequest) -> HttpResponse:
    """Begin an upload for a case that is not raised yet (新建事项时上传)."""
    return _begun(request)


def _begun(request: PageRequest) -> HttpResponse:
    name, size = request.POST.get("name", ""), request.POST.get("size", "")
    upload = begin_upload(
        name=name,
        size=int(size) if size.isdigit() else 0,
        by=person(request),
        now=request.now,
        key=_key(request.POST.get("key", "")),
    )
    return JsonResponse({"upload": str(upload.pk), "received": upload.received, "piece": PIECE})


@require_POST
@business_page
@plain_refusals
def piece(request: PageRequest, pk: int, upload: UUID) -> HttpResponse:
    """Take one piece (续传); its place is in the address."""
    case_of(request, pk)
    return _taken(request, upload)


@require_POST
@business_page
@plain_refusals
def piece_early(request: PageRequest, upload: UUID) -> HttpResponse:
    """Take one piece for a case that is not raised yet (续传)."""
    return _taken(request, upload)


def _taken(request: PageRequest, upload: UUID) -> HttpResponse:
    offset = request.GET.get("offset", "0")
    kept = add_piece(
        upload, request.body, offset=int(offset) if offset.isdigit() else 0, by=person(request)
    )
    return JsonResponse({"received": kept.received})


@require_POST
@business_page
@plain_refusals
def finish(request: PageRequest, pk: int, code: str, upload: UUID) -> HttpResponse:
    """Turn a whole upload into evidence of a step (完成上传)."""
    found = case_of(request, pk)
    file = finish_upload(upload, by=person(request), now=request.now)
    row = add_evidence(found, code, file, by=person(request), now=request.now)
    return render(request, "cases/part/waiting.html", {"row": row, "case": found})


@require_POST
@business_page
@plain_refusals
def finish_early(request: PageRequest, upload: UUID, code: str) -> HttpResponse:
    """Keep a whole file until the case is raised with it (完成上传)."""
    file = finish_upload(upload, by=person(request), now=request.now)
    context = {"upload": upload, "file": file, "step": code}
    return render(request, "cases/part/early.html", context)


@require_POST
@business_page
@plain_refusals
def drop(request: PageRequest, pk: int) -> HttpResponse:
    """Take a file away before it is sent (移除凭证)."""
    drop_evidence(_evidence(request, pk), by=person(request))
    return HttpResponse("")


@business_page
def file(request: PageRequest, pk: int) -> FileResponse:
    """A piece of evidence (查看凭证), compared with its hash first, with an entry in the trail."""
    row = _evidence(request, pk)
    try:
        verify_file(row.file)
    except AlteredFile as error:
        raise Http404(str(error)) from error
    note_reading(row, by=person(request), now=request.now)
    inline = row.file.media_type in SHOWN
    return FileResponse(
        open_file(row.file),
        as_attachment=not inline,
        filename=row.file.name,
        content_type=row.file.media_type,
    )


@business_page
def thumbnail(request: PageRequest, pk: int) -> HttpResponse:
    """A small picture of a photograph (缩略图)."""
    row = _evidence(request, pk)
    try:
        picture = thumbnail_of(row.file)
    except (RefusedFile, FileNotFoundError) as error:
        raise Http404("没有缩略图") from error
    answer = HttpResponse(picture, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def _key(text: str) -> UUID | None:
    """The sender's own name of a file; a new one where it gives none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _evidence(request: PageRequest, pk: int) -> Evidence:
    row = Evidence.objects.select_related("file", "case").filter(pk=pk).first()
    if row is None:
        raise Http404("没有这件凭证")
    if not Case.objects.visible_to(person(request)).filter(pk=row.case_id).exists():
        raise PermissionDenied("该凭证不在您的管理范围内")
    if row.event_id is None and row.added_by_id != person(request).pk:
        raise PermissionDenied("该凭证尚未提交")
    return row
