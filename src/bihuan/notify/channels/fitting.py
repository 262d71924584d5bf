"""Making a text fit (截断): whole characters, and the link is never cut off."""

MORE = "…（全文见平台）"


def fit(text: str, most: int, *, tail: str = "") -> str:
    """The text and its tail in at most so many bytes of UTF-8.

    Args:
        text: what may be shortened.
        most: limit of the channel. [bytes]
        tail: what must stay whole, such as the link.

    >>> fit("超标" * 10, 40, tail="http://x/1")
    '超标…（全文见平台）http://x/1'
    """
    room = most - len(tail.encode())
    if len(text.encode()) <= room:
        return text + tail
    kept = text.encode()[: max(0, room - len(MORE.encode()))].decode("utf-8", "ignore")
    return kept + MORE + tail


def whole(title: str, text: str, link: str, most: int) -> str:
    """Title, text and link of a plain message.

    >>> whole("标题", "正文", "", 100)
    '标题\\n正文'
    """
    return fit(f"{title}\n{text}", most, tail=f"\n{link}" if link else "")
