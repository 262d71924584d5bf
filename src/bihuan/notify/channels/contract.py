"""The furniture of a channel: what each folder offers, what it is handed and what it gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Field:
    """One setting of a channel, as its form asks for it.

    Args:
        name: key in the channel's settings.
        label: Chinese name.
        is_secret: kept sealed, shown masked.
        required: a channel without it cannot be saved.
        help: what to fill in.
        default: what a new channel starts with.
    """

    name: str
    label: str
    is_secret: bool = False
    required: bool = True
    help: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the other side takes.

    Args:
        bytes: longest text. [bytes of UTF-8]
        per_minute: most messages a minute; 0 for no limit.
        picture: what becomes of a message's picture, as the screen says it.
    """

    bytes: int
    per_minute: int
    picture: str

    @property
    def length(self) -> str:
        """The longest text as people count it.

        >>> Limits(2048, 20, "").length
        '2048 字节（约 680 个汉字）'
        """
        return f"{self.bytes} 字节（约 {self.bytes // 30 * 10} 个汉字）"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person to be mentioned: by name, telephone or the group's own id."""

    name: str
    phone: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a channel gets it.

    Args:
        reference: the same for every attempt of one delivery, so that a repeated one can be told.
        title, text: plain words.
        link: full address of the page, empty for none.
        address: telephone number or mailbox of a single person; empty for a group.
        mentions: who is mentioned in a group.
        picture: one PNG, or nothing.
        now: when. [aware]
    """

    reference: str
    title: str
    text: str
    link: str
    now: datetime
    address: str = ""
    mentions: Sequence[Mention] = ()
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side answered (回执).

    Args:
        reference: its own number, where it gives one.
        answer: its words, kept as evidence.
    """

    reference: str = ""
    answer: Mapping[str, object] = field(default_factory=dict)


class Sender(Protocol):
    """A channel (通知渠道类型)."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def is_group(self) -> bool: ...

    @property
    def limits(self) -> Limits: ...

    @property
    def fields(self) -> Sequence[Field]: ...

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """Put a message on the wire and wait for the answer.

        Raises:
            ChannelError: not taken; says whether trying again helps.
        """
        ...
