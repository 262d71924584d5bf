"""Cutting an upload that is too long for one packet (拆分包)."""

from collections.abc import Iterator, Sequence


def parts_of(head: bytes, groups: Sequence[bytes], limit: int) -> list[bytes]:
    """Data areas that each fit the limit, holding whole factors (拆分包).

    Every part repeats the head, so each is an upload by itself. A single group that is too
    long by itself travels alone: a factor is never cut.

    Args:
        head: `DataTime=…`, repeated in every part; may be empty.
        groups: the fields of one factor each, in order.
        limit: longest data area. [bytes]

    Source: HJ 212-2017 6.4 and its example of two parts, appendix C.

    >>> parts_of(b"DataTime=20160801080000", [b"a-Rtd=1,a-Flag=N", b"b-Rtd=2"], 45)
    [b'DataTime=20160801080000;a-Rtd=1,a-Flag=N', b'DataTime=20160801080000;b-Rtd=2']
    """
    whole = b";".join([head, *groups] if head else groups)
    if len(whole) <= limit:
        return [whole]
    return list(_parts(head, groups, limit))


def _parts(head: bytes, groups: Sequence[bytes], limit: int) -> Iterator[bytes]:
    part = head
    for group in groups:
        joined = part + b";" + group if part else group
        if len(joined) > limit and part != head:
            yield part
            joined = head + b";" + group if head else group
        part = joined
    yield part
