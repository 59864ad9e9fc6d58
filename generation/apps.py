"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GenerationConfig(AppConfig):
    """The petal that makes pictures."""

    name = "generation"
    verbose_name = _("Generation")
