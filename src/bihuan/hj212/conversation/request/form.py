"""What each request of the host carries, and in which editions it exists."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bihuan.hj212.command import Command, CommandKind, Direction, commands
from bihuan.hj212.conversation.error import BadField, MissingField, NotInEdition, UnknownRequest
from bihuan.hj212.conversation.request.field import checked_field
from bihuan.hj212.data_area import read_data_area
from bihuan.hj212.edition import Edition
from bihuan.hj212.segment import Packet


@dataclass(frozen=True, slots=True)
class Place:
    """One field's place in a request (参数位置).

    Args:
        name: the field, without the code before it.
        optional: may be absent.
        repeatable: may stand there for several factors.
    """

    name: str
    optional: bool
    repeatable: bool

    def takes(self, name: str) -> bool:
        """Whether a field of this name stands here (参数是否属于此位置).

        >>> Place("UpValue", optional=False, repeatable=True).takes("101-UpValue")
        True
        """
        return self.name == name.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class RequestForm:
    """One request of the table of commands (请求命令格式).

    >>> FORMS["2012"].is_notice, FORMS["3016"].editions == {Edition.HJ212_2017}
    (True, True)
    """

    command_code: str
    is_notice: bool
    editions: frozenset[Edition]
    places: tuple[Place, ...]

    def place_of(self, name: str) -> int:
        """Where a field stands (参数顺序), -1 where the request does not carry it.

        >>> FORMS["1000"].place_of("ReCount")
        1
        """
        return next((n for n, place in enumerate(self.places) if place.takes(name)), -1)


@dataclass(frozen=True, slots=True)
class Request:
    """What the host asks of a device (请求命令, or 通知命令 for 2012 and 2022).

    It is not yet addressed: the same request serves devices of every edition
    that knows it. Make one with `request_of` or a builder, which check the fields.
    """

    command_code: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_notice(self) -> bool:
        """Whether the device answers 9013 and nothing else (通知命令).

        >>> request_of("2022").is_notice
        True
        """
        return FORMS[self.command_code].is_notice

    def parameters(self, edition: Edition) -> bytes:
        """The data area (数据区) of this request in a device's edition.

        Raises:
            NotInEdition: the edition does not know the command.

        Source: HJ 212-2017 appendix C; HJ/T 212-2005 appendix C writes the new
        password as PW. HJ 212-2025 separates begin and end by a semicolon (second hand).

        >>> day = {"BeginTime": "20261101000000", "EndTime": "20261102000000"}
        >>> request_of("2031", day).parameters(Edition.HJ212_2017)
        b'BeginTime=20261101000000,EndTime=20261102000000'
        >>> request_of("1072", {"NewPW": "654321"}).parameters(Edition.HJT212_2005)
        b'PW=654321'
        """
        if edition not in FORMS[self.command_code].editions:
            raise NotInEdition(self.command_code, edition)
        text = "".join(
            f"{_joiner(name, edition)}{_spelling(name, edition)}={value}"
            for name, value in self.fields
        )
        return text[1:].encode()


def request_of(
    command_code: str, fields: Mapping[str, str | Sequence[str]] | None = None
) -> Request:
    """A checked request from texts, as a form or a stored command holds them (请求命令).

    Args:
        command_code: four digits.
        fields: value or values of each field as they go on the wire.

    Raises:
        UnknownRequest: the host has no such request.
        BadField: a field the request does not carry, or a value outside its range.
        MissingField: a field that must be there is not.

    Source: HJ 212-2017 6.6 table 9 and appendix C.

    >>> request_of("1062", {"RtdInterval": "30"}).fields
    (('RtdInterval', '30'),)
    >>> request_of("1062", {"RtdInterval": "10"})
    Traceback (most recent call last):
    bihuan.hj212.conversation.error.BadField: RtdInterval '10' of command 1062: below 30 s
    """
    form = FORMS.get(command_code)
    if form is None:
        raise UnknownRequest(command_code)
    pairs = [
        (name, text)
        for name, value in (fields or {}).items()
        for text in ((value,) if isinstance(value, str) else value)
    ]
    _check(form, pairs)
    return Request(command_code, tuple(_ordered(form, pairs)))


def read_request(packet: Packet) -> Request:
    """The request that a packet of a host makes (解析请求), by the same rules.

    Lenient about the case of field names and the separator, as hosts differ.

    Raises:
        BadRequest: no such request, or fields that do not fit it.

    Source: HJ 212-2017 appendix C; HJ/T 212-2005 appendix C (PolID, PW).

    >>> from bihuan.hj212.segment import read_header
    >>> told = b"QN=20040516010101001;ST=32;CN=3011;PW=123456;MN=8;Flag=3;CP=&&PolID=101&&"
    >>> read_request(read_header(told)).fields
    (('PolId', '101'),)
    """
    form = FORMS.get(packet.command_code)
    if form is None:
        raise UnknownRequest(packet.command_code)
    fields: dict[str, list[str]] = {}
    for group in read_data_area(packet.parameters).groups:
        for name, equals, value in group:
            if equals:
                fields.setdefault(_own_spelling(form, name), []).append(value)
    return request_of(packet.command_code, fields)


def _own_spelling(form: RequestForm, name: str) -> str:
    """The table's spelling of a field name that came in another case, or 2005's PW."""
    prefix, dash, last = name.rpartition("-")
    for place in form.places:
        if place.name.lower() == last.lower() or (place.name, last) == ("NewPW", "PW"):
            return f"{prefix}{dash}{place.name}"
    return name


def _check(form: RequestForm, pairs: Sequence[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for name, text in pairs:
        place = form.place_of(name)
        if place < 0:
            raise BadField(form.command_code, name, text, "not a field of this command")
        if name in seen and not form.places[place].repeatable:
            raise BadField(form.command_code, name, text, "given twice")
        checked_field(name, text, command_code=form.command_code)
        seen.add(name)
    for place_ in form.places:
        if not place_.optional and not any(place_.takes(name) for name in seen):
            raise MissingField(form.command_code, place_.name)
    _check_period(form.command_code, dict(pairs))


def _check_period(command_code: str, fields: Mapping[str, str]) -> None:
    begin, end = fields.get("BeginTime"), fields.get("EndTime")
    if begin and end and end < begin:
        raise BadField(command_code, "EndTime", end, f"before BeginTime {begin}")


def _ordered(form: RequestForm, pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    if any(place.repeatable for place in form.places):
        return pairs  # limits of one factor stand together, as given
    return sorted(pairs, key=lambda pair: form.place_of(pair[0]))


def _joiner(name: str, edition: Edition) -> str:
    if name == "EndTime" and edition is Edition.HJ212_2025:
        return ";"
    return "," if name.rpartition("-")[2] in COMMA_BEFORE else ";"


def _spelling(name: str, edition: Edition) -> str:
    return "PW" if name == "NewPW" and edition is Edition.HJT212_2005 else name


def _form(use: Command) -> RequestForm:
    words = re.findall(r"[\[\]]|[\w-]+", use.parameters)
    places, is_optional = [], False
    for word in words:
        if word in "[]":
            is_optional = word == "["
        else:
            places.append(_place(use.code, word, is_optional))
    return RequestForm(
        use.code,
        is_notice=use.kind is CommandKind.NOTICE,
        editions=use.editions,
        places=(*places, *EXTRA_PLACES.get(use.code, ())),
    )


def _place(command_code: str, word: str, is_optional: bool) -> Place:
    code, _, name = word.rpartition("-")
    is_repeatable = code == "code" or (command_code, name) == ("1021", "PolId")
    return Place(name, is_optional, is_repeatable)


# 2005 sets sampling times by 3014; the table of commands holds that as a note
EXTRA_PLACES = {"3014": (Place("CTime", optional=True, repeatable=True),)}
COMMA_BEFORE = frozenset({"EndTime", "NewSK", "CalibrationType", "CTime", "UpValue"})
FORMS: Mapping[str, RequestForm] = MappingProxyType(
    {
        use.code: _form(use)
        for use in commands()
        if use.direction is Direction.HOST and use.kind is not CommandKind.ANSWER
    }
)
