"""What a device may do wrong and still be read, as it is kept in a JSON column (容错设置)."""

from collections.abc import Mapping
from typing import Any

from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.frame import STRICT, Tolerance


class WrongTolerance(ValueError):
    """A tolerance that names something unknown."""

    def __init__(self, given: object) -> None:
        super().__init__(f"容错设置 {given!r} 无法识别")


def read_tolerance(given: Mapping[str, Any]) -> Tolerance:
    """Tolerance that a device's JSON says; the standard's own check code is always accepted.

    Args:
        given: ``variants`` (names of `CheckVariant`), ``constants`` (codes of four hex digits)
            and ``wrong_length`` (bool), each of which may be absent.

    Raises:
        WrongTolerance: an unknown key or variant, or a constant that is not four hex digits.

    >>> CheckVariant.MODBUS in read_tolerance({"variants": ["modbus"]}).variants
    True
    >>> read_tolerance({"constants": ["b381"]}).constants
    frozenset({b'B381'})
    """
    if not given:
        return STRICT
    if unknown := set(given) - {"variants", "constants", "wrong_length"}:
        raise WrongTolerance(sorted(unknown))
    try:
        variants = frozenset(CheckVariant(name) for name in given.get("variants", ()))
    except ValueError as error:
        raise WrongTolerance(given["variants"]) from error
    return Tolerance(
        variants=variants | {CheckVariant.STANDARD},
        constants=frozenset(_constant(code) for code in given.get("constants", ())),
        wrong_length=bool(given.get("wrong_length", False)),
    )


def _constant(code: object) -> bytes:
    if not isinstance(code, str) or len(code) != 4 or set(code.upper()) - set("0123456789ABCDEF"):
        raise WrongTolerance(code)
    return code.upper().encode()
