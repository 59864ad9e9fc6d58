"""The buttons on batches: whom each is offered to, when, and the words for what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from generation import verbs
from generation.models import GenerationBatch
from generation.progress import Progress
from generation.verbs import Verb


@dataclass(frozen=True, slots=True)
class Button:
    """One verb, and the words on it."""

    verb: Verb
    label: str | Promise
    done: Callable[[int], str]

    @property
    def name(self) -> str:
        return self.verb.name


VERBS: Final[dict[str, Button]] = {
    button.name: button
    for button in (
        Button(
            verbs.PAUSE,
            _("Pause"),
            lambda n: ngettext("%(n)d batch paused.", "%(n)d batches paused.", n) % {"n": n},
        ),
        Button(
            verbs.RESUME,
            _("Resume"),
            lambda n: ngettext("%(n)d batch goes on.", "%(n)d batches go on.", n) % {"n": n},
        ),
        Button(
            verbs.RETRY,
            _("Retry failed"),
            lambda n: ngettext("%(n)d picture is tried again.", "%(n)d pictures are tried again.", n) % {"n": n},
        ),
        Button(
            verbs.SOONER,
            _("Sooner"),
            lambda n: ngettext("%(n)d batch weighs more.", "%(n)d batches weigh more.", n) % {"n": n},
        ),
        Button(
            verbs.LATER,
            _("Later"),
            lambda n: ngettext("%(n)d batch weighs less.", "%(n)d batches weigh less.", n) % {"n": n},
        ),
        Button(
            verbs.CANCEL,
            _("Cancel"),
            lambda n: ngettext("%(n)d batch cancelled.", "%(n)d batches cancelled.", n) % {"n": n},
        ),
    )
}


def offered(user: User | AnonymousUser, progress: Progress | None = None) -> list[Button]:
    """What this person may do, to any batch or to one that stands so."""
    allowed = [button for button in VERBS.values() if user.has_perm(button.verb.permission)]
    return allowed if progress is None else [button for button in allowed if button.verb.fits(progress)]


def steer(button: Button, chosen: Sequence[GenerationBatch], *, by: User) -> tuple[int, str]:
    """How much moved, and the sentence that says so. Raises NotAllowedError."""
    moved = [button.verb.steer(batch, by=by) for batch in chosen]
    sentence = button.done(sum(moved)) if any(moved) else str(_("Nothing to do: nothing was changed."))
    left = moved.count(0)
    if any(moved) and left:
        words = ngettext("%(n)d batch stays as it was.", "%(n)d batches stay as they were.", left)
        sentence += " " + words % {"n": left}
    return sum(moved), sentence
