"""The demo's live devices: they go on with the generators' series over real connections."""
