"""The register of ways in and out (接口台账): who answers for them, and whether they work."""
