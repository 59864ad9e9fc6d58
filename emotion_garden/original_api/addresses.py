"""The old addresses: twelve routes, each at the root and below /dev, and those of pictures."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from emotion_garden.original_api import bulk, emotion, gardens, likes, pictures, removing, text2image, walls


@csrf_exempt
def _text2image(request: HttpRequest) -> HttpResponse:
    """Two ways of asking; each view refuses all others."""
    return text2image.page(request) if request.method in {"GET", "HEAD"} else text2image.ask(request)


twelve: list[URLPattern | URLResolver] = [
    path("emotion", emotion.read, name="original-emotion"),
    path("garden", gardens.recommended, name="original-garden"),
    path("gardenfromDB", gardens.served, name="original-garden-from-db"),
    path("like", likes.like, name="original-like"),
    path("image", likes.image, name="original-image"),
    path("bulk", bulk.order, name="original-bulk"),
    path("retrieve", gardens.waiting, name="original-retrieve"),
    path("updateDisplay", walls.update, name="original-update-display"),
    path("remove", removing.remove, name="original-remove"),
    path("removePool", removing.remove_pool, name="original-remove-pool"),
    path("clearIndex", removing.clear_index, name="original-clear-index"),
    path("text2image", _text2image, name="original-text2image"),
]
routes: list[URLPattern | URLResolver] = [
    *twelve,
    path("dev/", include((twelve, "dev"))),
    path("emotions/<path:key>", pictures.served, name="original-served"),
    path("imgPool/<path:key>", pictures.pooled, name="original-pooled"),
    path("display/<str:zone>/<str:place>", pictures.hung, name="original-hung"),
    re_path(r"^(?P<name>img_\d{8}-\d{6}_\d{1,12}\.jpeg)(?:&time=\d*)?$", text2image.picture, name="original-painted"),
]
