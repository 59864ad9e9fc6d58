"""Whether faces are read here at all, and the notice that a visitor agrees to: its words and their version."""

import hashlib
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from emotions import engines, errors

OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands at the door in the reader's language; `version` is the same in all of them."""

    version: str
    sentences: tuple[str, ...]
    sends_to: str


def faces_are_read() -> bool:
    """Not in schools and workplaces: there, reading emotions off faces is forbidden (EU AI Act, Art. 5(1)(f))."""
    return bool(settings.GARDEN_PROFILE == OPEN)


def require_faces() -> None:
    """Raises errors.FacesOffError. Asked before anything of a photo is received."""
    if not faces_are_read():
        raise errors.FacesOffError(_("This garden reads no faces. Pick a mood instead: the garden is the same."))


def notice() -> Notice:
    sends_to = engines.sends_to()
    # The words as they are written in the source: a translation is the same notice.
    with override("en"):
        version = hashlib.sha256("\n".join(_sentences(sends_to)).encode()).hexdigest()[:12]
    return Notice(version, _sentences(sends_to), sends_to)


def check(version: str) -> str:
    """The version, if it is the notice of now or none at all. Raises errors.OldConsentError."""
    return require(version) if version else ""


def require(version: str) -> str:
    """The version, if it is the notice of now. Raises errors.OldConsentError."""
    if version != notice().version:
        raise errors.OldConsentError(
            _("What happens with a photo has changed since you opened the gate. Please read it, then send it again.")
        )
    return version


def _sentences(sends_to: str) -> tuple[str, ...]:
    if sends_to:
        way = _("To be read, it leaves this garden: it is sent to %(company)s.") % {"company": sends_to}
    else:
        reader = settings.EMOTIONS_READER.rpartition(".")[2]
        way = _("A program in this garden (%(reader)s) looks at it; it goes nowhere else.") % {"reader": reader}
    return (
        _("Your photo is read once, in memory, and never kept."),
        way,
        _("The answer is a guess at what a face looks like. It may be wrong; then you say so."),
    )
