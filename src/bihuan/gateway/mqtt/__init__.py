"""The way in over MQTT: frames and values from a broker, acknowledged when they are on disk."""
