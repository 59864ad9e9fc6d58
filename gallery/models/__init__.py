"""The nouns that every petal shares, one file each."""

from gallery.models.alike import AlikePair, Look
from gallery.models.decision import Decision, Kind
from gallery.models.display import DisplayChange, DisplaySlot, DisplayZone
from gallery.models.emotion import Emotion
from gallery.models.image import SAFE, Image, Orientation, PoolImage, Safety, ServedImage, Status
from gallery.models.likeness_verdict import Likeness, LikenessVerdict
from gallery.models.rendition import Rendition, RenditionClaim
from gallery.models.review import ReviewLease, ReviewSkip
from gallery.models.revision import ServingRevision
from gallery.models.saved_search import Room, SavedSearch
from gallery.models.visitor import AgeGroup, Gender, Visitor

__all__ = [
    "SAFE",
    "AgeGroup",
    "AlikePair",
    "Decision",
    "DisplayChange",
    "DisplaySlot",
    "DisplayZone",
    "Emotion",
    "Gender",
    "Image",
    "Kind",
    "Likeness",
    "LikenessVerdict",
    "Look",
    "Orientation",
    "PoolImage",
    "Rendition",
    "RenditionClaim",
    "ReviewLease",
    "ReviewSkip",
    "Room",
    "Safety",
    "SavedSearch",
    "ServedImage",
    "ServingRevision",
    "Status",
    "Visitor",
]
