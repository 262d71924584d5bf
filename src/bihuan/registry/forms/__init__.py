"""Forms of the pages; a form of filters is the address of what it shows."""
