"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    """Tells Django where the app is."""

    name = "recommendations"
    verbose_name = _("Recommendations")
