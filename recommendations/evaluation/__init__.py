"""How well an order foretells what was liked: figures for each visit, their means and how sure those are."""

from recommendations.evaluation.intervals import Interval, difference, interval
from recommendations.evaluation.trials import Trial, measure, values

__all__ = ["Interval", "Trial", "difference", "interval", "measure", "values"]
