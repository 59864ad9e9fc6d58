"""What a new description of the API takes from those who rely on the old one."""

from collections.abc import Iterator
from typing import Any

Tree = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "patch")


def breaking(old: Tree, new: Tree) -> list[str]:
    """One sentence for each promise that is broken; additions break none."""
    found: list[str] = []
    for path, there in old["paths"].items():
        for method in METHODS:
            if method in there:
                where = f"{method.upper()} {path}"
                now = new["paths"].get(path, {}).get(method)
                found += [f"{where} is gone."] if now is None else _operation(where, there[method], now, old, new)
    return found


def _operation(where: str, was: Tree, now: Tree, old: Tree, new: Tree) -> Iterator[str]:
    yield from _parameters(where, was, now, old, new)
    yield from _request(where, was, now, old, new)
    for status, answer in was.get("responses", {}).items():
        if status.startswith(("2", "3")) and status not in now.get("responses", {}):
            yield f"{where} no longer answers {status}."
            continue
        if not status.startswith(("2", "3")):
            continue
        for kind, body in answer.get("content", {}).items():
            later = now["responses"][status].get("content", {}).get(kind)
            if later is None:
                yield f"{where} no longer answers {status} as {kind}."
            else:
                yield from _told(f"{where} {status}", body["schema"], later["schema"], old, new)
    gone = _codes(was) - _codes(now)
    if gone:
        yield f"{where} no longer tells these problems apart: {', '.join(sorted(gone))}."


def _parameters(where: str, was: Tree, now: Tree, old: Tree, new: Tree) -> Iterator[str]:
    before = {(one["in"], one["name"]): one for one in (_whole(p, old) for p in was.get("parameters", []))}
    after = {(one["in"], one["name"]): one for one in (_whole(p, new) for p in now.get("parameters", []))}
    for key, one in before.items():
        if key not in after:
            yield f"{where} no longer takes the parameter {key[1]}."
        else:
            yield from _taken(f"{where} {key[1]}", one.get("schema", {}), after[key].get("schema", {}), old, new)
    for key, one in after.items():
        if one.get("required") and not before.get(key, {}).get("required"):
            yield f"{where} now demands the parameter {key[1]}."


def _request(where: str, was: Tree, now: Tree, old: Tree, new: Tree) -> Iterator[str]:
    before, after = was.get("requestBody", {}), now.get("requestBody", {})
    if after.get("required") and not before.get("required"):
        yield f"{where} now demands a body."
    for kind, body in before.get("content", {}).items():
        later = after.get("content", {}).get(kind)
        if later is None:
            yield f"{where} no longer takes {kind}."
        else:
            yield from _taken(f"{where} body", body["schema"], later["schema"], old, new)


def _taken(where: str, was: Tree, now: Tree, old: Tree, new: Tree) -> Iterator[str]:
    """Sent by the client: less may not be taken, more may not be demanded."""
    was, now = _whole(was, old), _whole(now, new)
    if gone := _types(was) - _types(now):
        yield f"{where} no longer takes {', '.join(sorted(gone))}."
    before, after = _values(was, old), _values(now, new)
    if after is not None and before is None:
        yield f"{where} now takes only some values."
    elif after is not None and (gone := (before or set()) - after):
        yield f"{where} no longer takes {', '.join(sorted(gone))}."
    for name in set(now.get("required", [])) - set(was.get("required", [])):
        yield f"{where} now demands the field {name}."
    for name, field in was.get("properties", {}).items():
        if name in now.get("properties", {}):
            yield from _taken(f"{where}.{name}", field, now["properties"][name], old, new)
        else:
            yield f"{where} no longer takes the field {name}."
    for least, sign in (("maximum", 1), ("maxLength", 1), ("minimum", -1), ("minLength", -1)):
        if least in now and (least not in was or sign * now[least] < sign * was[least]):
            yield f"{where} is stricter: {least} {now[least]}."


def _told(where: str, was: Tree, now: Tree, old: Tree, new: Tree, depth: int = 0) -> Iterator[str]:
    """Read by the client: nothing may go that was always there."""
    was, now = _whole(was, old), _whole(now, new)
    if depth > 8:
        return
    if came := _types(now) - _types(was):
        yield f"{where} may now be {', '.join(sorted(came))}."
    for name, field in was.get("properties", {}).items():
        if name not in now.get("properties", {}):
            yield f"{where} no longer has the field {name}."
            continue
        if name in was.get("required", []) and name not in now.get("required", []):
            yield f"{where} no longer always has the field {name}."
        yield from _told(f"{where}.{name}", field, now["properties"][name], old, new, depth + 1)
    if "items" in was and "items" in now:
        yield from _told(f"{where}[]", was["items"], now["items"], old, new, depth + 1)
    for one, other in zip(was.get("oneOf", []), now.get("oneOf", []), strict=False):
        yield from _told(where, one, other, old, new, depth + 1)


def _types(schema: Tree) -> set[str]:
    """What it may be; empty where it says nothing."""
    kinds = schema.get("type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _values(schema: Tree, tree: Tree) -> set[str] | None:
    """All values that fit, where they are listed; None where they are not."""
    schema = _whole(schema, tree)
    if "enum" in schema:
        return {str(one) for one in schema["enum"]}
    if schema.get("type") == "null":
        return {str(None)}
    parts = [_values(part, tree) for part in schema.get("oneOf", [])]
    listed = [part for part in parts if part is not None]
    return set().union(*listed) if parts and len(listed) == len(parts) else None


def _codes(operation: Tree) -> set[str]:
    bodies = [answer.get("content", {}) for status, answer in operation["responses"].items() if status[0] in "45"]
    return {code for body in bodies for kind in body.values() for code in kind.get("examples", {})}


def _whole(part: Tree, tree: Tree) -> Tree:
    """What a reference stands for."""
    while "$ref" in part:
        found: Any = tree
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    if len(part.get("allOf", [])) == 1:
        return _whole(part["allOf"][0], tree)
    return part
