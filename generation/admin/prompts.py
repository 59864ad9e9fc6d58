"""The prompts' list: what has been ordered, and how often."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gallery.admin.readonly import ReadOnlyAdmin
from generation.models import Prompt


@admin.register(Prompt)
class PromptAdmin(ReadOnlyAdmin[Prompt]):
    """To look at only: pictures carry these words as they were."""

    list_display = ("template", "emotion", "ordered", "created_at")
    list_filter = ("emotion",)
    search_fields = ("template",)
    list_per_page = 50
    show_full_result_count = False
    fields = ("emotion", "template", "negative", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Prompt]:
        return super().get_queryset(request).annotate(n_batches=Count("batches"))

    @admin.display(description=_("batches"), ordering="n_batches")
    def ordered(self, prompt: Any) -> str:
        address = reverse("admin:generation_generationbatch_changelist")
        words = ngettext("%(n)d batch", "%(n)d batches", prompt.n_batches) % {"n": prompt.n_batches}
        return format_html('<a href="{}?prompt__id__exact={}">{}</a>', address, prompt.pk, words)
