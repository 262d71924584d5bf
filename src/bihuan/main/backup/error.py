"""What can go wrong with a backup."""


class BackupError(Exception):
    """A backup or a restore that cannot go on; the sentence says what to do."""


class NotEmpty(BackupError):
    """Somebody wanted to restore over what is there."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}不是空的：请用 BIHUAN_HOME 等变量另指空的位置后再恢复")
