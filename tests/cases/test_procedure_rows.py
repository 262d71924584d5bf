"""A procedure edited by rows says the same as its document, and keeps what rows do not show."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.cases.forms.procedure import ProcedureRows
from bihuan.cases.models import ProcedureVersion, VersionState
from bihuan.cases.procedure.document import Procedure
from bihuan.cases.procedure.wire import as_data, procedure_from
from bihuan.cases.services.procedure import publish_shipped
from bihuan.cases.shipped import shipped
from bihuan.cases.version_document import procedure_of
from tests.people import People


def sent(rows: ProcedureRows) -> dict[str, Any]:
    """What a browser sends of rows that nobody touched."""
    found: dict[str, Any] = {}
    for part, forms in rows.parts.items():
        found[f"{part}-count"] = str(len(forms))
        for row in forms:
            for field in row:
                value = field.value()
                if value not in (None, "", [], False):
                    found[field.html_name] = "on" if value is True else value
    return found


class Sent(dict[str, Any]):
    """Form data as Django hands them over."""

    def getlist(self, name: str) -> list[Any]:
        """All values of a name."""
        return list(self.get(name, []))


@pytest.mark.parametrize("procedure", list(shipped()), ids=lambda one: str(one.code))
def test_untouched_rows_say_what_the_document_says(procedure: Procedure) -> None:
    rows = ProcedureRows(procedure, Sent(sent(ProcedureRows(procedure))))
    assert rows.is_valid()
    assert as_data(procedure_from(rows.document())) == as_data(procedure)


@pytest.mark.requirement("B1.19")
def test_an_administrator_changes_a_term_and_adds_a_step_by_rows(
    people: People, now: datetime
) -> None:
    publish_shipped(now)
    client = Client()
    client.force_login(people.wang)
    address = reverse("cases:procedure_rows", args=["exceedance_task"])
    assert client.get(address).status_code == 403
    client.force_login(people.system_admin)
    assert "办理人" in client.get(address).content.decode()
    before = procedure_of(ProcedureVersion.objects.get(code="exceedance_task"))
    form = sent(ProcedureRows(before))
    form["stages-0-amount"] = "36"
    last = len(before.steps)
    form |= {
        f"steps-{last}-code": "province_check",
        f"steps-{last}-title": "转市级核查",
        f"steps-{last}-kind": "return",
        f"steps-{last}-sources": ["province_review"],
        f"steps-{last}-target": "city_review",
        f"steps-{last}-actors": ["province"],
    }
    answer = client.post(address, form)
    assert answer.status_code == 302
    draft = procedure_of(ProcedureVersion.objects.get(state=VersionState.DRAFT))
    assert draft.stages[0].term is not None
    assert draft.stages[0].term.amount == 36
    assert draft.step("province_check").target == "city_review"
    assert draft.step("explain").evidence == before.step("explain").evidence
    form["steps-0-code"] = "Wrong Code"
    again = client.post(address, form)
    assert (again.status_code, "以字母开头" in again.content.decode()) == (422, True)
