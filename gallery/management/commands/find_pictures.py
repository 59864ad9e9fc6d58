"""`manage.py find_pictures QUERY`: the curators' search, on the command line."""

import json
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from gallery import paging, search
from gallery.errors import GardenError
from gallery.models import Image, Status
from gallery.serializers import PictureWithin

_ROOMS: Final = {
    "pool": (Status.POOL,),
    "serving": (Status.SERVING,),
    "all": tuple(Status),
}
_AT_ONCE: Final = 500


class Command(BaseCommand):
    """One line for each picture, newest first."""

    help = (
        "Finds pictures in the search language of the admin (docs/curation.md): "
        "manage.py find_pictures 'emotion:sad likes>3 -favorite:cat'. A query that begins with a minus goes after `--`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="*", help="the search; all pictures of the room without")
        parser.add_argument("--room", choices=[*_ROOMS], help="pool, serving or all (all)", default="all")
        parser.add_argument("--limit", type=int, default=100, help="at most so many; 0 for all (100)")
        parser.add_argument("--json", action="store_true", help="one JSON object in each line, with every field")
        parser.add_argument("--count", action="store_true", help="only how many there are")

    def handle(self, *args: Any, query: list[str], room: str, limit: int, **options: Any) -> None:
        if limit < 0:
            raise CommandError("--limit is 0 or more.")
        try:
            images = search.parse(" ".join(query)).filter(Image.objects.filter(status__in=_ROOMS[room]))
            if options["count"]:
                self.stdout.write(str(images.count()))
            else:
                self._write(images, limit, as_json=options["json"])
        except GardenError as error:
            raise CommandError(str(error.sentence)) from error

    def _write(self, images: QuerySet[Image], limit: int, *, as_json: bool) -> None:
        """Page by page, so that a hundred thousand need no more memory than one page."""
        after, left = "", limit or float("inf")
        while left > 0:
            page = paging.page(images.select_related("decided_by"), limit=int(min(_AT_ONCE, left)), after=after)
            for image in page.items:
                self.stdout.write(
                    json.dumps(PictureWithin(image).data, ensure_ascii=False) if as_json else _line(image)
                )
            left -= len(page.items)
            after = page.after
            if not after:
                break


def _line(image: Image) -> str:
    facts = (image.code, image.status, image.safety, image.emotion, image.favorite or "-", image.key_tail)
    return "\t".join(str(fact) for fact in facts)
