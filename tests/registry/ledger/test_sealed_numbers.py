"""Telephone numbers of contacts: sealed in the database, whole for who registers, else covered."""

from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.urls import reverse

from bihuan.registry.exchange.output import cells
from bihuan.registry.exchange.packed import unpack
from bihuan.registry.exchange.queries import preview_of
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.ledger.ledger import ledger_of
from bihuan.registry.ledger.query import Chosen, heads, list_rows
from bihuan.registry.ledger.services import change_object
from bihuan.registry.models import ChangeRecord, Contact
from bihuan.registry.queries.history import newest_change
from tests.people import People
from tests.registry.exchange.given import checked, csv_file, undone, written
from tests.registry.furnished import Furnished

OLD, NEW = "13800000000", "13912345678"
HEAD = ["联系人编号", "姓名", "手机", "部门名称", "单位"]


def lying_numbers() -> list[str]:
    """What the table really holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile FROM registry_contact ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_the_table_holds_no_number_and_lists_and_exports_still_do(
    furnished: Furnished, people: People, now: datetime
) -> None:
    assert all(text.startswith("gAAAA") for text in lying_numbers())
    ledger = ledger_of("contacts")
    chosen = Chosen(text="钱", columns=("name", "mobile"), sort="-mobile")
    rows = list_rows(ledger, chosen, user=people.wang, today=now.date())[:10]
    assert [row.cells[0].told.text for row in rows] == [OLD]
    sortable = {head.field: bool(head.next_sort) for head in heads(ledger, chosen)}
    assert sortable == {"name": True, "mobile": False}
    sheet = SHEETS["contacts"]
    assert [OLD in row for row in cells(sheet, sheet.rows(people.wang))] == [True]


def test_an_import_changes_a_number_and_notes_only_its_ends(
    furnished: Furnished, people: People, now: datetime
) -> None:
    one = Contact.objects.get()
    row = [one.pk, one.name, NEW, furnished.department.name, furnished.department.organisation.name]
    again = checked(
        "contacts", csv_file([HEAD, [*row[:2], OLD, *row[3:]]]), by=people.wang, now=now
    )
    assert again.counts["unchanged"] == 1
    bad = csv_file([HEAD, row, [99999, "孙某", "13700001111", *row[3:]]])
    run = written("contacts", bad, by=people.wang, now=now)
    preview = preview_of(run)
    assert [(each.before, each.after) for each in preview.changes] == [
        ("138****0000", "139****5678")
    ]
    run.refresh_from_db()
    assert OLD not in str(unpack(run.undo_note)) and NEW not in str(unpack(run.findings))
    assert Contact.objects.get().mobile == NEW
    undone(run, by=people.wang, now=now + timedelta(hours=1))
    assert Contact.objects.get().mobile == OLD
    assert lying_numbers()[0].startswith("gAAAA")
    told = ChangeRecord.objects.filter(field="mobile").order_by("id").values_list("before", "after")
    assert list(told) == [("138****0000", "139****5678"), ("139****5678", "138****0000")]


def test_a_form_changes_a_number_and_its_history_covers_it(
    furnished: Furnished, people: People, client: Client, now: datetime
) -> None:
    one, ledger = Contact.objects.get(), ledger_of("contacts")
    one.mobile = NEW
    seen = newest_change(one)
    assert change_object(ledger, one, seen=seen, reason="换号", by=people.wang, now=now) == 1
    client.force_login(people.supervisor)
    address = reverse("registry:ledger_contacts_one", args=[one.pk])
    page = client.get(f"{address}?tab=history").content.decode()
    assert "139****5678" in page and NEW not in page and OLD not in page
