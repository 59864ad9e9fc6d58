"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GalleryConfig(AppConfig):
    """The centre of the flower."""

    name = "gallery"
    verbose_name = _("Gallery")
