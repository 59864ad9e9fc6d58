"""The nouns that every petal shares, one file each."""

from gallery.models.decision import Decision
from gallery.models.emotion import Emotion
from gallery.models.image import SAFE, Image, Orientation, PoolImage, Safety, ServedImage, Status
from gallery.models.rendition import Rendition
from gallery.models.revision import ServingRevision
from gallery.models.visitor import AgeGroup, Gender, Visitor

__all__ = [
    "SAFE",
    "AgeGroup",
    "Decision",
    "Emotion",
    "Gender",
    "Image",
    "Orientation",
    "PoolImage",
    "Rendition",
    "Safety",
    "ServedImage",
    "ServingRevision",
    "Status",
    "Visitor",
]
