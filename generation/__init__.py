"""A petal: makes pictures."""
