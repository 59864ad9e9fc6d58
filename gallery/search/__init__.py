"""The search language that the admin, the API and the commands share (docs/curation.md, “Searching”)."""

from gallery.search.errors import SearchError
from gallery.search.fields import FIELDS, HELP, Field
from gallery.search.query import Query, parse, parse_public

__all__ = ["FIELDS", "HELP", "Field", "Query", "SearchError", "parse", "parse_public"]
