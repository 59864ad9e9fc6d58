"""Every address of the garden, with samples put in for its parts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern: its path with %(name)s parts, and the names of the parts."""

    path: str
    parts: frozenset[str]

    def filled(self, samples: Mapping[str, str]) -> str:
        missing = self.parts - samples.keys()
        assert not missing, (
            f"The address /{self.path} has a part that this test does not know: {', '.join(sorted(missing))}. Add a "
            "sample for it to `_samples` in test_only_served_leaves.py, or nobody proves that it shows served "
            "pictures only."
        )
        return "/" + self.path % samples


def every() -> list[Address]:
    return list(_below(get_resolver(), prefix="", parts=frozenset()))


def _below(resolver: URLResolver, *, prefix: str, parts: frozenset[str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        text, names = normalize(pattern.pattern.regex.pattern)[0]
        path, all_parts = prefix + text, parts | frozenset(names)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, prefix=path, parts=all_parts)
        elif isinstance(pattern, URLPattern):
            yield Address(path, all_parts)
