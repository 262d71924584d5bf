"""A province on the live pages: 7,000 units, 12,000 points with 8 factors."""
