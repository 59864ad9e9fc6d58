"""Pictures from a folder laid out as the original Emotion Garden keeps them, one file at a time; may be repeated."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from gallery import curation, deciding, eight, files, jpegs, keys, marks, pool, replacing, uploads, words
from gallery.errors import GardenError
from gallery.models import Image, Status

SERVED: Final = "emotions"
WAITING: Final = "imgPool"
# English for ever, as they are stored.
NOTE: Final = "Imported from a folder: no safety checker was asked."
REASON: Final = "Imported from a folder in which it was served."
# The original's own pages write stamps of any number of digits.
_FILE: Final = re.compile(r"img_\d+-\d+(_\d+)?[hv]?\.jpeg")
Came = Literal["new", "replaced", "same", "twice", "refused"]


class NoFolderError(GardenError):
    """There is nothing to import there."""

    code = "no_folder"


class RefusedFileError(GardenError):
    """This file is not taken; the others are."""

    code = "refused_file"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one file."""

    path: str
    came: Came
    served: bool = False
    """Whether it came into the serving set now."""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file stands, by its path."""

    serves: bool
    key_tail: str
    emotion: str
    favorite: str


@dataclass(frozen=True, slots=True)
class Job:
    """Who imports which folder."""

    folder: Path
    by: User
    made_by: str = ""
    """The model that made them all, for the mark in each file."""
    is_rehearsal: bool = False
    group: UUID = field(default_factory=uuid4)
    """One for all that it brings, in the history."""
    foretold: dict[str, str] = field(default_factory=dict)
    """In a rehearsal, where no row says it: SHA-256 → key of what would have come before."""


def check(folder: Path, *, by: User) -> None:
    """Before anything is read. Raises NoFolderError, NotAllowedError."""
    roots = [name for name in (SERVED, WAITING) if (folder / name).is_dir()]
    if not roots:
        sentence = _("%(folder)s has neither a folder “emotions” nor a folder “imgPool”.")
        raise NoFolderError(sentence % {"folder": folder})
    deciding.check(by, uploads.UPLOAD)
    if SERVED in roots:
        deciding.check(by, curation.APPROVE)
        # No checker has passed them.
        deciding.check(by, curation.APPROVE_UNCHECKED)


def find(folder: Path) -> Iterator[Path]:
    """Every file, served ones first: what waits never takes the key of what is served. One folder in memory."""
    for root in (SERVED, WAITING):
        for at, folders, names in os.walk(folder / root):
            folders.sort()
            yield from (Path(at, name) for name in sorted(names))


def take(path: Path, *, job: Job) -> Result:
    """Slow: it decodes and stores."""
    shown = words.legible(os.fsencode(path.relative_to(job.folder)).decode("utf-8", "replace"))
    try:
        place = _place(path.relative_to(job.folder).parts)
        jpeg, recipe = _prepared(_read(path), job.made_by)
        came, image = _taken(place, jpeg, recipe, shown, job)
        if came == "twice":
            key = image.key_tail if image is not None else job.foretold[files.digest(jpeg)]
            return Result(shown, came, sentence=_("The same bytes are here as %(key)s.") % {"key": key})
        return Result(shown, came, served=_serve(place, image, job))
    except GardenError as error:
        return Result(shown, "refused", sentence=str(error.sentence))
    except OSError as error:
        return Result(shown, "refused", sentence=error.strerror or str(error))


def _place(parts: tuple[str, ...]) -> _Place:
    root, *folders, name = parts
    if not _FILE.fullmatch(name):
        raise RefusedFileError(_("It is not named like img_20230320-121242_6h.jpeg."))
    if len(folders) not in (1, 2):
        raise RefusedFileError(_("It must lie in <emotion>/ or in <emotion>/<favorite>/."))
    emotion = eight.one_of(folders[0])
    favorite = keys.favorite(folders[1]) if len(folders) > 1 else ""
    tail = "/".join([*folders, name])
    if len(tail) > keys.LONGEST_TAIL:
        raise RefusedFileError(_("Its name is longer than %(most)d characters.") % {"most": keys.LONGEST_TAIL})
    return _Place(root == SERVED, tail, emotion, favorite)


def _read(path: Path) -> bytes:
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise RefusedFileError(_("It is no plain file."))
    if about.st_size > files.MOST_BYTES:
        raise RefusedFileError(
            _("The file is larger than %(most)d MB.") % {"most": files.MOST_BYTES // (1024 * 1024)},
        )
    return path.read_bytes()


def _prepared(data: bytes, made_by: str) -> tuple[bytes, dict[str, Any]]:
    """The file as it is kept, and what is known of how it was made. A mark of ours stays, whoever brings it."""
    jpeg = jpegs.cleaned(data)
    mark = marks.read(data)
    if mark is not None and mark.kind in marks.KINDS:
        recipe = dict(mark.recipe or {})
        kind = mark.kind
    elif made_by:
        recipe, kind = {"model": made_by}, "trainedAlgorithmicMedia"
    else:
        return jpeg, {"source": "import"}
    kept: dict[str, Any] = {"source": "import", "digitalSourceType": kind, **_told(recipe)}
    try:
        return marks.embed(jpeg, recipe=recipe, kind=cast(marks.Kind, kind)), kept
    except ValueError as error:
        raise RefusedFileError(_("Its mark cannot be kept: %(error)s") % {"error": error}) from None


def _told(recipe: dict[str, Any]) -> dict[str, Any]:
    """What a mark says of the model; its seed is not believed: it would make this one of a batch's own."""
    model = recipe.get("model")
    return {"model": words.legible(model)[:200]} if isinstance(model, str) else {}


def _taken(place: _Place, jpeg: bytes, recipe: dict[str, Any], shown: str, job: Job) -> tuple[Came, Image | None]:
    sha256 = files.digest(jpeg)
    known = Image.objects.filter(key_tail=place.key_tail).first()
    if known is not None and known.sha256 == sha256:
        return "same", known
    # A picture stands in one place: the first one's.
    if (other := Image.objects.filter(sha256=sha256).first()) is not None:
        return "twice", other
    if known is not None and not place.serves and known.status != Status.POOL:
        raise RefusedFileError(_("A picture that was decided about has this key; what waits does not replace it."))
    if job.is_rehearsal:
        files.glimpsed(jpeg)
        if job.foretold.setdefault(sha256, place.key_tail) != place.key_tail:
            return "twice", None
        return ("new" if known is None else "replaced"), known
    if known is not None:
        replacing.replace(known, jpeg, by=job.by, recipe=recipe, note=NOTE, reason=REASON if place.serves else "")
        return "replaced", known
    image, _new = pool.receive(
        jpeg,
        emotion=place.emotion,
        favorite=place.favorite,
        recipe=recipe,
        safety_note=NOTE,
        uploaded=pool.Upload(job.by, shown[-uploads.LONGEST_NAME :], job.group),
        key_tail=place.key_tail,
    )
    return "new", image


def _serve(place: _Place, image: Image | None, job: Job) -> bool:
    """Into the serving set, also what an import that died had only received; what was put aside stays aside."""
    if not place.serves or (image is not None and image.status != Status.POOL):
        return False
    if job.is_rehearsal or image is None:
        return True
    return bool(curation.approve_unchecked(image, by=job.by, reason=REASON).changed)
