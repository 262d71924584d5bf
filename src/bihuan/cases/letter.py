"""The printed order of a case (交办单、督办单): what its Word template is filled with."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.utils.timezone import localtime

from bihuan.cases.models import Case, CaseEvent, CaseUnit, EventKind, Evidence
from bihuan.cases.procedure.document import Procedure
from bihuan.cases.queries.case_page import facts_of
from bihuan.cases.version_document import procedure_of
from bihuan.documents.error import RefusedFile
from bihuan.documents.pdf import from_word
from bihuan.documents.services.file import thumbnail_of
from bihuan.documents.word import WordPicture, render

TEMPLATE = Path(__file__).parent / "templates" / "cases" / "letters" / "order.docx"

MOST_PHOTOS, PHOTO_MM = 2, 55
OWN_PLACE = frozenset(
    {"抬头", "落款", "办理要求", "处置建议", "整改建议", "办理期限", "整改期限", "位置"}
)


def letter_context(case: Case, *, now: datetime) -> Mapping[str, object]:
    """The values of an order's placeholders (文书内容)."""
    procedure, facts = procedure_of(case.version), case.facts
    units = list(CaseUnit.objects.filter(case=case).select_related("organisation"))
    lead = "、".join(unit.organisation.name for unit in units if unit.is_lead)
    helpers = "、".join(unit.organisation.name for unit in units if not unit.is_lead)
    return {
        "title": procedure.letter or procedure.title,
        "number": case.number,
        "addressee": facts.get("addressee") or lead or _whom(case),
        "subject": case.title,
        "unit": case.enterprise.name if case.enterprise else "—",
        "district": case.district.name,
        "reason": case.reason,
        "facts": _rows(case, procedure),
        "demand": facts.get("demand") or facts.get("advice") or "请核实情况，依法处理，按期反馈。",
        "lead": lead or case.holder_title or "—",
        "helpers": helpers or "—",
        "deadline": _moment(case.whole_deadline if case.deadline is None else case.deadline),
        "signature": facts.get("signature") or _issuer(case),
        "day": _day(case.raised_at),
        "replies": _replies(case),
        **_photos(case),
        "printed": f"{localtime(now):%Y-%m-%d %H:%M}",
        "provisional": procedure.provisional,
    }


def word_of(case: Case, *, now: datetime) -> bytes:
    """The order as a Word file (Word 文书)."""
    return render(TEMPLATE, letter_context(case, now=now))


def pdf_of(case: Case, *, now: datetime) -> bytes:
    """The order as a PDF file (PDF 文书).

    Raises:
        NoConverter: there is no LibreOffice here.
    """
    with tempfile.TemporaryDirectory(prefix="bihuan-order-") as folder:
        source = Path(folder) / "order.docx"
        source.write_bytes(word_of(case, now=now))
        return from_word([source], Path(folder) / "pdf")[0].read_bytes()


def _rows(case: Case, procedure: Procedure) -> list[dict[str, str]]:
    """What was told at the raising, without what the letter says in a place of its own."""
    told = facts_of(case, procedure)
    return [{"name": name, "value": value} for name, value in told if name not in OWN_PLACE]


def _whom(case: Case) -> str:
    return case.enterprise.name if case.enterprise else str(case.district)


def _photos(case: Case) -> dict[str, object]:
    """The first photographs, as they were handed in; empty texts where there are none."""
    rows = Evidence.objects.filter(case=case, event__isnull=False).select_related("file")
    shown: list[object] = []
    for row in rows.order_by("event__serial", "pk"):
        try:
            shown.append(WordPicture(thumbnail_of(row.file), PHOTO_MM))
        except (RefusedFile, FileNotFoundError):
            continue
        if len(shown) == MOST_PHOTOS:
            break
    return dict(zip(("photo", "second"), [*shown, "", ""], strict=False))


def _replies(case: Case) -> list[dict[str, str]]:
    events = CaseEvent.objects.filter(case=case, kind=EventKind.STEP).order_by("serial")
    return [
        {
            "at": f"{localtime(event.at):%m-%d %H:%M}",
            "who": event.on_behalf_of or event.by_name,
            "what": event.title,
            "note": event.note or "—",
        }
        for event in events
    ]


def _issuer(case: Case) -> str:
    by = case.raised_by
    return str(by.organisation) if by is not None and by.organisation else "生态环境主管部门"


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return "—"
    local = localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _day(moment: datetime) -> str:
    local = localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日"
