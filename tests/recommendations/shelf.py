"""Small taste models on disk with their rows: each has one picture that is everybody's first, or none."""

from pathlib import Path

import numpy as np
from django.conf import settings

from gallery.models import Image
from recommendations import features, taste_files, tastes, versions
from recommendations.engines.base import LearnerError, LearnerSettings
from recommendations.features import Picture
from recommendations.history import History
from recommendations.models import TasteModel
from recommendations.tastes import Tastes


def model(name: str, *, favoring: Image | None = None) -> TasteModel:
    zeros = np.zeros((1, 2), dtype=np.float32)
    own = features.identity(Picture(str(favoring.code) if favoring else "none", "", "", ""))
    learnt = Tastes(
        visits=tastes.side(["emotion:happy"], zeros, np.zeros(1, dtype=np.float32)),
        pictures=tastes.side([own], zeros, np.ones(1, dtype=np.float32)),
    )
    taste_files.save(learnt, folder=Path(settings.RECOMMENDATIONS_MODELS) / name)
    return TasteModel.objects.create(folder=name, learner="test", data_hash="", verdict={"code": "accepted"})


def live(name: str, *, favoring: Image | None = None) -> TasteModel:
    made = model(name, favoring=favoring)
    versions.switch(made)
    return made


class Unable:
    """A learner that can learn nothing."""

    def __init__(self, how: LearnerSettings) -> None:
        self.how = how

    def learn(self, history: History) -> Tastes:
        raise LearnerError("no way")
