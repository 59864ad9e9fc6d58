"""Reads the JSON of requests."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser


class ShallowJSONParser(JSONParser):
    """JSON; what is nested too deep, or is no text, is no worse than any other JSON that cannot be read."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            found = super().parse(stream, media_type, parser_context)
            # JSON may name half of a surrogate pair, which no answer could repeat and no database keeps.
            json.dumps(found, ensure_ascii=False).encode()
        except RecursionError:
            raise exceptions.ParseError(_("This JSON is nested too deep.")) from None
        except UnicodeEncodeError:
            raise exceptions.ParseError(_("This JSON holds half of a character (a lone surrogate).")) from None
        return found
