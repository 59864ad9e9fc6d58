"""Photos that somebody labelled, read one by one: what stays of each is its label and its scores."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from emotions import consent, engines, errors, frames, sureness
from emotions.engines import base
from emotions.evaluation import Sample
from gallery.errors import GardenError
from gallery.models import Emotion

LIST: Final = "labels.csv"
# What other collections call some of the eight.
ALSO: Final = {
    "neutral": "calm", "surprise": "surprised", "disgust": "disgusted", "anger": "angry",
    "happiness": "happy", "sadness": "sad",
}  # fmt: skip


class LabelsError(GardenError):
    """The folder does not say what its photos show."""

    code = "bad_labels"


@dataclass(slots=True)
class Read:
    """What came of a folder: a sample and its face for each that was found, and the files that gave none."""

    described: base.Described
    samples: list[Sample] = field(default_factory=list)
    faces: list[base.Face] = field(default_factory=list)
    without_face: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    """Path to sentence."""

    @property
    def photos(self) -> int:
        return len(self.samples) + self.without_face + len(self.refused)


def find(folder: Path) -> list[tuple[Path, str]]:
    """Each file and its emotion, by labels.csv if it is there, else by folders. Raises LabelsError."""
    if not folder.is_dir():
        raise LabelsError(_("There is no folder “%(path)s”.") % {"path": folder})
    found = sorted(_listed(folder) if (folder / LIST).is_file() else _sorted_out(folder))
    if not found:
        raise LabelsError(
            _("No labelled photos: put them into folders named %(emotions)s, or list file,emotion in labels.csv.")
            % {"emotions": ", ".join(Emotion.values)}
        )
    return found


def reader() -> base.Reader:
    """Raises errors.NoReaderError, errors.FacesOffError."""
    consent.require_faces()
    try:
        return engines.reader()
    except base.ReaderError as error:
        raise errors.NoReaderError(str(error)) from None


def read(path: Path, label: str, *, by: base.Reader, into: Read) -> None:
    """The largest face of one photo. Raises errors.NoReaderError when no photo could be read."""
    try:
        faces = by.read(frames.decode(path.read_bytes()))
    except base.ReaderError as error:
        raise errors.NoReaderError(str(error)) from None
    except errors.PhotoError as error:
        into.refused[str(path)] = str(error.sentence)
        return
    except OSError as error:
        into.refused[str(path)] = str(error.strerror)
        return
    if not faces:
        into.without_face += 1
        return
    into.faces.append(faces[0])
    into.samples.append(Sample(label, faces[0].scores))


def told(found: Read, samples: list[Sample]) -> list[Sample]:
    """Those of which the visitor would be told what they look like; of the others they would be asked."""
    pairs = zip(found.faces, samples, strict=True)
    return [sample for face, sample in pairs if sureness.is_sure(face, sample.scores)]


def _listed(folder: Path) -> Iterator[tuple[Path, str]]:
    with (folder / LIST).open(newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = csv.DictReader(file)
        if not {"file", "emotion"} <= set(rows.fieldnames or ()):
            raise LabelsError(_("The first line of labels.csv has to be: file,emotion"))
        for row in rows:
            if row["file"]:
                yield folder / row["file"], _label(row["emotion"] or "", where=row["file"])


def _sorted_out(folder: Path) -> Iterator[tuple[Path, str]]:
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        label = _label(place.name, where=place.name)
        yield from ((path, label) for path in place.rglob("*") if path.is_file() and not path.name.startswith("."))


def _label(name: str, *, where: str) -> str:
    name = name.strip().lower()
    if (label := ALSO.get(name, name)) in Emotion.values:
        return label
    raise LabelsError(
        _("“%(where)s” is labelled “%(name)s”, which is none of: %(emotions)s.")
        % {"where": where[:80], "name": name[:40], "emotions": ", ".join(Emotion.values)}
    )
