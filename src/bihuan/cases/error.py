"""What can be refused here; the sentences go to users as they are."""

from bihuan.accounts.error import NotYours


class CaseError(Exception):
    """Root of this room's errors."""


class NotYourStep(CaseError, NotYours):
    """The step or act exists, but not for this person on this case."""


class SomeoneWasFaster(CaseError):
    """The case has moved since the page was opened; nothing was written."""

    def __init__(self, stage: str) -> None:
        super().__init__(
            f"该事项刚刚已被他人办理，现处于“{stage}”环节。您填写的内容已保存为草稿，"
            "请查看最新进展后再决定是否办理"
        )


class IncompleteStep(CaseError):
    """A required field or piece of evidence is missing; nothing was written."""


class NotNow(CaseError):
    """The act cannot be done as the case stands."""
