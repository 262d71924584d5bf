"""Raw packets as people read them."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bihuan.registry.packet_reading import packet_sections
from bihuan.registry.packet_view import masked_bytes, packet_view
from bihuan.telemetry import RawPacket

SEGMENT = (
    b"QN=20261121083000001;ST=31;CN=2011;PW=s3cret;MN=GYSN0001;Flag=5;"
    b"CP=&&DataTime=20261121082900;a21026-Rtd=18.5,a21026-Flag=D;zzz999-Rtd=1&&"
)
PACKET = b"##%04d%s1C80\r\n" % (len(SEGMENT), SEGMENT)


def view_of(packet: bytes, outcome: str = "stored"):  # type: ignore[no-untyped-def]
    received = datetime(2026, 11, 21, tzinfo=UTC)
    return packet_view(RawPacket(1, 0, "GYSN0001", received, packet, outcome))


def test_the_password_is_shown_nowhere() -> None:
    view = view_of(PACKET)
    shown = view.text + " ".join(row.numbers + row.text for row in view.hex_rows)
    shown += str(view.sections)
    assert "s3cret" not in shown
    assert b"s3cret".hex(" ").upper() not in shown


def test_every_field_is_explained() -> None:
    frame, header, values, quirks = packet_sections(PACKET)
    assert frame.rows[0].meaning == "与数据段相符"
    assert frame.rows[1].meaning.startswith("按标准计算为")
    told = {row.name: row.meaning for row in header.rows}
    assert told["CN"] == "命令编码：上传污染物实时数据"
    assert told["ST"] == "系统编码：大气环境污染源"
    assert told["Flag"] == "HJ 212-2017，需要应答"
    meanings = [row.meaning for row in values.rows]
    assert "二氧化硫 监测值（实测），标记 D 故障" in meanings
    assert any("未知因子" in meaning for meaning in meanings)
    assert quirks.rows


def test_of_bytes_that_are_no_packet_only_the_frame_is_explained() -> None:
    view = view_of(b"\x00\xff AT+OK", "rejected:noise")
    assert "报文头" not in [section.title for section in view.sections]
    assert view.outcome == "已拒收：无法识别的字节"


@given(st.binary(max_size=300))
def test_any_bytes_can_be_shown(packet: bytes) -> None:
    assert view_of(packet).size == len(packet)


@given(st.binary(max_size=80))
def test_masking_moves_no_byte(packet: bytes) -> None:
    assert len(masked_bytes(packet)) == len(packet)
