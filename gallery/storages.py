"""Where the pictures lie when they lie in a folder."""

import os
import secrets
from pathlib import Path
from typing import Any, Final

from django.core.files.storage import FileSystemStorage

# Under the store's own folder, so that a file is moved into its place and not copied.
PARTS: Final = ".parts"


class WholeFiles(FileSystemStorage):
    """A file is there whole or not at all: written aside, brought to the disk, then moved into its place."""

    def _save(self, name: str, content: Any) -> str:
        aside = f"{PARTS}/{secrets.token_hex(16)}"
        place = Path(self.path(name))
        try:
            written = Path(self.path(super()._save(aside, content)))  # type: ignore[misc]
            _bring_to_disk(written)
            place.parent.mkdir(mode=self.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
            written.replace(place)
        except BaseException:
            Path(self.path(aside)).unlink(missing_ok=True)
            raise
        return name


def _bring_to_disk(path: Path) -> None:
    # Without this, a file system may have the new name before it has the bytes.
    with path.open("rb") as file:
        os.fsync(file.fileno())
