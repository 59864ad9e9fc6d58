"""The curators' rooms in the admin, one file each."""

from gallery.admin import decisions, pool, serving, visitors

__all__ = ["decisions", "pool", "serving", "visitors"]
