"""Every list that can be imported and exported, in the order in which one fills a new platform."""

from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.exchange.sheets.check_list import CHECK_LIST
from bihuan.registry.exchange.sheets.department import CONTACTS, DEPARTMENTS, DUTIES
from bihuan.registry.exchange.sheets.device import DEVICES
from bihuan.registry.exchange.sheets.district import DISTRICTS
from bihuan.registry.exchange.sheets.enterprise import ENTERPRISES
from bihuan.registry.exchange.sheets.equipment import EQUIPMENT, VEHICLES
from bihuan.registry.exchange.sheets.factor import FACTORS
from bihuan.registry.exchange.sheets.limit import LIMITS
from bihuan.registry.exchange.sheets.organisation import ORGANISATIONS
from bihuan.registry.exchange.sheets.outlet import OUTLETS
from bihuan.registry.exchange.sheets.permit import PERMIT_LIMITS, PERMITS
from bihuan.registry.exchange.sheets.person import PEOPLE
from bihuan.registry.exchange.sheets.point import POINTS
from bihuan.registry.exchange.sheets.siting import SITINGS
from bihuan.registry.exchange.sheets.source import SOURCES
from bihuan.registry.exchange.sheets.station import STATIONS

SHEETS: dict[str, Sheet] = {
    sheet.key: sheet
    for sheet in (
        DISTRICTS,
        ORGANISATIONS,
        DEPARTMENTS,
        DUTIES,
        CONTACTS,
        ENTERPRISES,
        OUTLETS,
        PERMITS,
        PERMIT_LIMITS,
        STATIONS,
        SITINGS,
        POINTS,
        FACTORS,
        LIMITS,
        DEVICES,
        PEOPLE,
        SOURCES,
        EQUIPMENT,
        VEHICLES,
        CHECK_LIST,
    )
}
