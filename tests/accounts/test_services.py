"""Giving and taking posts, and what the audit trail says of an act."""

import pytest

from bihuan.accounts.acts import Act
from bihuan.accounts.error import NotYours, PostsConflict
from bihuan.accounts.models import AuditEntry, Post, User
from bihuan.accounts.roles import Role
from bihuan.accounts.services import change_profile, give_post, record_act, take_post
from bihuan.registry.models import Enterprise
from tests.people import NOW, People


def test_a_given_post_reaches_at_once_and_is_on_record(people: People) -> None:
    assert not Enterprise.objects.visible_to(people.visitor).exists()
    post = Post(user=people.visitor, role=Role.CITY, district_id="4101")
    give_post(post, by=people.security_admin, now=NOW)
    assert Enterprise.objects.visible_to(people.visitor).count() == 2
    entry = AuditEntry.objects.get(action=Act.GIVE_POST)
    assert (entry.user_name, entry.object_name) == ("安全管理员", "访客")
    assert entry.detail == {"role": "city", "district": "4101", "organisation": None}


def test_a_taken_post_stays_in_the_records(people: People) -> None:
    post = Post.objects.get(user=people.wang)
    take_post(post, by=people.security_admin, now=NOW)
    assert not Post.objects.get(pk=post.pk).is_active
    assert User.objects.get(pk=people.wang.pk).data_scope.is_empty
    assert AuditEntry.objects.filter(action=Act.TAKE_POST).exists()


@pytest.mark.parametrize("name", ["wang", "system_admin", "auditor", "chen"])
def test_only_a_security_administrator_gives_posts(people: People, name: str) -> None:
    post = Post(user=people.visitor, role=Role.CITY, district_id="4101")
    with pytest.raises(NotYours):
        give_post(post, by=people.all()[name], now=NOW)


def test_nobody_gives_a_post_to_himself(people: People) -> None:
    post = Post(user=people.security_admin, role=Role.CITY, district_id="4101")
    with pytest.raises(NotYours, match="本人"):
        give_post(post, by=people.security_admin, now=NOW)


@pytest.mark.parametrize(
    ("name", "role", "district"),
    [
        ("wang", Role.AUDITOR, None),
        ("auditor", Role.CITY, "4101"),
        ("auditor", Role.SYSTEM_ADMIN, None),
    ],
)
def test_an_administrator_holds_no_other_post(
    people: People, name: str, role: Role, district: str | None
) -> None:
    post = Post(user=people.all()[name], role=role, district_id=district)
    with pytest.raises(PostsConflict, match="兼任"):
        give_post(post, by=None, now=NOW)


def test_a_changed_telephone_number_is_not_put_on_record(people: People) -> None:
    change_profile(people.wang, phone="13800000000", now=NOW)
    people.wang.refresh_from_db()
    assert people.wang.phone == "13800000000"
    assert AuditEntry.objects.get(action=Act.CHANGE_PROFILE).detail == {}


def test_an_act_of_the_platform_itself_is_called_so(people: People) -> None:
    entry = record_act(user=None, action=Act.GIVE_POST, object=people.wang, now=NOW)
    assert (entry.user, entry.user_name, entry.at) == (None, "平台", NOW)


def test_an_act_carries_the_address_that_the_middleware_noted(people: People) -> None:
    people.wang.request_address = "10.0.0.7"
    entry = record_act(user=people.wang, action=Act.LOG_OUT, object=people.wang, now=NOW)
    assert entry.address == "10.0.0.7"
