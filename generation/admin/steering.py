"""The buttons on batches: whom each is offered to, when, and the words for what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from generation import batches
from generation.models import GenerationBatch
from generation.progress import Progress


class Steer(Protocol):
    """One of the request functions that move a batch."""

    def __call__(self, batch: GenerationBatch, *, by: User | None = None) -> int: ...


@dataclass(frozen=True, slots=True)
class Verb:
    """One button."""

    name: str
    label: str | Promise
    permission: str
    steer: Steer
    fits: Callable[[Progress], bool]
    """Whether it would do anything to a batch that stands so."""
    done: Callable[[int], str]


VERBS: Final[dict[str, Verb]] = {
    verb.name: verb
    for verb in (
        Verb(
            "pause",
            _("Pause"),
            batches.PAUSE,
            batches.pause,
            lambda now: now.state == "running",
            lambda n: ngettext("%(n)d batch paused.", "%(n)d batches paused.", n) % {"n": n},
        ),
        Verb(
            "resume",
            _("Resume"),
            batches.PAUSE,
            batches.resume,
            lambda now: now.state == "paused",
            lambda n: ngettext("%(n)d batch goes on.", "%(n)d batches go on.", n) % {"n": n},
        ),
        Verb(
            "retry",
            _("Retry failed"),
            batches.RETRY,
            batches.retry,
            lambda now: bool(now.failed) and now.state != "cancelled",
            lambda n: ngettext("%(n)d picture is tried again.", "%(n)d pictures are tried again.", n) % {"n": n},
        ),
        Verb(
            "sooner",
            _("Sooner"),
            batches.PAUSE,
            batches.sooner,
            lambda now: now.state in ("running", "paused"),
            lambda n: ngettext("%(n)d batch weighs more.", "%(n)d batches weigh more.", n) % {"n": n},
        ),
        Verb(
            "later",
            _("Later"),
            batches.PAUSE,
            batches.later,
            lambda now: now.state in ("running", "paused"),
            lambda n: ngettext("%(n)d batch weighs less.", "%(n)d batches weigh less.", n) % {"n": n},
        ),
        Verb(
            "cancel",
            _("Cancel"),
            batches.CANCEL,
            batches.cancel,
            lambda now: now.state in ("running", "paused"),
            lambda n: ngettext("%(n)d batch cancelled.", "%(n)d batches cancelled.", n) % {"n": n},
        ),
    )
}


def offered(user: User | AnonymousUser, progress: Progress | None = None) -> list[Verb]:
    """What this person may do, to any batch or to one that stands so."""
    allowed = [verb for verb in VERBS.values() if user.has_perm(verb.permission)]
    return allowed if progress is None else [verb for verb in allowed if verb.fits(progress)]


def steer(verb: Verb, chosen: Sequence[GenerationBatch], *, by: User) -> tuple[int, str]:
    """How much moved, and the sentence that says so. Raises NotAllowedError."""
    moved = [verb.steer(batch, by=by) for batch in chosen]
    sentence = verb.done(sum(moved)) if any(moved) else str(_("Nothing to do: nothing was changed."))
    left = moved.count(0)
    if any(moved) and left:
        words = ngettext("%(n)d batch stays as it was.", "%(n)d batches stay as they were.", left)
        sentence += " " + words % {"n": left}
    return sum(moved), sentence
