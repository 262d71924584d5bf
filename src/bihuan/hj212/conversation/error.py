"""What can be wrong with a request before it is sent."""

from bihuan.hj212.error import ProtocolError


class BadRequest(ProtocolError):
    """A request that must not be sent (请求无效); the sentence names the offending value."""


class UnknownRequest(BadRequest):
    """The host has no such request (无此请求命令).

    >>> str(UnknownRequest("9999"))
    'the host has no request 9999'
    """

    def __init__(self, command_code: str) -> None:
        super().__init__(f"the host has no request {command_code}")
        self.command_code = command_code


class NotInEdition(BadRequest):
    """The device's edition does not know the request (该版本无此命令).

    >>> str(NotInEdition("3016", "2025"))
    'command 3016 does not exist in edition 2025'
    """

    def __init__(self, command_code: str, edition: str) -> None:
        super().__init__(f"command {command_code} does not exist in edition {edition}")
        self.command_code = command_code
        self.edition = edition


class BadField(BadRequest):
    """A field that the request does not carry, or a value outside its range (参数错误).

    >>> str(BadField("1062", "RtdInterval", "29", "below 30 s"))
    "RtdInterval '29' of command 1062: below 30 s"
    """

    def __init__(self, command_code: str, name: str, value: str, complaint: str) -> None:
        shown = "" if name in SECRET_FIELDS else f" {value!r}"
        super().__init__(f"{name}{shown} of command {command_code}: {complaint}")
        self.command_code = command_code
        self.name = name
        self.complaint = complaint


class MissingField(BadRequest):
    """A field that the request cannot go without (缺少参数).

    >>> str(MissingField("1012", "SystemTime"))
    'command 1012 needs SystemTime'
    """

    def __init__(self, command_code: str, name: str) -> None:
        super().__init__(f"command {command_code} needs {name}")
        self.command_code = command_code
        self.name = name


SECRET_FIELDS = frozenset({"NewPW", "NewSK"})  # a log line never shows these
