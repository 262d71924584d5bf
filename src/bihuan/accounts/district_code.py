"""Codes of administrative divisions (行政区划代码): a district's code begins with its parent's.

We keep the significant digits only: 41 (province), 4101 (city), 410181 (county), 410181105
(township). GB/T 2260 pads province and city with zeros (410000, 410100); `significant` cuts them.
"""

LENGTHS = {2: "province", 4: "city", 6: "county", 9: "township"}


class WrongDistrictCode(ValueError):
    """A code that no administrative division can have."""

    def __init__(self, code: str) -> None:
        super().__init__(f"行政区划代码 {code!r} 不是 2、4、6 或 9 位数字")
        self.code = code


def significant(code: str) -> str:
    """The code without the zeros that GB/T 2260 pads province and city with.

    Raises:
        WrongDistrictCode: not digits, or a length that no level has.

    >>> significant("410000"), significant("410100"), significant("410181105000")
    ('41', '4101', '410181105')
    """
    digits = code.strip()
    if len(digits) == 12 and digits.endswith("000"):
        digits = digits[:9]
    while len(digits) in (6, 9) and digits.endswith("00" if len(digits) == 6 else "000"):
        digits = digits[: len(digits) - (2 if len(digits) == 6 else 3)]
    if len(digits) == 4 and digits.endswith("00"):
        digits = digits[:2]
    level_of(digits)
    return digits


def level_of(code: str) -> str:
    """Level (级别) that a code's length says: province, city, county or township.

    Raises:
        WrongDistrictCode: not digits, or a length that no level has.

    >>> level_of("410181")
    'county'
    """
    if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
        raise WrongDistrictCode(code)
    return LENGTHS[len(code)]


def code_range(code: str) -> tuple[str, str]:
    """Half-open range [low, high) of the codes that begin with this one.

    A range uses the index of the column on SQLite and PostgreSQL alike; LIKE does not.

    Raises:
        WrongDistrictCode: no division has this code.

    >>> code_range("410199")  # the next prefix is 4102, not 410200, which lets city 4102 in
    ('410199', '4102')
    """
    level_of(code)
    stem = code.rstrip("9")
    if not stem:
        raise WrongDistrictCode(code)
    return code, stem[:-1] + str(int(stem[-1]) + 1)
