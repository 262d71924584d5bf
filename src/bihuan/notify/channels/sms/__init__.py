"""SMS gateway over HTTP (短信网关): address, body and the sign of success are settings."""
