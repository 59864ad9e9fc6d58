"""Idempotency-Key: the same request sent twice is done once, and answered alike both times."""
