"""What can go wrong with a file or an import; the sentences are shown to people."""

from collections.abc import Sequence

from bihuan.registry.error import RegistryError


class ExchangeError(RegistryError):
    """Root of the errors of import and export."""


class UnreadableFile(ExchangeError):
    """The file is no table that can be read."""


class WrongMapping(ExchangeError):
    """The columns of the file do not say enough to import it."""


class WrongRunState(ExchangeError):
    """The import is not in a state that allows this step."""

    def __init__(self, run: object, state: str) -> None:
        super().__init__(f"“{run}”当前为“{state}”，不能执行此操作")


class RegistryMoved(ExchangeError):
    """What the preview showed is not what would be written any more."""

    def __init__(self) -> None:
        super().__init__("预览之后台账有变动，导入结果会与预览不同；未写入任何数据，请重新核对")


class ChangedSince(ExchangeError):
    """The import cannot be undone: some of its rows were changed or used since."""

    def __init__(self, reasons: Sequence[str]) -> None:
        shown = "；".join(reasons[:20])
        more = f"；等共 {len(reasons)} 处" if len(reasons) > 20 else ""
        super().__init__(f"导入之后有记录被修改或使用，不能整批撤销：{shown}{more}")
        self.reasons = tuple(reasons)
