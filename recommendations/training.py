"""WORK: reads the history, has the learner judged on what it has not seen, learns from all of it; the gate decides."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations import engines, erasing, history, taste_files, versions
from recommendations.engines.base import LearnerError
from recommendations.errors import BusyError, NotEnoughError
from recommendations.history import History
from recommendations.models import Interaction, TasteModel
from recommendations.rehearsals import Rehearsal, Rival, Verdict
from recommendations.tastes import Tastes

LEAST_LIKES: Final = 5
# Folders of models that are no longer active; older ones keep their row and metrics only.
KEPT_FOLDERS: Final = 5
# Of those that never were, for somebody who wants one of them all the same.
KEPT_REFUSED: Final = 2
_log = logging.getLogger(__name__)


def learn(*, anyway: bool = False) -> TasteModel:
    """Trains, judges and saves; what passes the gate goes live, and with `anyway` what does not.

    Raises NotEnoughError, LearnerError, and BusyError while somebody else learns.
    """
    with _alone():
        newest, known = _newest(), history.read()
        if len(known.likes) < LEAST_LIKES:
            raise NotEnoughError(
                _("There are %(likes)d likes so far; learning tastes begins with %(least)d.")
                % {"likes": len(known.likes), "least": LEAST_LIKES}
            )
        return _learn(known, newest, anyway=anyway)


def learn_if_changed() -> TasteModel | None:
    """The same, unless the same events were learnt in the same way before, whatever came of it, or are too few."""
    with _alone():
        newest, known = _newest(), history.read()
        if len(known.likes) < LEAST_LIKES:
            # Too little is left to learn from; what was learnt from somebody who is erased goes all the same.
            erasing.forget_the_erased()
            return None
        if TasteModel.objects.filter(data_hash=known.hash(), settings=_how()).exists():
            return None
        try:
            return _learn(known, newest, anyway=False)
        except LearnerError as error:
            # Kept, so that the same events do not fail anew every hour.
            _log.exception("Tastes could not be learnt.")
            erasing.forget_the_erased()
            return _row(known, newest, uuid4(), verdict=Verdict("failed", {"error": str(error)}))


@contextmanager
def _alone() -> Iterator[None]:
    """Two trainings at once would take twice the time, and the slower one would win with the older likes."""
    with taste_files.alone(settings.RECOMMENDATIONS_MODELS) as alone:
        if not alone:
            raise BusyError(_("Tastes are being learned already; try again when that is done."))
        yield


def _learn(known: History, newest: int, *, anyway: bool) -> TasteModel:
    learner = engines.learner()
    rehearsal = Rehearsal(known, learner=learner)
    verdict = rehearsal.judge(how=_how(), rival=_rival())
    learnt = learner.learn(known)
    verdict = _last_word(verdict, rehearsal, learnt)
    metrics = rehearsal.metrics()
    code = uuid4()
    folder = f"{timezone.now():%Y%m%d-%H%M%S}-{code.hex[:8]}"
    taste_files.save(learnt, folder=settings.RECOMMENDATIONS_MODELS / folder)
    with transaction.atomic():
        model = _row(known, newest, code, verdict=verdict, folder=folder, metrics=metrics)
        if verdict.is_passed or anyway:
            versions.switch(model)
    _log.info("Tastes %s: %s. %s", folder, "live" if model.active else "not live", verdict.stored())
    _sweep_folders()
    erasing.forget_the_erased()
    return model


def _last_word(verdict: Verdict, rehearsal: Rehearsal, learnt: Tastes) -> Verdict:
    """A way to learn that passed may have made a broken model, or one that has to wait."""
    if verdict.is_passed:
        verdict = rehearsal.inspect(learnt) or verdict
    if verdict.is_passed and versions.held():
        return Verdict("held", verdict.numbers)
    return verdict


def _rival() -> Rival | None:
    """The live model, unless it has to go or cannot be read: then popularity is what there is to beat."""
    model = versions.live()
    if model is not None and model in erasing.of_the_erased():
        # Nothing holds what has to go.
        versions.release()
        return None
    if model is None:
        return None
    try:
        tastes = taste_files.load(versions.folder(model))
    except taste_files.CorruptTastesError as error:
        _log.warning("The live taste model cannot be compared with: %s", error)
        return None
    seen = Interaction.objects.filter(pk__lte=model.newest_event).order_by("-pk").values_list("created_at", flat=True)
    newest = seen.first() or model.created_at
    return Rival(tastes, model.settings, since=newest.timestamp())


def _newest() -> int:
    """Asked before the history is read: what comes in between counts as not yet seen."""
    return Interaction.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _row(known: History, newest: int, code: UUID, *, verdict: Verdict, **rest: Any) -> TasteModel:
    return TasteModel.objects.create(
        code=code,
        learner=settings.RECOMMENDATIONS_LEARNER,
        settings=_how(),
        data_hash=known.hash(),
        newest_event=newest,
        verdict=verdict.stored(),
        **rest,
    )


def _how() -> dict[str, Any]:
    weights = settings.RECOMMENDATIONS_WEIGHTS
    return {"learner": settings.RECOMMENDATIONS_LEARNER, "weights": weights, **asdict(engines.learner_settings())}


def _sweep_folders() -> None:
    """Rows stay as the record; a web process that still maps a removed file keeps reading it until it swaps."""
    inactive = TasteModel.objects.filter(active=False).exclude(folder="").order_by("-id")
    rows = list(inactive.values_list("folder", "activated_at"))
    names = [folder for folder, _when in rows]
    # Refused ones must not push out what can be gone back to.
    ranked = [folder for folder, when in rows if when]
    refused = [folder for folder, when in rows if not when]
    kept = {*TasteModel.objects.filter(active=True).values_list("folder", flat=True)}
    kept |= {*ranked[:KEPT_FOLDERS], *refused[:KEPT_REFUSED]}
    taste_files.sweep(settings.RECOMMENDATIONS_MODELS, old=set(names) - kept, kept=kept)
