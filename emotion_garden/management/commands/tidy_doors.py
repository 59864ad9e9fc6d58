"""`manage.py tidy_doors`: what the API keeps for a day only is removed."""

from typing import Any

from django.utils.translation import gettext as _

from emotion_garden import tidying
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """Beat does it too, every ten minutes."""

    help = "Removes answers kept for repeated requests (Idempotency-Key) after a day, and counters that are over."

    def answer(self, progress: Progress, **options: Any) -> Answer:
        gone = tidying.tidy()
        said = _("Removed: %(answers)d answers, %(counters)d counters.") % gone
        return Answer({**gone}, [said])
