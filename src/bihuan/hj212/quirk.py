"""Deviations that real devices show (偏差): read leniently, every one named and countable."""

from enum import StrEnum
from functools import lru_cache


class Quirk(StrEnum):
    """One named way to depart from the standard (与标准的偏差).

    What each means and what is done about it stands in tables/quirks.csv.
    The order is the bit order of `bit`: append, never insert.
    """

    # of the frame
    LOWER_CASE_CODE = "lower_case_code"
    FOREIGN_CODE = "foreign_code"
    WRONG_LENGTH = "wrong_length"
    NO_LINE_END = "no_line_end"
    BARE_LINE_END = "bare_line_end"
    OVERLONG = "overlong"
    # of the header
    NO_REQUEST_ID = "no_request_id"
    ODD_REQUEST_ID = "odd_request_id"
    ODD_SYSTEM_CODE = "odd_system_code"
    UNKNOWN_COMMAND = "unknown_command"
    NO_PASSWORD = "no_password"
    EMPTY_PASSWORD = "empty_password"
    ODD_PASSWORD = "odd_password"
    NO_DEVICE_ID = "no_device_id"
    ODD_DEVICE_ID = "odd_device_id"
    NO_FLAG = "no_flag"
    ODD_FLAG = "odd_flag"
    SPLIT_BIT_ALONE = "split_bit_alone"
    NUMBERS_WITHOUT_BIT = "numbers_without_bit"
    PADDED_NUMBERS = "padded_numbers"
    ODD_NUMBERS = "odd_numbers"
    ODD_REPLAY_MARK = "odd_replay_mark"
    FIELD_ORDER = "field_order"
    FIELD_CASE = "field_case"
    UNKNOWN_FIELD = "unknown_field"
    REPEATED_FIELD = "repeated_field"
    HEADER_SEPARATOR = "header_separator"
    HEADER_SPACES = "header_spaces"
    NO_OPENING_MARK = "no_opening_mark"
    NO_CLOSING_MARK = "no_closing_mark"
    TEXT_AFTER_CLOSING = "text_after_closing"
    # of the data area
    TRAILING_SEPARATOR = "trailing_separator"
    EMPTY_ITEM = "empty_item"
    MIXED_SEPARATORS = "mixed_separators"
    SPACES = "spaces"
    NO_EQUALS_SIGN = "no_equals_sign"
    REPEATED_FACTOR = "repeated_factor"
    REPEATED_VALUE = "repeated_value"
    UNKNOWN_FACTOR = "unknown_factor"
    NAME_FOR_CODE = "name_for_code"
    UPPER_CASE_CODE = "upper_case_code"
    LEGACY_CODE = "legacy_code"
    UNKNOWN_KIND = "unknown_kind"
    EMPTY_VALUE = "empty_value"
    NOT_A_NUMBER = "not_a_number"
    SENTINEL_VALUE = "sentinel_value"
    UNMEASURED_ZERO = "unmeasured_zero"
    BARE_FLAG = "bare_flag"
    UNKNOWN_FLAG = "unknown_flag"
    NO_DATA_TIME = "no_data_time"
    LONG_DATA_TIME = "long_data_time"
    ODD_DATA_TIME = "odd_data_time"
    NOT_UTF8 = "not_utf8"
    UNREADABLE_TEXT = "unreadable_text"
    UNCLOSED_TEXT = "unclosed_text"
    PRINTED_CIPHER = "printed_cipher"

    @property
    def bit(self) -> int:
        """Its place in a quirk mask, where many quirks are one integer.

        >>> Quirk.LOWER_CASE_CODE.bit, Quirk.WRONG_LENGTH.bit
        (1, 4)
        """
        return _BITS[self]


_BITS = {quirk: 1 << place for place, quirk in enumerate(Quirk)}


@lru_cache(maxsize=4096)
def mask_of(quirks: tuple[str, ...]) -> int:
    """The mask of some quirks (偏差掩码).

    >>> mask_of(("lower_case_code", "wrong_length"))
    5
    """
    mask = 0
    for quirk in quirks:
        mask |= Quirk(quirk).bit
    return mask


@lru_cache(maxsize=4096)
def quirks_in(mask: int) -> tuple[Quirk, ...]:
    """The quirks of a mask, in the order of the enumeration.

    >>> quirks_in(Quirk.NO_FLAG.bit | Quirk.LOWER_CASE_CODE.bit)
    (<Quirk.LOWER_CASE_CODE: 'lower_case_code'>, <Quirk.NO_FLAG: 'no_flag'>)
    """
    return tuple(quirk for quirk, bit in _BITS.items() if mask & bit)
