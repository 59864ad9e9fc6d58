"""REQUESTS: order what a plan counts; one batch for each emotion and favorite, all of them or none."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from generation import batches, orders, prompts
from generation.errors import UnusableOrderError
from generation.models import Expansion, GenerationBatch, Lane, Prompt
from generation.prompt_sets.plans import Plan, Row

# A batch of more templates shows only the first ones: its prompt is read with every claim.
SHOWN: Final = 3
_Group = tuple[str, str, str]


def order(
    plan: Plan,
    *,
    by: User | None = None,
    lane: str = Lane.BULK,
    idempotency_key: str | None = None,
    size: tuple[int, int] = batches.SIZE,
) -> list[GenerationBatch]:
    """The plan's batches; the same key and plan give the same ones again. `by` is None for the operator at the shell.

    Raises UnusableOrderError, UnreadablePromptError, UnusableFavoriteError, OtherOrderError, NotAllowedError.
    """
    groups = _groups(plan)
    with transaction.atomic():
        _write_prompts(groups)
        return [
            _batch(plan, group, rows, by=by, lane=lane, key=idempotency_key, size=size)
            for group, rows in groups.items()
        ]


def rehearse(plan: Plan, *, by: User | None = None, lane: str = Lane.BULK, size: tuple[int, int] = batches.SIZE) -> int:
    """How many batches `order` would place. Writes nothing; raises what `order` raises."""
    groups = _groups(plan)
    for group, rows in groups.items():
        batches.rehearse(by=by, lane=lane, size=size, **_asked(group, rows))
    orders.check_room(2 * plan.pairs)
    return len(groups)


def _groups(plan: Plan) -> dict[_Group, list[Row]]:
    """The rows of each batch. Raises UnusableOrderError for more than an order may have."""
    most = settings.GENERATION_MOST_PICTURES
    if plan.pairs > most:
        raise UnusableOrderError(
            _("This would be %(pairs)d pairs; an order has at most %(most)d. Choose less, or fewer pairs.")
            % {"pairs": plan.pairs, "most": most}
        )
    groups: dict[_Group, list[Row]] = {}
    for row in plan.rows():
        groups.setdefault((row.emotion, row.favorite, row.negative), []).append(row)
    return groups


def _asked(group: _Group, rows: list[Row]) -> dict[str, Any]:
    """What `batches.request` is asked for."""
    emotion, favorite, negative = group
    texts = [row.text for row in rows for _pair in range(row.pairs)]
    return {
        "emotion": emotion,
        "count": len(texts),
        "favorite": favorite,
        "texts": texts,
        "template": _shown(row.line.template for row in rows),
        "negative": negative,
    }


def _write_prompts(groups: Mapping[_Group, list[Row]]) -> None:
    """In one order whatever the plan's is: two orders of the same prompts wait for each other, never both."""
    new = {}
    for (emotion, _favorite, unwanted), rows in groups.items():
        negative, template = prompts.tidy(unwanted), _shown(row.line.template for row in rows)
        fingerprint = prompts.fingerprint(emotion=emotion, template=template, negative=negative)
        new[fingerprint] = Prompt(emotion=emotion, template=template, negative=negative, fingerprint=fingerprint)
    Prompt.objects.bulk_create([new[fingerprint] for fingerprint in sorted(new)], ignore_conflicts=True)


def _batch(
    plan: Plan, group: _Group, rows: list[Row], *, by: User | None, lane: str, key: str | None, size: tuple[int, int]
) -> GenerationBatch:
    pairs = [row for row in rows for _pair in range(row.pairs)]
    digest = hashlib.sha256("\0".join(group).encode()).hexdigest()
    batch = batches.request(
        by=by,
        lane=lane,
        idempotency_key=f"{key}:{digest[:16]}" if key else None,
        size=size,
        **_asked(group, rows),
    )
    if not Expansion.objects.filter(batch=batch).exists():
        Expansion.objects.bulk_create(
            [_expansion(plan, batch, ordinal, row) for ordinal, row in enumerate(pairs, start=1)], batch_size=500
        )
    return batch


def _expansion(plan: Plan, batch: GenerationBatch, ordinal: int, row: Row) -> Expansion:
    return Expansion(
        batch=batch,
        ordinal=ordinal,
        prompt_set=plan.prompt_set.slug,
        line=row.line.code,
        template=row.line.template,
        seed=plan.dice,
        index=row.index,
        values=row.values,
    )


def _shown(templates: Iterable[str]) -> str:
    different = list(dict.fromkeys(templates))
    more = [f"… + {len(different) - SHOWN}"] if len(different) > SHOWN else []
    return "\n".join([*different[:SHOWN], *more])
