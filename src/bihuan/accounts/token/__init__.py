"""Tokens for programs (接口令牌): made and revoked by a person, scoped, hashed."""
