"""`manage.py reconcile`: finds where rows, files and rights have drifted apart, and with --fix puts it right."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any, Final

from django.utils.translation import gettext as _

from emotion_garden.reconciling import looking
from emotion_garden.reconciling.drift import Kind
from emotion_garden.reconciling.looking import Found
from gallery.management.answering import Answer, AnsweringCommand, Progress

# So many are told one by one; the counts are of all.
MOST_TOLD: Final = 1000


class Command(AnsweringCommand):
    """Looks only, unless --fix is said."""

    help = (
        "Finds files that are missing, damaged, named by no row or open to strangers, rows that are stale and pairs "
        "with one half; --fix puts right what can be, and says of the rest what to do. It reads every file; --quick "
        "does not, and so finds no damage. Exit status: 0 nothing is left, 1 something is, 2 it could not look."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--fix", action="store_true", help="put right what can be (default: only say it)")
        parser.add_argument("--dry-run", action="store_true", help="only say it, even with --fix")
        parser.add_argument("--quick", action="store_true", help="do not read the files: finds no damaged ones")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        fix = options["fix"] and not options["dry_run"]
        counts: Counter[str] = Counter(dict.fromkeys(Kind, 0))
        told: list[Found] = []
        repaired = 0
        for found in looking.look(fix=fix, quick=options["quick"], on_step=progress):
            counts[found.drift.kind] += 1
            repaired += found.repaired
            if len(told) < MOST_TOLD:
                told.append(found)
        left = counts.total() - repaired
        facts = {
            "found": dict(counts),
            "repaired": repaired,
            "left": left,
            "fixed": fix,
            "quick": options["quick"],
            "drift": [_as_dict(found) for found in told],
        }
        sentence = _("%(found)d found, %(repaired)d put right, %(left)d left.")
        lines = [*map(_line, told), sentence % {"found": counts.total(), "repaired": repaired, "left": left}]
        if options["quick"]:
            lines.append(_("The files were not read: damaged ones were not looked for."))
        return Answer(facts, lines, status=1 if left else 0)


def _as_dict(found: Found) -> dict[str, Any]:
    drift = found.drift
    return {
        "kind": drift.kind.value,
        "what": drift.what,
        "sentence": drift.sentence,
        "repaired": found.repaired,
        "why_not": found.why_not,
    }


def _line(found: Found) -> str:
    words = [f"{found.drift.kind.value}: {found.drift.what}: {found.drift.sentence}"]
    if found.repaired:
        words.append(_("Put right."))
    elif found.why_not:
        words.append(found.why_not)
    return " ".join(words)
