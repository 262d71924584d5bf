"""The matrix (权限矩阵): every address x every kind of person x own and other's objects.

The addresses come from the URL configuration, the expectations from `declared`: an address
without an expectation fails.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now as clock

from bihuan.accounts.api.rate import LIMIT
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import create_token
from tests.security.declared import DECLARED, INTERFACES, OTHERWISE, Declared
from tests.security.world import World

pytestmark = pytest.mark.requirement("B1.18", "B7.1", "B7.5")
LET_IN = frozenset({200, 204, 302, 303, 400, 405})
REPRESENTED = {"registry:ledger_": ("enterprises", "points", "devices", "stations", "contacts")}
"""Families of addresses that share their views: these members stand for the others."""


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Every named address, with its namespace."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, space + (f"{one.namespace}:" if one.namespace else ""))
        elif isinstance(one, URLPattern) and one.name:
            yield space + one.name


NAMES = sorted(set(names(get_resolver())))


def declared(name: str) -> tuple[str, Declared] | None:
    """The room and the expectation of an address: by its name, else by the first pattern."""
    for room, table in DECLARED.items():
        if name in table:
            return room, table[name]
    for room, table in DECLARED.items():
        for pattern, told in table.items():
            if fnmatchcase(name, pattern):
                return room, told
    return None


def is_asked_otherwise(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in OTHERWISE)


def is_represented(name: str) -> bool:
    return any(
        name.startswith(family) and not any(member in name for member in members)
        for family, members in REPRESENTED.items()
    )


def test_every_address_has_an_expectation() -> None:
    missing = [name for name in NAMES if declared(name) is None and not is_asked_otherwise(name)]
    assert not missing, f"add these addresses to tests/security/declared.py: {missing}"


def let_in(client: Client, address: str, *, post: bool) -> bool:
    """Whether the person gets in; what a POST changes is taken back.

    Raises:
        AssertionError: an answer that is neither in nor out, such as a failure of the server.
    """
    with transaction.atomic():
        answer = client.post(address) if post else client.get(address)
        transaction.set_rollback(True)
    assert answer.status_code in LET_IN | {403, 404}, (address, answer.status_code)
    led_to_login = answer.status_code == 302 and "/accounts/login" in answer["Location"]
    return answer.status_code in LET_IN and not led_to_login


def addresses(name: str, told: Declared, world: World) -> Iterator[tuple[str, frozenset[str]]]:
    """The address on either side, and who is let in there."""
    sides = [("own", told.own)]
    if told.other is not None:
        sides.append(("other", told.other))
    for side, entitled in sides:
        arguments = dict(told.arguments)
        if told.kind:
            arguments["pk"] = getattr(world.objects[told.kind], side)
        yield reverse(name, kwargs=arguments) + told.query, entitled


@pytest.mark.any_database  # ten thousand questions to posts and codes; pages ask both databases
@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("room", DECLARED)
def test_everybody_gets_what_is_declared_and_nothing_else(room: str, world: World) -> None:
    wrong = []
    for name in NAMES:
        found = declared(name)
        if is_asked_otherwise(name) or is_represented(name) or not found or found[0] != room:
            continue
        for address, entitled in addresses(name, found[1], world):
            got = {
                who
                for who, client in world.clients.items()
                if let_in(client, address, post=found[1].post)
            }
            if got != entitled:
                wrong.append((name, address, sorted(got - entitled), sorted(entitled - got)))
    assert not wrong, "\n".join(
        f"{name} {address}: let in {extra}, refused {lacking}"
        for name, address, extra, lacking in wrong
    )


def test_no_session_opens_the_interfaces(world: World) -> None:
    answers = {
        client.get(f"/api/v1/{address}").status_code
        for client in (world.clients["wang"], world.clients["root"])
        for address in ("me", *INTERFACES)
    }
    assert answers == {401}


@pytest.mark.usefixtures("unprinted")
def test_a_token_gets_from_each_interface_what_its_person_may(world: World) -> None:
    answers: dict[str, set[str]] = {address: set() for address in INTERFACES}
    for user in User.objects.all():
        LIMIT.forget_all()
        _, key = create_token("矩阵", scopes=list(Scope), days=1, by=user, now=clock())
        headers = {"Authorization": f"Bearer {key}"}
        for address in INTERFACES:
            status = Client().get(f"/api/v1/{address}", headers=headers).status_code
            assert status in {200, 403}, (user.username, address, status)
            if status == 200:
                answers[address].add(world.names[user.pk])
    wrong = {
        address: (sorted(got - INTERFACES[address]), sorted(INTERFACES[address] - got))
        for address, got in answers.items()
        if got != INTERFACES[address]
    }
    assert not wrong


def test_a_filter_with_the_key_of_another_gives_nothing_of_his(world: World) -> None:
    mill = world.objects["enterprise"].other
    for who in ("wang", "chen", "engineer"):
        page = world.clients[who].get(f"/live/?enterprise={mill}&district=410182").content.decode()
        assert "荥阳造纸厂" not in page
        listed = world.clients[who].get("/enterprises/?text=造纸").content.decode()
        assert "荥阳造纸厂" not in listed
        found = world.clients[who].get("/search/?q=造纸").content.decode()
        assert "荥阳造纸厂" not in found


def test_a_form_with_the_key_of_another_changes_nothing_of_his(world: World) -> None:
    device = world.objects["device"].other
    answer = world.clients["wang"].post(f"/devices/{device}/command", {"command": "get_time"})
    assert answer.status_code in (403, 404)
    person = world.objects["person"].other
    for who in ("wang", "manager", "system_admin", "auditor"):
        for act in ("disable", "reset", "posts", "unlock"):
            answer = world.clients[who].post(f"/accounts/people/{person}/{act}", {"reason": "x"})
            assert answer.status_code == 403, (who, act)
