"""A petal: learns tastes."""
