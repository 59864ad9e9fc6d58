"""A petal: reads faces."""
