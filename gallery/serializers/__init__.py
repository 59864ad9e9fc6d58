"""The shapes of the centre's endpoints: what is sent, and what is told."""

from gallery.serializers.pictures import PictureShown, PictureWithin, VisitorAsked

__all__ = ["PictureShown", "PictureWithin", "VisitorAsked"]
