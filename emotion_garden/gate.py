"""The gate: the page with the camera, the photo and the moods, and the sentence that sends somebody back to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from emotion_garden import content_policy, forms, garden, moods
from emotions import consent
from gallery import visitors


def page(request: HttpRequest, *, sentence: str = "", status: int = 200) -> HttpResponse:
    served = garden.favorites()
    open_to_faces = consent.faces_are_read()
    looked = garden.last_look(visitors.known(request)) if open_to_faces else ""
    context = {
        "moods": moods.MOODS,
        "choices": forms.choices("", served=served),
        "sentence": sentence,
        "last": moods.BY_EMOTION.get(looked),
        "faces_are_read": open_to_faces,
        "notice": consent.notice(),
    }
    response = render(request, "garden/home.html", context, status=status)
    if open_to_faces:
        response.headers["Permissions-Policy"] = content_policy.WITH_CAMERA
    patch_cache_control(response, private=True, no_store=True)
    return response
