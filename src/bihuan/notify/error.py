"""What can go wrong here; the sentences are shown to people."""


class NotifyError(Exception):
    """Root of this room's errors."""


class UnknownKind(NotifyError):
    """A notice of a kind that no room has registered."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"没有登记的消息类型：{kind}")
        self.kind = kind


class KindConflict(NotifyError):
    """Two rooms claimed the same kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"消息类型 {kind} 重复登记")
        self.kind = kind


class BadText(NotifyError):
    """A template that cannot be published; `sentences` say what to mend."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = sentences


class ChannelError(NotifyError):
    """A channel did not take a message.

    Args:
        because: the sentence that the outbox shows.
        permanent: trying again cannot help until somebody mends the channel.
        wait_s: how long the other side asks to be left alone.
    """

    def __init__(self, because: str, *, permanent: bool, wait_s: int = 0) -> None:
        super().__init__(because)
        self.permanent = permanent
        self.wait_s = wait_s


class WrongState(NotifyError):
    """The delivery is no longer in the state that the act needs."""

    def __init__(self, state: str) -> None:
        super().__init__(f"该投递当前为“{state}”，不能执行此操作，请刷新页面")
        self.state = state
