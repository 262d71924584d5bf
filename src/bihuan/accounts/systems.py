"""Systems that a post can be limited to (业务系统); the roof says which there are."""

_systems: dict[str, str] = {}


def register(key: str, label: str) -> None:
    """Make a system known, once at start."""
    _systems[key] = label


def choices() -> list[tuple[str, str]]:
    """Key and Chinese name of each."""
    return list(_systems.items())


def words(keys: list[str]) -> str:
    """The systems of a post as people read them.

    >>> words([])
    '全部'
    """
    return "、".join(_systems.get(key, key) for key in keys) or "全部"
