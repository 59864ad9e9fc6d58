"""`manage.py evaluate_emotion DIR`: how good the reader is on labelled photos; `--corrections`: what visitors said."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from emotions import calibrating, corrections, evaluation, labelled
from emotions.evaluation import Sample
from emotions.labelled import LabelsError, Read
from emotions.management import tables
from gallery.management.answering import Answer, AnsweringCommand, Progress


class Command(AnsweringCommand):
    """Reads every photo once and forgets it."""

    help = (
        "Reads labelled photos (folders named after the eight emotions, or labels.csv with file,emotion) and prints "
        "faces found, accuracy, macro-F1, calibration error, confusion table. --fit fits the confidence on one half of "
        "them, tries it on the other and keeps it if it helps. Nothing of the photos is kept. "
        "Exit status: 0 all read, 1 some files could not be, 2 nothing was done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", nargs="?")
        parser.add_argument("--fit", action="store_true", help="fit the confidence of this reader, and keep it")
        parser.add_argument("--corrections", action="store_true", help="what visitors said to their readings, instead")

    def answer(self, progress: Progress, **options: Any) -> Answer:
        if options["corrections"]:
            return tables.corrections(corrections.told())
        if options["folder"] is None:
            raise LabelsError(_("Say which folder of labelled photos, or --corrections."))
        found = _read(options["folder"], progress)
        temperature = calibrating.temperature_for(found.described)
        samples = found.samples if temperature is None else evaluation.tempered(found.samples, temperature=temperature)
        facts = _facts(found, samples, is_calibrated=temperature is not None)
        if options["fit"]:
            facts["fit"] = _fit(found)
        return tables.evaluation(facts, refused=found.refused)


def _read(folder: Path, progress: Progress) -> Read:
    files, reader = labelled.find(folder), labelled.reader()
    found = Read(reader.describe())
    for number, (path, label) in enumerate(files, start=1):
        labelled.read(path, label, by=reader, into=found)
        progress(_("photos"), number)
    return found


def _facts(found: Read, samples: list[Sample], *, is_calibrated: bool) -> dict[str, Any]:
    told = labelled.told(found, samples)
    return {
        "reader": found.described.name,
        "reader_version": found.described.version,
        "sent_to": found.described.sends_to or None,
        "photos": found.photos,
        "faces": len(samples),
        "unreadable": len(found.refused),
        "calibrated": is_calibrated,
        "accuracy": evaluation.accuracy(samples),
        "macro_f1": evaluation.macro_f1(samples),
        "calibration_error": evaluation.calibration_error(samples),
        "recall": evaluation.recall(samples),
        "confusion": [[*pair, count] for pair, count in sorted(evaluation.confusion(samples).items())],
        "asked": len(samples) - len(told),
        "accuracy_of_told": evaluation.accuracy(told),
    }


def _fit(found: Read) -> dict[str, Any]:
    fitted = calibrating.fit(found.samples)
    return {
        "temperature": fitted.temperature,
        "calibration_error_before": fitted.before,
        "calibration_error_after": fitted.after,
        "kept": calibrating.keep(fitted, described=found.described),
    }
