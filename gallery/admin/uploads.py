"""The pool's page for pictures brought by hand: several at once, and what came of each file."""

import logging
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import corrections, rooms, tasks, uploads, words
from gallery.admin.readonly import person
from gallery.admin.room import RoomAdmin
from gallery.errors import GardenError, NotAllowedError
from gallery.keys import LONGEST_FAVORITE
from gallery.models import Emotion, Image, Status

log = logging.getLogger(__name__)
_SALT: Final = "gallery.upload"
ACCEPTED: Final = ".jpg,.jpeg,.png,.webp,.avif,.tif,.tiff,.gif,.bmp"


class UploadForm(forms.Form):
    """What is said of all the files."""

    emotion = forms.ChoiceField(label=gettext_lazy("Emotion"), choices=Emotion.choices, widget=forms.RadioSelect)
    favorite = forms.CharField(
        label=gettext_lazy("Favorite"),
        required=False,
        max_length=LONGEST_FAVORITE,
        help_text=gettext_lazy("What a visitor likes, such as “cat” or “spring,cloudy,day”. May be empty."),
    )
    caption = forms.CharField(
        label=gettext_lazy("Caption"),
        required=False,
        max_length=corrections.LONGEST_CAPTION,
        help_text=gettext_lazy("What the pictures show. May be empty, and can be corrected later."),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one file."""

    name: str
    kind: Literal["received", "known", "refused"]
    sentence: str
    image: Image | None = None
    """Only where this person may see it."""
    address: str = ""


def urls(room: RoomAdmin) -> list[URLPattern]:
    def view(request: HttpRequest) -> HttpResponse:
        return _upload(room, request)

    return [path("upload/", room.admin_site.admin_view(view), name="gallery_poolimage_upload")]


def may(request: HttpRequest, room: RoomAdmin) -> bool:
    return room.has_view_permission(request) and person(request).has_perm(uploads.UPLOAD)


def _upload(room: RoomAdmin, request: HttpRequest) -> HttpResponse:
    """The form, and the files one by one: a bad one never loses the others. `part` asks for their lines alone."""
    if not may(request, room):
        raise PermissionDenied
    chosen = request.FILES.getlist("files")
    form = UploadForm(request.POST if request.method == "POST" else None, initial=_asked(request))
    results: list[Result] = []
    if form.is_bound and form.is_valid():
        if chosen:
            results = _received(chosen, form, request)
        else:
            form.add_error(None, _("Choose the files to upload."))
    context = {"form": form, "results": results, "counts": _counts(results)}
    if request.POST.get("part"):
        problems = [error for errors in form.errors.values() for error in errors]
        context["problems"] = [{"name": file.name, "sentence": problems[0]} for file in chosen] if problems else []
        return render(request, "admin/gallery/upload_results.html", context)
    return render(request, "admin/gallery/upload.html", {**_frame(room, request), **context})


def _received(chosen: list[UploadedFile[bytes]], form: UploadForm, request: HttpRequest) -> list[Result]:
    """Stops at the first error that is not of one file, and says it in the form."""
    results = []
    group = _group(request)
    for file in chosen:
        try:
            results.append(_one(file, form.cleaned_data, request, group))
        except NotAllowedError as error:
            raise PermissionDenied(error.sentence) from error
        except GardenError as error:
            form.add_error(None, str(error.sentence))
            break
    if any(result.kind == "received" for result in results):
        tasks.ring()
    return results


def _one(file: UploadedFile[bytes], said: dict[str, str], request: HttpRequest, group: UUID) -> Result:
    name = words.legible(file.name or "") or "–"
    try:
        image, new = uploads.receive(file.read(), name=name, by=person(request), group=group, **said)
    except uploads.UploadError as error:
        return Result(name, "refused", str(error.sentence))
    except GardenError:
        raise
    except Exception:
        # The store may be down for a moment; what it has taken stays.
        log.exception("An uploaded file could not be stored.")
        return Result(name, "refused", _("It could not be stored. Please try again."))
    if new:
        size = {"width": image.width, "height": image.height}
        sentence = _("Waits in the pool, %(width)d × %(height)d.") % size
    else:
        sentence = _("The garden has this picture already: %(status)s.") % {"status": image.get_status_display()}
    seen = image.status in rooms.open_to(request.user)
    return Result(name, "received" if new else "known", sentence, *((image, _address(image)) if seen else ()))


def _group(request: HttpRequest) -> UUID:
    """The page's, by which files that are sent one by one belong together; signed, or it could name another act's."""
    try:
        return UUID(signing.Signer(salt=_SALT).unsign(request.POST.get("group", "")))
    except (signing.BadSignature, ValueError):
        return uuid4()


def _address(image: Image) -> str:
    return reverse(f"admin:gallery_{rooms.ROOMS[Status(image.status)]}_change", args=[image.pk])


def _counts(results: list[Result]) -> dict[str, int]:
    kinds = [result.kind for result in results]
    return {kind: kinds.count(kind) for kind in ("received", "known", "refused")}


def _asked(request: HttpRequest) -> dict[str, str]:
    """`?emotion=` and `?favorite=`, as the page on coverage links here."""
    return {name: words.legible(request.GET.get(name, "")) for name in ("emotion", "favorite")}


def _frame(room: RoomAdmin, request: HttpRequest) -> dict[str, Any]:
    return {
        **room.admin_site.each_context(request),
        "opts": room.opts,
        "media": room.media,
        "title": _("Upload pictures"),
        "limit": settings.BODY_LIMIT,
        # What surrounds a file in a form takes a little, too.
        "largest": settings.BODY_LIMIT - 16_384,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "longest_side": uploads.LONGEST_SIDE,
        "accepted": ACCEPTED,
        "group": signing.Signer(salt=_SALT).sign(str(uuid4())),
    }
