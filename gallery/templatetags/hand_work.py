"""Hand work in templates: the form that corrects one picture, and what a decision did, in words."""

from typing import Any

from django import template
from django.urls import reverse

from gallery import corrections, histories
from gallery.admin.corrections import OneForm
from gallery.models import Decision, Image, Status
from gallery.rooms import ROOMS

register = template.Library()


@register.filter
def told(decision: Decision) -> list[str]:
    return histories.told(decision)


@register.inclusion_tag("admin/gallery/correct_one.html", takes_context=True)
def correct_one(context: dict[str, Any], image: Image) -> dict[str, Any]:
    """Nothing for those who may not correct pictures where this one stands."""
    status = Status(image.status)
    if not context["request"].user.has_perm(corrections.PERMISSIONS[status]):
        return {}
    form = OneForm(initial={"emotion": image.emotion, "favorite": image.favorite, "caption": image.caption})
    address = reverse(f"admin:gallery_{ROOMS[status]}_correct_one", args=[image.pk])
    return {"form": form, "address": address, "csrf_token": context.get("csrf_token")}
