"""The placeholder language of texts (占位符): fields and optional parts, no code.

``{点位}`` stands for a field by its Chinese name or its key, ``{?时限}…{/}`` is a part that stays
only when the field says something, and ``{{`` and ``}}`` are braces.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TOKEN = re.compile(r"\{\{|\}\}|\{(\??)([^{}\n?/]{1,40})\}|\{/\}|[{}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a text.

    Args:
        mark: ``text``, ``field``, ``open``, ``close`` or ``wrong``.
        words: the text itself, or the name of the field.
    """

    mark: str
    words: str


def pieces(text: str) -> Iterator[Piece]:
    """The text cut into pieces.

    >>> [piece.mark for piece in pieces("在{点位}{?时限}前{/}")]
    ['text', 'field', 'open', 'text', 'close']
    """
    last = 0
    for found in TOKEN.finditer(text):
        if found.start() > last:
            yield Piece("text", text[last : found.start()])
        last = found.end()
        yield _piece(found)
    if last < len(text):
        yield Piece("text", text[last:])


def _piece(found: re.Match[str]) -> Piece:
    whole, name = found.group(0), found.group(2)
    if whole in ("{{", "}}"):
        return Piece("text", whole[0])
    if whole == "{/}":
        return Piece("close", whole)
    if name is None:
        return Piece("wrong", whole)
    return Piece("open" if found.group(1) else "field", name.strip())


def render(text: str, fields: Mapping[str, str], context: Mapping[str, str]) -> str:
    """The text with its fields filled in; a field without a value leaves nothing behind.

    Args:
        text: checked by `faults` before it was kept.
        fields: key to Chinese name.
        context: key to value.

    >>> render("{点位}{?时限}，{时限}前{/}反馈", {"place": "点位", "due": "时限"}, {"place": "1#"})
    '1#反馈'
    """
    keys = _keys(fields)
    said: list[str] = []
    shown = [True]
    for piece in pieces(text):
        if piece.mark == "open":
            shown.append(shown[-1] and bool(context.get(keys.get(piece.words, ""), "")))
        elif piece.mark == "close" and len(shown) > 1:
            shown.pop()
        elif shown[-1]:
            said.append(_said(piece, keys, context))
    return "".join(said)


def _said(piece: Piece, keys: Mapping[str, str], context: Mapping[str, str]) -> str:
    if piece.mark == "field":
        return context.get(keys.get(piece.words, piece.words), "")
    return piece.words if piece.mark == "text" else ""


def faults(text: str, fields: Mapping[str, str]) -> list[str]:
    """What must be mended before a text can be used, in sentences (模板检查).

    >>> faults("{点位}{时限", {"place": "点位"})
    ['有单独的大括号，花括号请成对书写，或写成两个']
    """
    keys, wrong, depth = _keys(fields), [], 0
    for piece in pieces(text):
        if piece.mark == "wrong":
            wrong.append("有单独的大括号，花括号请成对书写，或写成两个")
        elif piece.mark in ("field", "open") and piece.words not in keys:
            wrong.append(f"没有“{piece.words}”这个字段，可用字段：{'、'.join(fields.values())}")
        depth += {"open": 1, "close": -1}.get(piece.mark, 0)
        if depth < 0:
            wrong.append("“{/}”前面没有对应的“{?字段}”")
            depth = 0
    if depth:
        wrong.append("“{?字段}”后面缺少“{/}”")
    return list(dict.fromkeys(wrong))


def _keys(fields: Mapping[str, str]) -> dict[str, str]:
    """Chinese names and keys to keys."""
    return {**{label: key for key, label in fields.items()}, **{key: key for key in fields}}
