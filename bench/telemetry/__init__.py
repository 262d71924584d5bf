"""How the time-series store bears load, kills, full disks and power cuts."""
