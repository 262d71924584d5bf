import pytest

from bihuan.gateway.device_book import book_of, may_come_from, tolerates, widest_tolerance
from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.frame import STRICT, Frame, Tolerance
from bihuan.hj212.quirk import Quirk
from tests.gateway.entries import device


@pytest.mark.parametrize(
    ("addresses", "address", "allowed"),
    [
        ((), "203.0.113.9", True),
        (("10.1.2.3",), "10.1.2.3", True),
        (("10.1.2.3",), "10.1.2.4", False),
        (("10.1.0.0/16", "192.168.1.1"), "192.168.1.1", True),
        (("2001:db8::/32",), "2001:db8::7", True),
        (("2001:db8::/32",), "10.1.2.3", False),
    ],
)
def test_a_device_comes_from_where_it_may(
    addresses: tuple[str, ...], address: str, allowed: bool
) -> None:
    assert may_come_from(device("A", addresses=addresses), address) is allowed


def test_without_special_devices_nothing_is_tolerated() -> None:
    assert widest_tolerance([]) == STRICT == widest_tolerance([STRICT])


def test_the_widest_tolerance_holds_every_devices_own() -> None:
    modbus = Tolerance(frozenset({CheckVariant.STANDARD, CheckVariant.MODBUS}))
    constant = Tolerance(constants=frozenset({b"B381"}), wrong_length=True)
    widest = widest_tolerance([modbus, constant])
    assert widest.variants >= modbus.variants and widest.constants == constant.constants
    assert widest.wrong_length


@pytest.mark.parametrize(
    ("tolerance", "allowed"),
    [(STRICT, False), (Tolerance(wrong_length=True), True)],
)
def test_a_wrong_length_needs_its_own_permission(tolerance: Tolerance, allowed: bool) -> None:
    frame = Frame(b"", b"", b"0000", CheckVariant.STANDARD, (Quirk.WRONG_LENGTH,))
    assert tolerates(tolerance, frame) is allowed


def test_an_empty_directory_is_a_book() -> None:
    book = book_of({}, 5)
    assert book.version == 5 and book.devices.is_empty() and book.spells.is_empty()
