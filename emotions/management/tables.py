"""The figures of `evaluate_emotion` as lines for people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from emotions.corrections import LEAST, Told
from gallery.management.answering import Answer


def evaluation(facts: Mapping[str, Any], *, refused: Mapping[str, str]) -> Answer:
    """A file that could not be read is a complaint, and status 1."""
    complaints = [f"{path}: {sentence}" for path, sentence in refused.items()]
    return Answer(
        {**facts, "refused": [{"path": path, "sentence": sentence} for path, sentence in refused.items()]},
        [*_figures(facts), *_recalls(facts), *_confusion(facts), *_fitted(facts)],
        complaints,
        status=1 if refused else 0,
    )


def corrections(told: Told) -> Answer:
    lines = [
        _("%(readings)d readings were told; visitors corrected %(corrected)d of them (%(share)s).")
        % {"readings": told.readings, "corrected": told.corrected, "share": _percent(told.corrected, told.readings)},
        _("%(asked)d were asked instead; %(answered)d answered.") % {"asked": told.asked, "answered": told.answered},
    ]
    lines += [f"  {read} → {said}: {count}" for (read, said), count in told.cells.items()]
    if told.hidden:
        lines.append(_("  … and %(count)d pairs too rare to tell (under %(least)d).") % _hidden(told))
    cells = [[*pair, count] for pair, count in told.cells.items()]
    counts = {name: getattr(told, name) for name in ("readings", "corrected", "asked", "answered", "hidden")}
    return Answer({**counts, "cells": cells}, lines)


def _hidden(told: Told) -> dict[str, int]:
    return {"count": told.hidden, "least": LEAST}


def _figures(facts: Mapping[str, Any]) -> list[str]:
    sure = _("calibrated") if facts["calibrated"] else _("the model's own confidence, not calibrated")
    lines = [
        _("%(reader)s %(reader_version)s: faces in %(faces)d of %(photos)d photos, %(unreadable)d files unreadable.")
        % facts
    ]
    if facts["sent_to"]:
        lines.append(_("Each photo was sent to %(sent_to)s.") % facts)
    if facts["faces"]:
        lines += [
            _("accuracy %(accuracy).3f, macro-F1 %(macro_f1).3f") % facts,
            _("calibration error (ECE, 15 bins) %(error).3f: %(sure)s")
            % {"error": facts["calibration_error"], "sure": sure},
            _("would ask instead of telling: %(asked)d of %(faces)d") % facts,
        ]
    if facts["accuracy_of_told"] is not None:
        lines.append(_("accuracy of those told: %(accuracy_of_told).3f") % facts)
    return lines


def _recalls(facts: Mapping[str, Any]) -> list[str]:
    return [_("recall of %(emotion)s: %(share).3f") % {"emotion": n, "share": s} for n, s in facts["recall"].items()]


def _confusion(facts: Mapping[str, Any]) -> list[str]:
    """Labels down, guesses across."""
    counts = {(label, guess): count for label, guess, count in facts["confusion"]}
    if not counts:
        return []
    labels, guesses = sorted({label for label, _guess in counts}), sorted({guess for _label, guess in counts})
    wide = max(map(len, [*labels, *guesses])) + 2
    head = " " * wide + "".join(guess.rjust(wide) for guess in guesses)
    rows = [
        label.ljust(wide) + "".join(str(counts.get((label, g), 0)).rjust(wide) for g in guesses) for label in labels
    ]
    return [_("labelled ↓, read →"), head, *rows]


def _fitted(facts: Mapping[str, Any]) -> list[str]:
    fit = facts.get("fit")
    if not fit:
        return []
    line = _(
        "Temperature %(temperature).2f from one half; calibration error of the other half "
        "%(calibration_error_before).3f → %(calibration_error_after).3f."
    )
    kept = _("Kept: readings of this reader are calibrated from now on.")
    return [line % fit, kept if fit["kept"] else _("Not kept: it would not help.")]


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"
