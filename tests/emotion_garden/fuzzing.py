"""Calls made up from the API's own description, asked of the whole WSGI application, each answer held against it."""

import json
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.serialization import Binary

from emotion_garden.openapi import serving

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# What belongs to the description, and what was bent out of shape on purpose.
MODES: Final = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Beside what the description knows; so that even an operation without parameters can be asked in many ways.
LANGUAGES: Final = ("en", "ko", "ko-KR,ko;q=0.9", "", "*", "xx-" + "x" * 40)

OFTEN: Final = 0.8
Operation = APIOperation[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What is really there, so that calls meet rows and not only 404s."""

    codes: Mapping[str, Sequence[str]]
    """Per collection (`images`, `batches`, …), and under the empty name those of all."""
    words: Mapping[str, Sequence[str]]
    """Per name of a parameter or field."""
    photo: Binary


@dataclass(slots=True)
class Tally:
    """How often each status was answered, and the first promise that was broken, with a way to ask so again."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: str = ""


@cache
def operations() -> list[Operation]:
    """Every operation that the description names, in its order."""
    schema = schemathesis.openapi.from_dict(json.loads(serving.written("json")))
    schema.app = get_wsgi_application()
    found: list[Operation] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        found.append(result.ok())
    return found


def fuzz(operation: Operation, *, role: str, times: int, headers: Mapping[str, str], known: Known) -> Tally:
    """Asks so often; what the calls do stays until the last one, and is then taken back."""
    tally = Tally()
    shapes = {mode: operation.as_strategy(generation_mode=mode) for mode in dict.fromkeys(MODES)}
    calm = settings(
        max_examples=times,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )

    @seed(zlib.crc32(f"{role} {operation.label}".encode()))
    @calm
    @given(drawn=st.data())
    def ask(drawn: st.DataObject) -> None:
        case = drawn.draw(shapes[drawn.draw(st.sampled_from(MODES))])
        name = str(drawn.draw(st.integers(0, 2**64)))
        beside = {"Accept-Language": drawn.draw(st.sampled_from(LANGUAGES)), "X-Request-Id": name, **headers}
        # Hypothesis likes the first of few best; what is there is to be met as it falls.
        _make_real(case, random.Random(name), known)
        response = case.call_and_validate(headers=beside, checks=CHECKS)
        tally.statuses[response.status_code] += 1

    with _one_connection(), transaction.atomic():
        try:
            ask()
        except* Failure as failures:
            tally.broken = f"As {role}: {operation.label}: {failures}"
        transaction.set_rollback(True)
    return tally


@contextmanager
def _one_connection() -> Iterator[None]:
    """Django closes connections between requests; here the transaction around them would go with it."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (signals.request_started, signals.request_finished):
            signal.connect(close_old_connections)


def _make_real(case: Any, chance: random.Random, known: Known) -> None:
    """Puts names of what is there, and a photo, in place of most that were made up."""
    collection = case.path.removeprefix("/api/v1/").split("/")[0]
    here = {**known.words, "code": known.codes.get(collection, known.codes[""])}
    if case.method == "PATCH" and isinstance(case.body, dict):
        # All that is described as free to be left out; with nothing said, nothing is changed.
        case.body.setdefault("emotion", "calm")
    for part in (case.path_parameters, case.query, case.headers, case.body):
        if isinstance(part, MutableMapping):
            for name, said in list(part.items()):
                real = here.get(name) or ([known.photo] if isinstance(said, Binary) else [])
                if real and chance.random() < OFTEN:
                    some = chance.sample(real, min(len(real), chance.randint(1, 3)))
                    part[name] = some if isinstance(said, list) else some[0]
    if isinstance(case.body, Binary) and chance.random() < OFTEN:
        case.body = known.photo
