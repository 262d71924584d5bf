"""What can be refused here; the sentences are shown to people."""


class WatchError(Exception):
    """Root of this room's errors."""


class UnknownRule(WatchError):
    """No room has registered this rule."""

    def __init__(self, key: str) -> None:
        super().__init__(f"没有登记的规则：{key}")
        self.key = key


class RuleConflict(WatchError):
    """Two rooms claimed the same rule."""

    def __init__(self, key: str) -> None:
        super().__init__(f"规则 {key} 重复登记")
        self.key = key


class BadVerdicts(WatchError):
    """A rule's verdicts do not have the columns that were agreed."""


class CannotChange(WatchError):
    """The act does not fit the present state; the sentence says why."""


class SomebodyFaster(WatchError):
    """Another process has read the same changes; nothing was written."""

    def __init__(self) -> None:
        super().__init__("规则正在由另一进程运行，本次结果未写入")
