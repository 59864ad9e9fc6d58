"""What the fuzz finds behind the doors: who asks, and the names of what is there."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.test import Client
from schemathesis.transport.serialization import Binary

from emotion_garden.keys import making
from emotions import consent
from emotions.models import EmotionReading
from gallery import displays, visitors
from gallery.models import Decision, DisplayChange, DisplayZone, Emotion, Image, SavedSearch, Visitor
from generation.models import GenerationBatch, Prompt, PromptLine, PromptSet
from recommendations import interactions, rankings, training
from recommendations.models import Slate, TasteModel
from tests.emotion_garden.fuzzing import Known
from tests.emotion_garden.rights import House
from tests.gallery import factories
from tests.generation import orders

ROLES: Final = ("anonymous", "visitor", "curator", "operator")
PHOTO: Final = factories.make_jpeg(7, size=(300, 300))
FILES: Final = {
    "users": "USER_ID,GENERATION,GENDER,EMOTION\n7,adult,female,happy\n",
    "items": "ITEM_ID,TIMESTAMP,EMOTION\nemotions/happy/img_1h.jpeg,1700000000,happy\n",
    "interactions": "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION\n"
    "7,emotions/happy/img_1h.jpeg,1700000001,like,emotions/happy/img_1h.jpeg\n",
}
_COLLECTIONS: Final[Mapping[str, type[Model]]] = {
    "images": Image,
    "pictures": Image,
    "pool": Image,
    "readings": EmotionReading,
    "slates": Slate,
    "batches": GenerationBatch,
    "tastes": TasteModel,
}


def furnish(house: House) -> tuple[Known, dict[str, dict[str, str]]]:
    """A few more of everything; what is there by name, and each role's headers."""
    waiting = factories.make_images(4, status="pool")
    served = factories.make_images(4, favorite="cat")
    factories.make_image(status="retired")
    factories.make_image(status="rejected")
    operator = User.objects.get(username="operator")
    orders.order(2, by=operator, idempotency_key="fuzz-order")
    visitor = Visitor.objects.create(age_group="adult")
    answer = Client().post(
        "/api/v1/readings/", PHOTO, content_type="image/jpeg", headers={visitors.HEADER: visitors.token(visitor)}
    )
    assert answer.status_code == 201, answer.content
    offer = rankings.offer(visitor=visitor, visitor_code=visitor.code, emotion="happy", favorite="")
    for liked in offer.items[:3]:
        interactions.like(visitor=visitor, image=liked.image.code, slate=str(offer.slate))
    for image in served:
        interactions.like(visitor=Visitor.objects.create(), image=image.code)
    training.learn(anyway=True)
    SavedSearch.objects.update(by=User.objects.get(username="curator"))
    displays.follow(DisplayZone.objects.get(name="hall"), emotion="calm", by=operator)
    return _known(waiting + served, visitor), _headers(visitor)


def _headers(visitor: Visitor) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"anonymous": {}, "visitor": {visitors.HEADER: visitors.token(visitor)}}
    # A curator's two groups: the second one's doors lie behind the first one's.
    curator = User.objects.get(username="curator")
    curator.groups.add(Group.objects.get(name="senior curator"))
    # What no role has by itself is given to a person.
    sets = Permission.objects.filter(codename__in=["export_dataset", "import_dataset"])
    User.objects.get(username="operator").user_permissions.add(*sets)
    for name in ("curator", "operator"):
        owner = User.objects.get(username=name)
        key = making.make(owner, called="fuzz", scopes=making.offered(owner))
        found[name] = {"Authorization": f"Bearer {key.secret}"}
    return found


def _known(images: list[Image], visitor: Visitor) -> Known:
    codes: dict[str, list[str]] = {name: _codes(model) for name, model in _COLLECTIONS.items()}
    # Who may only meet what is served should meet it oftener than what is not.
    own = [str(image.code) for image in images]
    codes["images"] += own[len(own) // 2 :] * 3
    codes[""] = [code for name in sorted(codes) for code in codes[name]]
    words: dict[str, list[Any]] = {
        **dict.fromkeys(("image", "images", "picture", "pictures", "codes", "kept", "apart"), codes["images"]),
        **dict.fromkeys(("slate", "after"), codes["slates"]),
        "emotion": [*Emotion.values, "", "hungry"],
        "consent": [consent.notice().version, ""],
        "Idempotency-Key": ["fuzz-of-twice", str(visitor.code)],
        "batch": codes["batches"],
        "version": codes["tastes"],
        "change": list(DisplayChange.objects.values_list("pk", flat=True)),
        "group": [str(group) for group in Decision.objects.order_by("pk").values_list("group", flat=True)],
        "zone": list(DisplayZone.objects.order_by("pk").values_list("name", flat=True)),
        "slug": list(PromptSet.objects.order_by("pk").values_list("slug", flat=True)),
        "template": _codes(PromptLine),
        "fingerprint": list(Prompt.objects.order_by("pk").values_list("fingerprint", flat=True)),
        "batches": codes["batches"],
        "search": list(SavedSearch.objects.values_list("pk", flat=True)),
        "pairs": [1, 2, 99],
        "width": [64, 0],
        "height": [40],
        "favorite": ["cat", "", "spring,*,*"],
        "files": [Binary(PHOTO), Binary(b"no picture")],
        "text": ["emotion,prompt\nhappy,a meadow\n", "emotion,prompt\nhungry\n"],
        **{name: [Binary(written.encode())] for name, written in FILES.items()},
        "q": ["emotion:happy", "likes>0 -favorite:cat", "happy", f"code:{own[0]}", "made:2026", '"a b'],
    }
    return Known(codes, words, Binary(PHOTO))


def _codes(model: type[Model]) -> list[str]:
    return [str(code) for code in model._default_manager.order_by("pk").values_list("code", flat=True)]
