"""The index by which words are found inside captions and favorites: two databases, two ways."""

from typing import Any, Final

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement

_NOTHING: Final = "SELECT 1"


class WordsIndex(models.Index):
    """On SQLite its fields, which a search reads instead of the wide rows; on PostgreSQL trigrams of the last two.

    Without PostgreSQL's own extension pg_trgm there is none: the rows are read, which is slower and finds the same.
    """

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Statement:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        if not _has_trigrams(schema_editor):
            return Statement(_NOTHING)
        words = [name for name, _order in self.fields_orders][-2:]
        trigrams = models.Index(fields=words, name=self.name, opclasses=["gin_trgm_ops"] * len(words))
        return trigrams.create_sql(model, schema_editor, using=" USING gin", **kwargs)


def _has_trigrams(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        return bool(cursor.fetchone()[0])
