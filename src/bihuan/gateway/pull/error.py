"""Why a run failed, and whether trying again helps."""


class PullFailed(Exception):
    """Nothing was taken.

    Args:
        sentence: for whoever answers for the interface; never an address with its credentials.
        helps_again: whether the same run may succeed later without anybody's help.
    """

    def __init__(self, sentence: str, *, helps_again: bool) -> None:
        super().__init__(sentence)
        self.sentence, self.helps_again = sentence, helps_again


class WrongSetting(PullFailed):
    """What was set cannot be used; somebody must mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, helps_again=False)
