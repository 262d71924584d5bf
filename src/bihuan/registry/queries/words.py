"""Search words of lists."""

from django.db.models import Q

from bihuan.accounts.scope import any_of


def containing(text: str, *paths: str) -> Q:
    """Condition that every word of the text occurs in one of these columns (关键字).

    An empty text is no condition.
    """
    condition = Q()
    for word in text.split():
        condition &= any_of([Q(**{f"{path}__icontains": word}) for path in paths])
    return condition
