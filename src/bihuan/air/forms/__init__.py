"""Forms of the room: filters in the address, and what people write."""
