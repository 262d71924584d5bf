"""An upper platform of the demo (上级平台): stations and weather, with a feed's traps."""
