"""Django's entry to the app."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class EmotionGardenConfig(AppConfig):
    """The composition root; the only app that may know several petals."""

    name = "emotion_garden"
    verbose_name = _("Emotion Garden")

    def ready(self) -> None:
        # Registers them; not above, since they know the engines' names, whose modules know models.
        import_module("emotion_garden.checks")
        # drf-spectacular finds them by their being loaded.
        import_module("emotion_garden.openapi.security")


class GardenAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our first page."""

    default = False
    default_site = "emotion_garden.admin_site.GardenAdminSite"
