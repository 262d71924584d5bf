"""Forms of the room, with Chinese labels."""
