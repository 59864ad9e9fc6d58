"""WORK: reads the history, measures the learner on what it has not seen, learns from all of it, goes live."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final
from uuid import uuid4

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations import engines, erasing, evaluation, features, history, taste_files
from recommendations.errors import BusyError, NotEnoughError
from recommendations.evaluation import Trial
from recommendations.history import History
from recommendations.models import TasteModel
from recommendations.tastes import Sum, Tastes

LEAST_LIKES: Final = 5
# The latest likes, kept from the learner to be foretold.
HELD_OUT: Final = 0.2
# Folders of models that are no longer active; older ones keep their row and metrics only.
KEPT_FOLDERS: Final = 5


def learn() -> TasteModel:
    """Trains, measures, saves and activates. Raises NotEnoughError, and BusyError while somebody else does so."""
    with _alone():
        return _learn(history.read())


def learn_if_changed() -> TasteModel | None:
    """The same, unless the active model was learnt in the same way from the same events, or there is too little."""
    with _alone():
        known = history.read()
        if len(known.likes) < LEAST_LIKES:
            # Too little is left to learn from; what was learnt from somebody who is erased goes all the same.
            erasing.forget_the_erased()
            return None
        same = TasteModel.objects.filter(active=True, data_hash=known.hash(), settings=_settings())
        return None if same.exists() else _learn(known)


@contextmanager
def _alone() -> Iterator[None]:
    """Two trainings at once would take twice the time, and the slower one would win with the older likes."""
    with taste_files.alone(settings.RECOMMENDATIONS_MODELS) as alone:
        if not alone:
            raise BusyError(_("Tastes are being learned already; try again when that is done."))
        yield


def activate(model: TasteModel) -> None:
    """From one active model to the other in one step; two who activate at once end with one."""
    with transaction.atomic():
        list(TasteModel.objects.select_for_update().order_by("pk").values_list("pk"))
        TasteModel.objects.filter(active=True).exclude(pk=model.pk).update(active=False)
        TasteModel.objects.filter(pk=model.pk).update(active=True)
    model.active = True


def _learn(known: History) -> TasteModel:
    if len(known.likes) < LEAST_LIKES:
        raise NotEnoughError(
            _("There are %(likes)d likes so far; learning tastes begins with %(least)d.")
            % {"likes": len(known.likes), "least": LEAST_LIKES}
        )
    metrics = measure(known)
    learnt = engines.learner().learn(known)
    code = uuid4()
    folder = f"{timezone.now():%Y%m%d-%H%M%S}-{code.hex[:8]}"
    taste_files.save(learnt, folder=settings.RECOMMENDATIONS_MODELS / folder)
    model = TasteModel.objects.create(
        code=code,
        folder=folder,
        learner=settings.RECOMMENDATIONS_LEARNER,
        settings=_settings(),
        data_hash=known.hash(),
        metrics=metrics,
    )
    activate(model)
    _sweep_folders()
    erasing.forget_the_erased()
    return model


def _settings() -> dict[str, Any]:
    return {"learner": settings.RECOMMENDATIONS_LEARNER, **asdict(engines.learner_settings())}


def measure(known: History) -> dict[str, Any]:
    """The learner beside popularity: both learn what was there before the last fifth of the likes, and foretell it."""
    sizes = {
        "visits": len(known.visits),
        "pictures": len(known.pictures),
        "likes": len(known.likes),
        "impressions": len(known.shown),
    }
    cut = float(np.quantile(known.likes.times, 1 - HELD_OUT))
    before = known.until(cut)
    if not 0 < len(before.likes) < len(known.likes):
        return {**sizes, "held_out": 0}
    return {
        **sizes,
        "held_out": len(known.likes) - len(before.likes),
        "tastes": evaluation.measure(_trials(engines.learner().learn(before), known, before)),
        "popularity": evaluation.measure(_trials(engines.learner("popularity").learn(before), known, before)),
    }


def _trials(learnt: Tastes, known: History, before: History) -> list[Trial]:
    """One trial for each visit with held-out likes: its emotion's pictures, less what it had liked before."""
    later = ~np.isin(_pairs(known), _pairs(before))
    everything = learnt.pictures.sums([features.of_picture(picture) for picture in known.pictures])
    emotions = np.array([picture.emotion for picture in known.pictures])
    trials = []
    for place in np.unique(known.likes.visits[later]):
        of_visit = known.likes.visits == place
        liked = known.likes.pictures[of_visit & later]
        open_ = emotions == known.visits[place].emotion
        open_[known.likes.pictures[of_visit & ~later]] = False
        open_[liked] = True
        pool = np.flatnonzero(open_)
        pictures = Sum(everything.vectors[pool], everything.biases[pool])
        names = features.of_visit(known.visits[place])
        trials.append(Trial(learnt.scores(names, pictures), np.isin(pool, liked)))
    return trials


def _pairs(known: History) -> Any:
    return known.likes.visits * len(known.pictures) + known.likes.pictures


def _sweep_folders() -> None:
    """Rows stay as the record; a web process that still maps a removed file keeps reading it until it swaps."""
    inactive = TasteModel.objects.filter(active=False).order_by("-id").values_list("folder", flat=True)
    active = TasteModel.objects.filter(active=True).values_list("folder", flat=True)
    kept = {*active, *inactive[:KEPT_FOLDERS]}
    taste_files.sweep(settings.RECOMMENDATIONS_MODELS, old=set(inactive) - kept, kept=kept)
