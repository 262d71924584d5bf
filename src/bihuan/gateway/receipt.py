"""What is owed to a sender who waits for several frames at once."""

from collections.abc import Callable


class Receipt:
    """Says once that every frame of a message is on disk (回执).

    >>> receipt = Receipt(2, lambda: print("on disk"))
    >>> receipt.settled()
    >>> receipt.settled()
    on disk
    """

    __slots__ = ("_open", "_say")

    def __init__(self, frames: int, say: Callable[[], None]) -> None:
        """`frames` are still on their way; a message without any is settled at once."""
        self._open = frames
        self._say = say
        if not frames:
            say()

    def settled(self) -> None:
        """One more frame is on disk."""
        self._open -= 1
        if not self._open:
            self._say()
