"""REQUESTS: write and remove prompt sets and their templates; nothing is kept that is not understood."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from gallery.errors import NotAllowedError, NotFoundError
from generation.errors import SameTemplateError, UnreadablePromptError
from generation.models import PromptLine, PromptSet
from generation.prompt_sets import lines
from generation.prompt_sets.lines import Line

SETS: Final = "promptset"
TEMPLATES: Final = "promptline"
LONGEST_SLUG: Final = 60
_PARTS: Final = ("template", "emotion", "favorite", "negative", "title", "pairs")


def line_of(kept: PromptLine) -> Line:
    return Line(**{name: getattr(kept, name) for name in _PARTS})


def check_set(kept: PromptSet | None, *, variables: Any, negative: str) -> None:
    """Whether the set's templates can still be understood with these words. Raises UnreadablePromptError."""
    written = [line_of(one) for one in kept.lines.all()] if kept is not None else []
    lines.check_set(written, variables=variables, negative=negative)


def check_template(prompt_set: PromptSet, line: Line, *, but: int | None = None) -> None:
    """Raises what `lines.check` raises, and SameTemplateError for what another row than `but` says already."""
    lines.check(line, variables=prompt_set.variables)
    if prompt_set.lines.filter(fingerprint=line.fingerprint).exclude(pk=but or 0).exists():
        raise SameTemplateError(_("The set has this template already."))


@transaction.atomic
def put_set(slug: str, fields: dict[str, Any], *, by: User | None = None) -> bool:
    """Makes the set, or makes it as told; whether it is new. Raises NotAllowedError and what `check_set` raises."""
    kept = _locked(slug)
    _allow(by, "change" if kept else "add", SETS)
    if kept is None and (not slug or len(slug) > LONGEST_SLUG):
        raise UnreadablePromptError(_("A short name has from 1 to %(most)d characters.") % {"most": LONGEST_SLUG})
    check_set(kept, variables=fields["variables"], negative=fields["negative"])
    PromptSet.objects.update_or_create(slug=slug, defaults=fields)
    return kept is None


@transaction.atomic
def remove_set(slug: str, *, by: User | None = None) -> dict[str, int]:
    """How many sets and templates went: none where there is none. Pictures keep what they were made from."""
    _allow(by, "delete", SETS)
    _allow(by, "delete", TEMPLATES)
    kept = _locked(slug)
    counts = {"sets": int(kept is not None), "templates": kept.lines.count() if kept is not None else 0}
    if kept is not None:
        kept.delete()
    return counts


@transaction.atomic
def add_template(slug: str, line: Line, *, position: int, by: User | None = None) -> PromptLine:
    """Raises NotAllowedError, NotFoundError and what `check_template` raises."""
    _allow(by, "add", TEMPLATES)
    prompt_set = _found(slug)
    check_template(prompt_set, line)
    return PromptLine.objects.create(prompt_set=prompt_set, position=position, **lines.fields(line))


@transaction.atomic
def change_template(slug: str, code: UUID, fields: dict[str, Any], *, by: User | None = None) -> PromptLine:
    """As told; what is not told stays. Raises NotAllowedError, NotFoundError and what `check_template` raises."""
    _allow(by, "change", TEMPLATES)
    prompt_set = _found(slug)
    kept = template(prompt_set, code)
    line = replace(line_of(kept), **{name: value for name, value in fields.items() if name in _PARTS})
    check_template(prompt_set, line, but=kept.pk)
    told = {**lines.fields(line), "position": fields.get("position", kept.position)}
    PromptLine.objects.filter(pk=kept.pk).update(**told)
    kept.refresh_from_db()
    return kept


@transaction.atomic
def remove_template(slug: str, code: UUID, *, by: User | None = None) -> int:
    """How many went: none where there is none."""
    _allow(by, "delete", TEMPLATES)
    removed, _each = PromptLine.objects.filter(prompt_set=_found(slug), code=code).delete()
    return removed


def template(prompt_set: PromptSet, code: UUID) -> PromptLine:
    """Raises NotFoundError."""
    kept = prompt_set.lines.filter(code=code).first()
    if kept is None:
        raise NotFoundError(_("The set has no template of this code."))
    return kept


def _found(slug: str) -> PromptSet:
    kept = _locked(slug)
    if kept is None:
        raise NotFoundError(_("There is no prompt set of this short name."))
    return kept


def _locked(slug: str) -> PromptSet | None:
    """Two that write to one set wait for each other: what one checks the other does not change meanwhile."""
    return PromptSet.objects.select_for_update().filter(slug=slug).first()


def _allow(by: User | None, verb: str, model: str) -> None:
    if by is not None and not by.has_perm(f"generation.{verb}_{model}"):
        raise NotAllowedError(_("You may not do this with prompts; ask the person who looks after the garden."))
