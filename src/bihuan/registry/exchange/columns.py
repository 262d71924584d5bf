"""Columns in one line each (列的简写)."""

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Choice, Day, Exact, Parser, Real, Text, Whole, YesNo
from bihuan.registry.exchange.sheet import Column, Draft


def plain(field: str, title: str, parser: Parser, *synonyms: str, **more: Any) -> Column:
    """A column whose field is also the path of the model."""
    return Column(field=field, title=title, parser=parser, path=field, synonyms=synonyms, **more)


def text(field: str, title: str, longest: int, *synonyms: str, **more: Any) -> Column:
    """Words."""
    return plain(field, title, Text(longest), *synonyms, **more)


def day(field: str, title: str, *synonyms: str, **more: Any) -> Column:
    """A day."""
    return plain(field, title, Day(), *synonyms, **more)


def real(field: str, title: str, *synonyms: str, **more: Any) -> Column:
    """A number."""
    return plain(field, title, Real(), *synonyms, **more)


def exact(field: str, title: str, *synonyms: str, **more: Any) -> Column:
    """A number of law."""
    return plain(field, title, Exact(), *synonyms, **more)


def whole(field: str, title: str, most: int, *synonyms: str, **more: Any) -> Column:
    """A whole number from 0 on."""
    return plain(field, title, Whole(0, most), *synonyms, **more)


def yes_no(field: str, title: str, *synonyms: str, **more: Any) -> Column:
    """是 or 否."""
    return plain(field, title, YesNo(), *synonyms, **more)


def choice(
    field: str,
    title: str,
    words: Iterable[tuple[str, Any]],
    *synonyms: str,
    also: Mapping[str, str] | None = None,
    **more: Any,
) -> Column:
    """One of a few words; `also` are other words for them."""
    labels = {code: str(label) for code, label in words}
    return plain(field, title, Choice(labels, also or {}), *synonyms, **more)


def organisation(field: str, title: str, *synonyms: str, **more: Any) -> Column:
    """A body by its full name."""
    return Column(
        field=field,
        title=title,
        parser=Text(120),
        path=f"{field}__name",
        help="单位名录中的全称",
        synonyms=synonyms,
        **more,
    )


def settle_organisation(
    draft: Draft, look: Lookup, field: str, title: str, *, required: bool = False
) -> None:
    """Turn a body's name into its key; one that is not known is doubted, or bad where required."""
    name = draft.take(field)
    if name is None:
        return
    found = look.organisations.get(folded(name), [])
    if name and len(found) != 1:
        sentence = f"{title}“{name}”不在单位名录中或有重名"
        if required:
            draft.bad(field, sentence)
        else:
            draft.doubt(field, f"{sentence}，未填写")
    elif found:
        draft.values[f"{field}_id"] = found[0]
    else:
        draft.values[f"{field}_id"] = None
