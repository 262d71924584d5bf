"""Check codes that are not the standard's upper-case digits (校验码容差)."""

from bihuan.hj212.check_code import CheckVariant, printed_code, variant_of
from bihuan.hj212.frame.event import STRICT, Decipher, Tolerance
from bihuan.hj212.quirk import Quirk

Acceptance = tuple[bytes, CheckVariant, int]
_PRINTED_CIPHER = b"CP=&&{0x"


def accepted(
    segment: bytes, given: bytes, tolerance: Tolerance, decipher: Decipher | None
) -> Acceptance | None:
    """The plain segment, the rule of its code and a quirk mask; None for a wrong code.

    Args:
        segment: as received.
        given: the four characters behind it.
        tolerance: what the device may do wrong.
        decipher: makes an encrypted segment plain; its code is that of the plain one.
    """
    code = given.upper()
    quirks = 0 if code == given else Quirk.LOWER_CASE_CODE.bit
    # one cipher segment in 256 fits the code by chance, so what is no text is deciphered first
    agrees = code == printed_code(segment)
    if agrees and (decipher is None or segment.isascii()):
        return segment, CheckVariant.STANDARD, quirks
    plain = decipher(segment) if decipher else None
    if plain is not None and code == printed_code(plain):
        quirks |= Quirk.PRINTED_CIPHER.bit if _PRINTED_CIPHER in segment else 0
        return plain, CheckVariant.STANDARD, quirks
    if agrees:
        return segment, CheckVariant.STANDARD, quirks
    variant = _foreign(segment, code, tolerance)
    return (segment, variant, quirks | Quirk.FOREIGN_CODE.bit) if variant else None


def _foreign(segment: bytes, code: bytes, tolerance: Tolerance) -> CheckVariant | None:
    if tolerance == STRICT:
        return None
    if code in tolerance.constants:
        return CheckVariant.CONSTANT
    variant = variant_of(segment, code)
    return variant if variant in tolerance.variants else None
