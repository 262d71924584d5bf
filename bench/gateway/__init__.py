"""Parts of the gateway's measurement: a province, its processes, and two kinds of load."""
