"""The sets that come with the garden, as values; `shipped.sync` keeps the database's copies like them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generation.prompt_sets.lines import Line


@dataclass(frozen=True, slots=True)
class ShippedSet:
    """A set as it comes with the garden; the lines' keys are theirs for ever, their words may be bettered."""

    slug: str
    name: str
    description: str
    lines: Mapping[str, Line]
    variables: Mapping[str, Sequence[str]] = field(default_factory=dict)
    negative: str = ""
    takes_turns: bool = False
