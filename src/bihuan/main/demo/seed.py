"""The seeds of every generator, fixed before the first detector was written."""

from enum import IntEnum


class Stream(IntEnum):
    """One independent stream of chance; its value is its seed."""

    STATION_PLACE = 41018101
    STATION_GAIN = 41018102
    WEATHER = 41018103
    BACKGROUND = 41018104
    REGION = 41018105
    STATION = 41018106
    MINUTE = 41018107
    EPISODE = 41018108
    SENSOR_FAULT = 41018109
    OUTAGE = 41018110
    LOCAL_SOURCE = 41018111
    EQUIPMENT = 41018112
    ENTERPRISE = 44000001
    OUTLET = 44000002
    LOAD = 44000003
    EMISSION = 44000004
    PROCESS = 44000005
    EMISSION_EVENT = 44000006
    FURNACE = 44000007
    CONNECTION = 44000008
    PERMIT = 44000009
