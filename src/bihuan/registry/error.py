"""What can be refused here; the sentences are shown to people."""


class RegistryError(Exception):
    """Root of this room's errors."""


class MnTaken(RegistryError):
    """A device with this MN exists already."""

    def __init__(self, mn: str) -> None:
        super().__init__(f"MN {mn} 已登记")
        self.mn = mn


class NotInQuarantine(RegistryError):
    """No unknown device with this MN waits for a decision."""

    def __init__(self, mn: str) -> None:
        super().__init__(f"没有待处理的未登记设备 {mn}")
        self.mn = mn


class NoRunningAssignment(RegistryError):
    """The device does not serve this point now."""

    def __init__(self, device: object, point: object) -> None:
        super().__init__(f"设备 {device} 当前未关联监测点 {point}")


class SpellOverlap(RegistryError):
    """The spell overlaps another of the same kind."""


class WrongCommand(RegistryError):
    """A command that this device's edition does not know, or with wrong parameters."""


class WrongCommandState(RegistryError):
    """The command is not in a state that allows this step."""

    def __init__(self, command: object, state: str) -> None:
        super().__init__(f"命令“{command}”当前为“{state}”，不能执行此操作")


class WrongSetting(RegistryError):
    """A device setting that cannot be used."""
