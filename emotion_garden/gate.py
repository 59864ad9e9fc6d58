"""The gate: the page with the camera, the photo and the moods, and the sentence that sends somebody back to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from emotion_garden import forms, garden, moods
from gallery import visitors


def page(request: HttpRequest, *, sentence: str = "", status: int = 200) -> HttpResponse:
    served = garden.favorites()
    looked = garden.last_look(visitors.known(request))
    context = {
        "moods": moods.MOODS,
        "choices": forms.choices("", served=served),
        "sentence": sentence,
        "last": moods.BY_EMOTION.get(looked),
    }
    response = render(request, "garden/home.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response
