"""What can be refused here."""


class AirError(Exception):
    """Root of this room's errors; each prints a sentence that says what to do."""


class ProvincialValue(AirError):
    """The county may not exclude a provincial-control value; it may only report it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}是省控点位，县级不能判为无效：请使用“异常数据上报”，由市中心决定")


class SamePerson(AirError):
    """The second person must be another one."""

    def __init__(self) -> None:
        super().__init__("复核须由审核人以外的人员办理")


class WrongState(AirError):
    """The act does not fit the state; somebody may have been faster."""

    def __init__(self, what: str, state: str) -> None:
        super().__init__(f"{what}目前为“{state}”，不能这样办理，请刷新后重试")


class NotProvincial(AirError):
    """Own stations are reviewed, not reported."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}不是省控点位，请直接在审核台判定有效或无效")


class InCase(AirError):
    """The report is followed up in its case, which alone ends it."""

    def __init__(self, number: str, case: str) -> None:
        super().__init__(f"{number} 正在事项 {case} 中办理，请在该事项中登记结论或撤销申请")
