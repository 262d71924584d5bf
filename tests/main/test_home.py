"""The way in."""

from django.test import Client

from tests.people import People


def opened(user: object) -> tuple[int, str]:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    answer = client.get("/")
    return answer.status_code, answer.get("Location", "")


def test_an_officer_lands_on_the_duty_desk(people: People) -> None:
    assert opened(people.wang) == (302, "/watch/")


def test_an_administrator_lands_on_what_the_post_may_see(people: People) -> None:
    assert opened(people.system_admin) == (302, "/health/")


def test_somebody_without_a_post_is_told_what_to_do(people: People) -> None:
    client = Client()
    client.force_login(people.visitor)
    assert "尚未分配岗位" in client.get("/").content.decode()
