"""Every named deviation is found, and nothing else is named."""

import pytest

from bihuan.hj212.decode import describe
from bihuan.hj212.encryption import Decipher, encrypt_parameters
from bihuan.hj212.frame import Frame, Reader, write_frame
from bihuan.hj212.quirk import Quirk, mask_of, quirks_in
from bihuan.hj212.table import read_table
from tests.hj212.sample import SAMPLES

HEAD = b"QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
TIME = b"DataTime=20160801085857;"


def area(text: bytes) -> bytes:
    return write_frame(HEAD + b"CP=&&" + TIME + text + b"&&")


def header(text: bytes) -> bytes:
    return write_frame(text + b"CP=&&" + TIME + b"w01018-Rtd=1&&")


GOOD = area(b"w01018-Rtd=1")
WITH_LETTERS = next(
    frame
    for frame in (area(b"w01018-Rtd=%d" % value) for value in range(99))
    if not frame[-6:-2].isdigit()
)
SHOWN = {
    Quirk.LOWER_CASE_CODE: WITH_LETTERS[:-6] + WITH_LETTERS[-6:].lower(),
    Quirk.FOREIGN_CODE: GOOD[:-6] + b"B381\r\n",
    Quirk.WRONG_LENGTH: b"##0999" + GOOD[6:],
    Quirk.NO_LINE_END: GOOD[:-2],
    Quirk.BARE_LINE_END: GOOD[:-2] + b"\n",
    Quirk.OVERLONG: area(b"w01018-Rtd=1;" * 90),
    Quirk.NO_REQUEST_ID: header(HEAD[21:]),
    Quirk.ODD_REQUEST_ID: header(HEAD.replace(b"20160801085857223", b"1617956140483")),
    Quirk.ODD_SYSTEM_CODE: header(HEAD.replace(b"ST=32", b"ST=101")),
    Quirk.UNKNOWN_COMMAND: header(HEAD.replace(b"2011", b"2083")),
    Quirk.NO_PASSWORD: header(HEAD.replace(b"PW=123456;", b"")),
    Quirk.EMPTY_PASSWORD: header(HEAD.replace(b"PW=123456", b"PW=")),
    Quirk.ODD_PASSWORD: header(HEAD.replace(b"PW=123456", b"PW=12345")),
    Quirk.NO_DEVICE_ID: write_frame(b"ST=91;CN=9013;PW=123456;MN=;Flag=8;CP=&&&&"),
    Quirk.ODD_DEVICE_ID: header(HEAD.replace(b"010000A8900016F000169DC0", b"A140100_2006")),
    Quirk.NO_FLAG: header(HEAD.replace(b"Flag=5;", b"")),
    Quirk.ODD_FLAG: header(HEAD.replace(b"Flag=5", b"Flag=256")),
    Quirk.SPLIT_BIT_ALONE: header(HEAD.replace(b"Flag=5", b"Flag=7")),
    Quirk.NUMBERS_WITHOUT_BIT: header(HEAD + b"PNUM=2;PNO=1;"),
    Quirk.PADDED_NUMBERS: header(HEAD.replace(b"Flag=5", b"Flag=7") + b"PNUM=0002;PNO=0001;"),
    Quirk.ODD_NUMBERS: header(HEAD.replace(b"Flag=5", b"Flag=7") + b"PNUM=2;PNO=3;"),
    Quirk.ODD_REPLAY_MARK: header(HEAD + b"RF=0;"),
    Quirk.FIELD_ORDER: header(HEAD.replace(b"ST=32;CN=2011;", b"CN=2011;ST=32;")),
    Quirk.FIELD_CASE: header(HEAD.replace(b"Flag", b"FLAG")),
    Quirk.UNKNOWN_FIELD: header(HEAD + b"XX=1;"),
    Quirk.REPEATED_FIELD: header(HEAD + b"Flag=5;"),
    Quirk.HEADER_SEPARATOR: header(HEAD.replace(b"PW=123456;", b"PW=123456;,")),
    Quirk.HEADER_SPACES: header(HEAD.replace(b"ST=32", b"ST = 32")),
    Quirk.NO_OPENING_MARK: write_frame(HEAD + b"CP=" + TIME + b"w01018-Rtd=1&&"),
    Quirk.NO_CLOSING_MARK: write_frame(HEAD + b"CP=&&" + TIME + b"w01018-Rtd=1"),
    Quirk.TEXT_AFTER_CLOSING: write_frame(HEAD + b"CP=&&" + TIME + b"w01018-Rtd=1&& "),
    Quirk.TRAILING_SEPARATOR: area(b"w01018-Rtd=1;"),
    Quirk.EMPTY_ITEM: area(b";w01018-Rtd=1"),
    Quirk.MIXED_SEPARATORS: area(b"w01018-Rtd=1,w01001-Rtd=1"),
    Quirk.SPACES: area(b"w01018-Rtd= 1"),
    Quirk.NO_EQUALS_SIGN: area(b"w01018-Rtd"),
    Quirk.REPEATED_FACTOR: area(b"w01018-Rtd=1;w01018-Flag=N"),
    Quirk.REPEATED_VALUE: area(b"w01018-Rtd=1,w01018-Rtd=1"),
    Quirk.UNKNOWN_FACTOR: area(b"w99999-Rtd=1"),
    Quirk.NAME_FOR_CODE: area(b"PM25-Rtd=1"),
    Quirk.UPPER_CASE_CODE: area(b"W01018-Rtd=1"),
    Quirk.LEGACY_CODE: area(b"011-Rtd=1"),
    Quirk.UNKNOWN_KIND: area(b"w01018-td=1"),
    Quirk.EMPTY_VALUE: area(b"w01018-Rtd="),
    Quirk.NOT_A_NUMBER: area(b"w01018-Rtd=--"),
    Quirk.SENTINEL_VALUE: area(b"w01018-Rtd=-9999"),
    Quirk.UNMEASURED_ZERO: area(b"w01018-Rtd=0.000,w01018-Flag=D"),
    Quirk.BARE_FLAG: area(b"w01018-Rtd=1;Flag=N"),
    Quirk.UNKNOWN_FLAG: area(b"w01018-Rtd=1,w01018-Flag=Q"),
    Quirk.NO_DATA_TIME: write_frame(HEAD + b"CP=&&w01018-Rtd=1&&"),
    Quirk.LONG_DATA_TIME: write_frame(HEAD + b"CP=&&DataTime=20160801085857000;w01018-Rtd=1&&"),
    Quirk.ODD_DATA_TIME: write_frame(HEAD + b"CP=&&DataTime=20161301085857;w01018-Rtd=1&&"),
    Quirk.NOT_UTF8: area("i11001-Info=//清洗//".encode("gbk")),
    Quirk.UNREADABLE_TEXT: area(b"i11001-Info=//\xff\xff//"),
    Quirk.UNCLOSED_TEXT: area(b"i11001-Info=//a"),
}


def test_a_regular_packet_has_no_quirk() -> None:
    assert describe(GOOD)["quirks"] == []


@pytest.mark.parametrize("quirk", SHOWN)
def test_each_quirk_is_named_where_it_is_shown(quirk: Quirk) -> None:
    assert quirk in describe(SHOWN[quirk])["quirks"]


def test_only_printed_cipher_needs_a_key_to_be_shown() -> None:
    class OneKey:
        def key_for(self, device_id: str, request_id: str | None) -> bytes | None:
            return b"0" * 16

    segment = HEAD + b"CP=&&" + TIME + b"w01018-Rtd=1.25&&"
    plain = segment[segment.index(b"&&") + 2 : -2]
    cipher = encrypt_parameters(plain, b"0" * 16)
    whole = len(plain) // 16 * 16
    printed = b"{" + b",".join(b"0x%02X" % byte for byte in cipher[:whole]) + b"}"
    wire = segment.replace(plain, printed + cipher[whole:])
    frame = b"##%04d%b%b" % (len(wire), wire, write_frame(segment)[-6:])
    (event,) = Reader(decipher=Decipher(OneKey())).feed(frame)
    assert isinstance(event, Frame)
    assert event.segment == segment and event.quirks == (Quirk.PRINTED_CIPHER,)
    assert set(Quirk) - set(SHOWN) == {Quirk.PRINTED_CIPHER}


def test_every_quirk_has_its_row_in_the_table_in_the_same_order() -> None:
    rows = read_table("quirks")
    assert [row["name"] for row in rows] == [quirk.value for quirk in Quirk]
    assert all(row["title_zh"] and row["meaning"] and row["action"] for row in rows)


def test_a_mask_holds_any_set_of_quirks() -> None:
    assert quirks_in(mask_of(tuple(Quirk))) == tuple(Quirk)
    assert mask_of(quirks_in(0b1011)) == 0b1011
    assert max(quirk.bit for quirk in Quirk) < 1 << 63


def test_no_sample_breaks_the_report() -> None:
    for segment in SAMPLES:
        assert isinstance(describe(write_frame(segment))["quirks"], list)
