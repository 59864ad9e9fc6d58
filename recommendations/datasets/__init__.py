"""Data sets in the original's CSV form: users.csv, items.csv and interactions.csv, read liberally and row by row."""

from recommendations.datasets.histories import Dataset, read
from recommendations.datasets.tables import DatasetError

__all__ = ["Dataset", "DatasetError", "read"]
