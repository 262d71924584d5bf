"""Pages of the roof: the way in, and how the platform itself is."""
