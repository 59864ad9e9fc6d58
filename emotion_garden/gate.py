"""The gate: the page with the camera, the photo and the moods, and the sentence that sends somebody back to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from emotion_garden import bouquet, content_policy, forms, garden, moods, phone
from emotions import consent
from gallery import visitors


def page(request: HttpRequest, *, sentence: str = "", status: int = 200) -> HttpResponse:
    served = garden.favorites()
    open_to_faces = consent.faces_are_read()
    # Of a photo that came to nothing the wish is kept. Where no faces are read, nothing that was sent is looked at.
    wish = forms.favorite(request.POST) if open_to_faces else ""
    looked = garden.last_look(visitors.known(request)) if open_to_faces else ""
    context = {
        "moods": moods.MOODS,
        "choices": forms.choices(wish, served=served),
        "is_wished": bool(wish),
        "sentence": sentence,
        "last": moods.BY_EMOTION.get(looked),
        "faces_are_read": open_to_faces,
        "notice": consent.notice(),
        "liked_count": bouquet.count(request),
        # To pages that come in the clear browsers lend no camera, but on this machine itself.
        "is_lent_cameras": request.is_secure() or not phone.reaches(request),
    }
    response = render(request, "garden/home.html", context, status=status)
    if open_to_faces:
        response.headers["Permissions-Policy"] = content_policy.WITH_CAMERA
    patch_cache_control(response, private=True, no_store=True)
    return response
