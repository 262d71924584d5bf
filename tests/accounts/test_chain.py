"""The chain of digests finds every change, every hole and a cut tail."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.accounts.anchor import anchors_of, keep_anchor
from bihuan.accounts.chain import Head, Link, breaches, follow

pytestmark = pytest.mark.requirement("B7.7")


def chain(count: int) -> list[Link]:
    head, links = Head(), []
    for number in range(1, count + 1):
        content = {"number": number, "text": f"第{number}条"}
        head = follow(head, content)
        links.append(Link(head.position, content, head.digest))
    return links


def head_of(links: list[Link]) -> Head:
    return Head(links[-1].position, links[-1].digest)


@given(st.integers(0, 30))
def test_a_sound_chain_has_no_breach(count: int) -> None:
    links = chain(count)
    anchors = [head_of(links[: count // 2])] if count > 1 else []
    assert list(breaches(links, anchors=anchors)) == []


@given(st.integers(1, 20), st.data())
def test_a_changed_row_is_found_where_it_is(count: int, data: st.DataObject) -> None:
    links = chain(count)
    place = data.draw(st.integers(0, count - 1))
    links[place] = Link(place + 1, {"number": place + 1, "text": "改"}, links[place].digest)
    assert [breach.position for breach in breaches(links)] == [place + 1]


@given(st.integers(2, 20), st.data())
def test_a_row_taken_out_of_the_middle_is_found(count: int, data: st.DataObject) -> None:
    links = chain(count)
    place = data.draw(st.integers(0, count - 2))
    del links[place]
    assert [breach.position for breach in breaches(links)] == [place + 1]


def test_a_tail_that_was_cut_is_found_by_the_anchor_alone() -> None:
    links = chain(5)
    assert list(breaches(links[:3])) == []
    assert [one.because for one in breaches(links[:3], anchors=[head_of(links)])] == [
        "链尾缺失：留存的第 5 条已不在"
    ]


def test_a_chain_written_anew_from_the_middle_does_not_pass_its_anchor() -> None:
    links, head = chain(2), head_of(chain(2))
    for number in (3, 4):
        content = {"number": number, "text": "重写"}
        head = follow(head, content)
        links.append(Link(number, content, head.digest))
    found = list(breaches(links, anchors=[head_of(chain(4))]))
    assert [one.position for one in found] == [4]


def test_an_archived_beginning_is_no_breach() -> None:
    links = chain(6)
    assert list(breaches(links[2:], start=head_of(links[:2]))) == []


def test_anchors_are_added_once_for_each_head(tmp_path: Path, now: datetime) -> None:
    heads = [head_of(chain(count)) for count in (3, 3, 7)]
    for head in heads:
        keep_anchor(tmp_path, "audit", head, now=now)
    keep_anchor(tmp_path, "empty", Head(), now=now)
    assert anchors_of(tmp_path, "audit") == [heads[0], heads[2]]
    assert anchors_of(tmp_path, "empty") == []
