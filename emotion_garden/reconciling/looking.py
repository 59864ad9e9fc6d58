"""WORK: looks at everything once, says what has drifted, and puts it right when asked to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from emotion_garden.reconciling import access, objects, pairs, rows
from emotion_garden.reconciling.drift import Drift
from gallery import orphans
from gallery.errors import GardenError

OnStep = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """One drift, and what came of it."""

    drift: Drift
    repaired: bool
    why_not: str = ""


def look(*, fix: bool, on_step: OnStep, quick: bool = False, young: timedelta = orphans.OLD) -> Iterator[Found]:
    """Slow: reads every file, unless `quick`. Files younger than `young` that no row names belong to somebody yet.

    Originals before copies, which are made from them; pairs before orphans, since a picture that is made again may
    come back to its file.
    """
    drifts = (
        access.of_folders,
        lambda: objects.originals(quick=quick, on_step=on_step),
        lambda: objects.copies(quick=quick, on_step=on_step),
        rows.places,
        rows.tallies,
        rows.tastes,
        pairs.halves,
        rows.late_copies,
        lambda: objects.strays(older_than=young),
    )
    for drifted in drifts:
        for drift in drifted():
            yield _put_right(drift) if fix else Found(drift, repaired=False)


def _put_right(drift: Drift) -> Found:
    if drift.repair is None:
        return Found(drift, repaired=False, why_not=drift.remedy)
    try:
        repaired = drift.repair()
    except GardenError as error:
        return Found(drift, repaired=False, why_not=f"{error.sentence} {drift.remedy}".strip())
    except OSError as error:
        return Found(drift, repaired=False, why_not=f"{error} {drift.remedy}".strip())
    return Found(drift, repaired=repaired, why_not="" if repaired else drift.remedy)
