"""What the stations measure: codes, units and the step of the last printed digit."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Factor:
    """A monitored factor (监测因子) as a device reports it.

    Attributes:
        low: lower end of the range; amounts above it tremble.
        tremble: relative noise within an hour.
    """

    code: str
    name: str
    unit: str
    decimals: int
    low: float
    high: float
    tremble: float = 0.035

    @property
    def step(self) -> float:
        """The smallest difference that is reported."""
        return float(10.0**-self.decimals)


PM25: Final = Factor("a34004", "PM2.5", "μg/m³", 1, 0, 1000)
PM10: Final = Factor("a34002", "PM10", "μg/m³", 1, 0, 2000)
SO2: Final = Factor("a21026", "二氧化硫", "μg/m³", 1, 0, 1000)
NO2: Final = Factor("a21004", "二氧化氮", "μg/m³", 1, 0, 500)
CO: Final = Factor("a21005", "一氧化碳", "mg/m³", 3, 0, 20)
O3: Final = Factor("a05024", "臭氧", "μg/m³", 1, 0, 500)
POLLUTANTS: Final = (PM25, PM10, SO2, NO2, CO, O3)

# No standard that we could read gives rain a code; this one is the demo's own. As an intensity
# its mean over an hour is the hour's amount, so it rolls up as every other factor does.
RAIN: Final = Factor("a01099", "降水强度", "mm/h", 2, 0, 200)

TEMPERATURE: Final = Factor("a01001", "温度", "℃", 1, -40, 60, 0.003)
HUMIDITY: Final = Factor("a01002", "湿度", "%", 1, 0, 100, 0.008)
PRESSURE: Final = Factor("a01006", "气压", "kPa", 2, 50, 110, 0.0003)
WIND_SPEED: Final = Factor("a01007", "风速", "m/s", 1, 0, 60, 0.16)
WIND_DIRECTION: Final = Factor("a01008", "风向", "°", 0, 0, 360, 0.0)
WEATHER: Final = (TEMPERATURE, HUMIDITY, PRESSURE, WIND_SPEED, WIND_DIRECTION, RAIN)
