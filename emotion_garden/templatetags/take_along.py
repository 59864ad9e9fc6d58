"""`{% phone_code %}`: the garden's address as a QR code, or nothing where a phone could not reach it."""

from typing import Any

from django import template
from django.template import Context

from emotion_garden import phone

register = template.Library()


@register.inclusion_tag("garden/phone.html", takes_context=True)
def phone_code(context: Context) -> dict[str, Any]:
    address = phone.address(context["request"])
    return {"address": address, "code": phone.drawn(address) if address else ""}
