"""Why a garden cannot be moved."""

from gallery.errors import GardenError


class UnusableFolderError(GardenError):
    """The folder is no place for an export, or what lies in it is none."""

    code = "unusable_folder"
    status = 422


class DamagedExportError(GardenError):
    """A file of the export is missing, or is not what was exported."""

    code = "damaged_export"
    status = 422


class OtherVersionError(GardenError):
    """The export belongs to another version of the garden."""

    code = "other_version"
    status = 409


class NotEmptyError(GardenError):
    """The garden here has something that does not come from this export."""

    code = "not_empty"
    status = 409
