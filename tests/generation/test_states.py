"""The closed lists of states: whatever is done in whatever order, no step outside the declared graphs is committed."""

import random
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import connection

from gallery.models import Image
from generation import batches, claims, rendering, sweeping
from generation.models import BATCH_STEPS, STEPS, BatchState, GenerationBatch, Rendering, RenderingState
from tests.generation import renderers
from tests.generation.conftest import Use
from tests.generation.orders import die, order

pytestmark = pytest.mark.django_db
TABLES = {"slot": Rendering._meta.db_table, "batch": GenerationBatch._meta.db_table}
RENDERERS = (renderers.Blotches, renderers.Full, renderers.Blank, renderers.Brief)


@pytest.fixture
def _witness(db: object) -> Iterator[None]:
    """The database itself writes down each step, whoever takes it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE seen_steps (noun text, old text, new text)")
        for noun, table in TABLES.items():
            for sql in _triggers(noun, table):
                cursor.execute(sql)
    yield


def _triggers(noun: str, table: str) -> list[str]:
    insert = f"INSERT INTO seen_steps VALUES ('{noun}', OLD.state, NEW.state);"  # noqa: S608 - our own names
    if connection.vendor == "sqlite":
        return [f"CREATE TRIGGER witness_{noun} AFTER UPDATE OF state ON {table} BEGIN {insert} END"]
    return [
        f"CREATE FUNCTION witness_{noun}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {insert} RETURN NEW; END $$",
        f"CREATE TRIGGER witness AFTER UPDATE OF state ON {table} FOR EACH ROW EXECUTE FUNCTION witness_{noun}()",
    ]


def _seen(noun: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT old, new FROM seen_steps WHERE noun = %s AND old <> new", [noun])
        return {(old, new) for old, new in cursor.fetchall()}


def _steps(graph: object) -> set[tuple[str, str]]:
    return {(old, new) for old, after in dict(graph).items() for new in after}  # type: ignore[call-overload]


def test_every_state_is_declared() -> None:
    assert set(STEPS) == set(RenderingState.values)
    assert set(BATCH_STEPS) == set(BatchState.values)


@pytest.mark.usefixtures("_witness")
def test_no_step_outside_the_graph_is_ever_committed_and_every_step_inside_is_taken(
    use: Use, settings: LazySettings
) -> None:
    settings.GENERATION_RETRY_SECONDS = 0
    settings.GENERATION_QUARANTINE_SECONDS = 0
    dice = random.Random(20)
    held: list[Rendering] = []
    for _ in range(400):
        _something(dice, held, use)

    assert _seen("slot") == _steps(STEPS)
    assert _seen("batch") == _steps(BATCH_STEPS)


def _something(dice: random.Random, held: list[Rendering], use: Use) -> None:
    """One act of an operator, a worker, a dead worker, one that woke up late, or the sweep."""
    known = list(GenerationBatch.objects.all())
    batch = dice.choice(known) if known else order()
    slot = dice.choice(held) if held else None
    act = dice.randrange(14)
    if act == 0:
        order(count=dice.randint(1, 2), lane=dice.choice(["bulk", "interactive"]))
    elif act <= 4:
        dice.choice([batches.pause, batches.resume, batches.cancel, batches.retry])(batch)
    elif act == 5:
        use(dice.choice(RENDERERS))
        rendering.work(most=dice.randint(1, 3))
    elif act <= 7:
        held += claims.claim(worker="drawn", most=dice.randint(1, 3))
    elif act == 8:
        sweeping.sweep()
    elif slot is not None:
        _something_to(slot, dice)


def _something_to(slot: Rendering, dice: random.Random) -> None:
    act = dice.randrange(7)
    if act == 0:
        die(slot) if Rendering.objects.held(slot).exists() else None
        sweeping.sweep()
    elif act == 1:
        claims.storing(slot, file="0a/0a.jpeg")
    elif act == 2:
        claims.try_later(slot, kind="storage", sentence="The store is away.")
    elif act == 3:
        claims.fail(slot, kind="blank", sentence="One colour.")
    elif act == 4:
        claims.release(slot)
    elif act == 5:
        claims.drop(slot)
    else:
        _finished(slot)


def _finished(slot: Rendering) -> None:
    if (image := Image.objects.first()) is not None:
        claims.finish(slot, image=image, new=False)
