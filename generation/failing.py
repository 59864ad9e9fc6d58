"""WORK: what becomes of slots whose rendering or storing did not end well."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError

from generation import claims, leases, policies
from generation.engines.base import RenderError
from generation.models import ErrorClass, Rendering

log = logging.getLogger(__name__)


@contextmanager
def answered(slots: Sequence[Rendering]) -> Iterator[None]:
    """Whatever is raised inside ends the slots' claim as it deserves. A database that fails goes on to the caller."""
    try:
        yield
    except leases.LeaseLost:
        log.warning("Rendering %s was taken over by another worker; its late result is dropped.", _names(slots))
    except leases.Cancelled:
        for slot in slots:
            claims.drop(slot)
    except leases.Stopped:
        _release(slots)
    except RenderError as error:
        _failed(slots, error)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("Rendering %s failed.", _names(slots))
        _failed(slots, RenderError(f"The renderer stopped with {type(error).__name__}: {error}"))
    except BaseException:
        _release(slots)
        raise


def _failed(slots: Sequence[Rendering], error: RenderError) -> None:
    """Several that failed in one call are tried one by one: nobody knows which of them it was."""
    kind = error.kind if error.kind in ErrorClass.values else ErrorClass.UNKNOWN.value
    for slot in slots:
        if len(slots) == 1 and policies.is_last(kind, attempts=slot.attempts):
            log.error("Rendering %s has failed: %s", slot.pk, error)
            claims.fail(slot, kind=kind, sentence=str(error))
        else:
            log.warning("Rendering %s will be tried again: %s", slot.pk, error)
            claims.try_later(slot, kind=kind, sentence=str(error))


def _release(slots: Sequence[Rendering]) -> None:
    for slot in slots:
        claims.release(slot)


def _names(slots: Sequence[Rendering]) -> str:
    return ", ".join(str(slot.pk) for slot in slots)
