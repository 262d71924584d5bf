"""Why an archive is refused."""

from bihuan.registry.error import RegistryError


class WrongArchive(RegistryError):
    """The file is no archive of this platform, or was changed since it was written."""


class ArchiveDiffers(RegistryError):
    """The registry holds other content under the same number; nothing was written.

    Args:
        rows: sentences about the first of them.
        total: how many there are.
    """

    def __init__(self, rows: list[str], total: int) -> None:
        super().__init__(f"有 {total} 条与平台现有台账内容不同，未导入任何数据：{'；'.join(rows)}")
        self.rows, self.total = rows, total
