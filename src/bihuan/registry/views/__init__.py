"""Pages of the registry: each view asks for permission, queries, calls one service, renders."""
