"""Constraints of the room."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from bihuan.accounts.acts import Act
from bihuan.accounts.models import AuditEntry, District, Organisation, Post
from bihuan.accounts.models.audit import AuditTrailIsAppendOnly
from bihuan.accounts.roles import Role
from bihuan.accounts.services import record_act
from tests.people import NOW, People


@pytest.mark.parametrize(
    ("code", "level"), [("410183", "city"), ("4103", "county"), ("41018", "county")]
)
def test_a_district_whose_level_does_not_fit_its_code_is_refused(
    districts: dict[str, District], code: str, level: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        District.objects.create(code=code, name="错", level=level)


def test_a_district_with_rows_cannot_be_deleted(districts: dict[str, District]) -> None:
    with pytest.raises(ProtectedError):
        districts["4101"].delete()


def test_the_same_post_twice_is_refused_even_without_district(people: People) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=people.chen, role=Role.ENTERPRISE)


@pytest.mark.parametrize("role", [Role.CITY, Role.ANALYST, Role.SUPERVISOR, Role.OPERATOR])
def test_a_post_without_the_place_that_its_role_needs_is_refused(
    people: People, role: Role
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=people.visitor, role=role)


def test_an_organisation_is_not_its_own_parent(districts: dict[str, District]) -> None:
    bureau = Organisation.objects.create(name="局", kind="bureau", district=districts["4101"])
    bureau.parent = bureau
    with pytest.raises(IntegrityError), transaction.atomic():
        bureau.save()


def test_the_audit_trail_can_neither_be_changed_nor_deleted(people: People) -> None:
    entry = record_act(user=people.wang, action=Act.LOG_IN, object=people.wang, now=NOW)
    with pytest.raises(AuditTrailIsAppendOnly):
        entry.save()
    with pytest.raises(AuditTrailIsAppendOnly):
        entry.delete()
    with pytest.raises(AuditTrailIsAppendOnly):
        AuditEntry.objects.filter(pk=entry.pk).update(user_name="别人")
    with pytest.raises(AuditTrailIsAppendOnly):
        AuditEntry.objects.all().delete()


def test_a_person_with_acts_on_record_cannot_be_deleted(people: People) -> None:
    record_act(user=people.wang, action=Act.LOG_IN, object=people.wang, now=NOW)
    with pytest.raises(ProtectedError):
        people.wang.delete()
