"""Pictures that go with messages (配图): the room of a kind hands in who draws them."""

from collections.abc import Callable

from bihuan.notify.models import Message

Draw = Callable[[Message], bytes | None]

_drawers: dict[str, Draw] = {}


def register(kind: str, draw: Draw) -> None:
    """Name the function that makes the PNG of a kind's messages; None where there is none."""
    _drawers[kind] = draw


def picture_of(message: Message) -> bytes | None:
    """The PNG that goes with a message, drawn when it is asked for."""
    draw = _drawers.get(message.kind)
    return draw(message) if draw else None
