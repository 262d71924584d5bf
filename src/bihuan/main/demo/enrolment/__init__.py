"""Writing the demo's county, province and people into accounts and registry, once."""
