"""`manage.py make_renditions`: the smaller copies that are due, here and now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery import measuring, renditions
from gallery.models import Image


class Command(BaseCommand):
    """May run beside the workers, and again at any time."""

    help = (
        "Makes the smaller copies that are due, as the workers do when they are rung for, and says which pictures "
        "keep their original alone and why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="also try again the pictures that were given up")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        if again:
            renditions.ask(Image.objects.filter(pk__in=renditions.given_up().values("pk")))
        made = renditions.make()
        measured = measuring.measure()
        said = ngettext("%(n)d picture got its copies.", "%(n)d pictures got their copies.", made) % {"n": made}
        if waiting := renditions.put_off().count():
            said += " " + _("Tried again in a moment, by the workers: %(n)d.") % {"n": waiting}
        if measured:
            said += " " + _("Colours measured of %(n)d older pictures.") % {"n": measured}
        self.stdout.write(said)
        for claim in renditions.given_up():
            error = claim.error or _("it ended each worker that took it up")
            self.stdout.write(
                _("%(code)s keeps its original alone: %(error)s") % {"code": claim.image.code, "error": error}
            )
