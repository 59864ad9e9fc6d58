"""The garden's own sets in the database: brought up to date, and nothing of anybody else's touched."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from generation.models import PromptLine, PromptSet
from generation.prompt_sets import lines
from generation.prompt_sets.library import ShippedSet, examples, garden, moods

SETS: Final = (garden.SET, moods.SET, examples.SET)
# The same template has the same code in every garden.
_NAMESPACE: Final = uuid.UUID("8d1c4d9e-6a54-4f0c-9a0f-2b6b9c1f7e55")


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of it, in templates."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def missing() -> list[ShippedSet]:
    """Those of the shipped sets that are not here."""
    here = set(PromptSet.objects.values_list("slug", flat=True))
    return [shipped for shipped in SETS if shipped.slug not in here]


def sync(sets: Sequence[ShippedSet] = SETS) -> Synced:
    """Makes the sets as they are shipped; templates that somebody added to them stay."""
    found = [_synced(shipped) for shipped in sets]
    return Synced(
        *(sum(counts) for counts in zip(*((one.new, one.changed, one.unchanged) for one in found), strict=True))
    )


def code(slug: str, key: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, f"{slug}/{key}")


@transaction.atomic
def _synced(shipped: ShippedSet) -> Synced:
    words = {"name": shipped.name, "description": shipped.description, "negative": shipped.negative}
    more = {"variables": dict(shipped.variables), "takes_turns": shipped.takes_turns}
    prompt_set, _new = PromptSet.objects.update_or_create(slug=shipped.slug, defaults={**words, **more})
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for position, (key, line) in enumerate(shipped.lines.items()):
        counts[_written(prompt_set, code(shipped.slug, key), line, position)] += 1
    return Synced(**counts)


def _written(prompt_set: PromptSet, code: uuid.UUID, line: lines.Line, position: int) -> str:
    fields = {**lines.fields(line), "position": position, "prompt_set": prompt_set}
    kept = PromptLine.objects.filter(code=code).first()
    if kept is None:
        # Somebody may have written the same words by hand: then theirs becomes ours, and nothing is there twice.
        PromptLine.objects.filter(prompt_set=prompt_set, fingerprint=line.fingerprint).delete()
        PromptLine.objects.create(code=code, **fields)
        return "new"
    if all(getattr(kept, name) == value for name, value in fields.items()):
        return "unchanged"
    PromptLine.objects.filter(prompt_set=prompt_set, fingerprint=line.fingerprint).exclude(pk=kept.pk).delete()
    PromptLine.objects.filter(pk=kept.pk).update(**fields)
    return "changed"
