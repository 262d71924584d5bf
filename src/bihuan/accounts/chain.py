"""A chain of digests (哈希链): whoever changes or deletes a recorded row breaks a link.

Each link's digest covers its content and the digest before it. A changed row no longer fits its
digest, a removed one leaves a hole in the positions, a cut tail lies behind an anchor that was
kept elsewhere. Pure: rows come in as values, breaches go out as sentences.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends (链首): the position of its last link and that link's digest."""

    position: int = 0
    digest: str = GENESIS


@dataclass(frozen=True, slots=True)
class Link:
    """One recorded row (链节): its place from 1, what it says, the digest kept beside it."""

    position: int
    content: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a chain does not hold, and why (断点)."""

    position: int
    because: str


def digest_of(previous: str, content: Mapping[str, Any]) -> str:
    """SHA-256 over the digest before and the content, written one way only.

    Args:
        previous: digest of the link before; `GENESIS` for the first.
        content: JSON values; the order of keys does not matter.

    >>> digest_of(GENESIS, {"a": 1, "b": "碧"}) == digest_of(GENESIS, {"b": "碧", "a": 1})
    True
    >>> digest_of(GENESIS, {"a": 1}) == digest_of(GENESIS, {"a": "1"})
    False
    """
    written = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(f"{previous}\n{written}".encode()).hexdigest()


def follow(head: Head, content: Mapping[str, Any]) -> Head:
    """The head after one more link.

    >>> follow(Head(), {"a": 1}).position
    1
    """
    return Head(head.position + 1, digest_of(head.digest, content))


def breaches(
    links: Iterable[Link], *, start: Head = Head(), anchors: Iterable[Head] = ()
) -> Iterator[Breach]:
    """Every place where the chain does not hold; none for a sound one.

    Args:
        links: by rising position, from the one after `start`.
        start: what lies before the first link; not `Head()` where older links were archived.
        anchors: heads that were kept elsewhere; the chain must still pass through each of them.

    >>> head = follow(Head(), {"n": 1})
    >>> [breach.because for breach in breaches([Link(1, {"n": 2}, head.digest)])]
    ['内容与校验值不符']
    >>> [breach.because for breach in breaches([], anchors=[head])]
    ['链尾缺失：留存的第 1 条已不在']
    """
    kept = {anchor.position: anchor.digest for anchor in anchors}
    last = start
    for link in links:
        if link.position != last.position + 1:
            yield Breach(last.position + 1, f"第 {last.position + 1} 条起缺少记录")
            last = Head(link.position - 1, "")
        if last.digest and digest_of(last.digest, link.content) != link.digest:
            yield Breach(link.position, "内容与校验值不符")
        if kept.get(link.position, link.digest) != link.digest:
            yield Breach(link.position, "校验值与留存的不符，记录被整体改写")
        last = Head(link.position, link.digest)
    lost = max((position for position in kept if position > last.position), default=0)
    if lost:
        yield Breach(lost, f"链尾缺失：留存的第 {lost} 条已不在")
