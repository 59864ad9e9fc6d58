"""The curators' rooms in the admin, one file each."""

from gallery.admin import decisions, displays, pool, serving, visitors

__all__ = ["decisions", "displays", "pool", "serving", "visitors"]
