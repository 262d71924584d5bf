"""The roof: settings, addresses, menu and commands; imported by none."""
