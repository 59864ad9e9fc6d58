"""Who may touch a stored file: nobody but the garden writes, and a bucket shows nothing to strangers."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from emotion_garden.reconciling.drift import Drift, Kind

_STRANGERS: Final = (
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
)
# What a bucket answers whose owner has switched ACLs off: then no object can be public by one.
_NO_ACLS: Final = {"AccessControlListNotSupported", "NotImplemented"}


def of_file(name: str) -> Iterator[Drift]:
    """In a folder: everybody may write. In a bucket: somebody else may read or write."""
    if isinstance(default_storage, FileSystemStorage):
        yield from _of_path(Path(default_storage.path(name)), name)
        return
    if any(_is_open(grant) for grant in _acl(name).grants):
        yield Drift(Kind.ACCESS, name, _("Strangers may open this file in the bucket."), lambda: _close(name))


def of_folders() -> Iterator[Drift]:
    """A folder in which everybody may write lets everybody exchange its files."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    top = Path(default_storage.path(""))
    for folder in [top, *sorted(top.glob("[0-9a-f][0-9a-f]"))] if top.is_dir() else []:
        yield from _of_path(folder, f"{folder.relative_to(top)}/")


def _of_path(path: Path, name: str) -> Iterator[Drift]:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return
    if mode & stat.S_IWOTH:
        sentence = _("Everybody on this machine may write it (mode %(mode)o).") % {"mode": mode}
        yield Drift(Kind.ACCESS, name, sentence, lambda: _take_away(path))


def _take_away(path: Path) -> bool:
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~stat.S_IWOTH)
    return True


def _acl(name: str) -> Any:
    storage: Any = default_storage
    return storage.bucket.Object(f"{storage.location.strip('/')}/{name}".lstrip("/")).Acl()


def _is_open(grant: dict[str, Any]) -> bool:
    return grant.get("Grantee", {}).get("URI") in _STRANGERS


def _close(name: str) -> bool:
    _acl(name).put(ACL="private")
    return True


def are_asked() -> bool:
    """Whether this storage tells who may open a file; False for a bucket without ACLs, where none can be open."""
    if isinstance(default_storage, FileSystemStorage):
        return True
    storage: Any = default_storage
    try:
        storage.bucket.Acl().load()
    except Exception as error:
        if getattr(error, "response", {}).get("Error", {}).get("Code") in _NO_ACLS:
            return False
        raise
    return True
