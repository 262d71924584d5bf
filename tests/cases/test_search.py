"""Documents of cases in the one search box: found by those who see the case."""

import pytest
from django.urls import reverse

from bihuan.cases.models import Case
from bihuan.registry.search.query import search
from bihuan.registry.search.upkeep import refresh_all
from tests.people import People


@pytest.mark.requirement("B5.1")
def test_a_document_is_found_by_its_name_and_opens_its_case(
    explained: Case, people: People
) -> None:
    refresh_all()
    for user in (people.wang, people.chen):
        groups = search("现场1", user=user, kind="document")
        assert [hit.address for group in groups for hit in group.hits] == [
            reverse("cases:case", args=[explained.pk])
        ]
    for nobody in (people.zhao, people.operator, people.auditor):
        assert search("现场1", user=nobody, kind="document") == []


def test_what_was_not_sent_yet_is_not_found(
    task: Case, people: People, attach: object, now: object
) -> None:
    attach(task, "explain", people.chen)  # type: ignore[operator]
    refresh_all()
    assert search("现场1", user=people.chen, kind="document") == []
