"""A garden with something of every kind, and somebody of every role: members of the groups that sync_roles writes."""

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from emotion_garden import health, heartbeats, roles
from emotion_garden.keys import making
from emotion_garden.models import ApiKey
from emotions.models import EmotionReading
from gallery import curation
from gallery.models import DisplayZone, Image, SavedSearch, Visitor
from generation.models import GenerationBatch, PromptLine, PromptSet
from recommendations.models import Interaction, Slate, TasteModel
from tests.emotion_garden.rights import House
from tests.gallery import factories
from tests.generation import orders

GROUPS: Final = {"curator": "curator", "senior": "senior curator", "operator": "operator"}


def build() -> House:
    people = cast()
    samples = furnished(by=people["superuser"], somebody=people["curator"])
    clients = {role: client(role, people) for role in ("anonymous", "visitor", *people)}
    return House(samples, clients, programs(people))


def furnished(*, by: User, somebody: User) -> dict[str, dict[str, str]]:
    """Something of every kind; what stands for it in addresses, per room, and under the empty name for all others."""
    served = factories.make_image()
    waiting = factories.make_image(status="pool", renditions=False)
    (judged,) = factories.make_rows(1)
    group = curation.approve(Image.objects.filter(pk=judged.pk), by=by).group
    _fill(served, Visitor.objects.create(), by)
    anywhere = {
        "code": str(served.code), "width": str(served.width), "ext": "jpeg", "emotion": "happy", "app_label": "gallery",
        "url": "nothing-here/", "group": str(group), "content_type_id": "0", "object_id": "1", "pk": str(served.pk),
        "id": str(somebody.pk), "zone": "hall", "search": str(SavedSearch.objects.get().pk), "image": str(served.code),
        "key": served.key_tail, "place": "img1h.jpeg", "name": "img_20230221-101112_0.jpeg",
        "batch": str(GenerationBatch.objects.get(ordered_by=by).code),
        "version": str(TasteModel.objects.get().code),
        "slug": "own", "template": str(PromptLine.objects.filter(prompt_set__slug="own").get().code),
        "fingerprint": GenerationBatch.objects.get(ordered_by=by).prompt.fingerprint,
    }  # fmt: skip
    pks = {"poolimage": waiting.pk, "servedimage": served.pk}
    samples = {"": anywhere, "imgPool/%(key)s": {**anywhere, "key": waiting.key_tail}}
    samples["api/v1/pool"] = {**anywhere, "code": str(waiting.code)}
    for model in admin.site._registry:
        name = str(model._meta.model_name)
        found: Any = pks.get(name) or model._default_manager.values_list("pk", flat=True).first()
        assert found, f"The admin has a room for {name}, but nobody made one here: add it to rights_house._fill."
        room = f"admin/{model._meta.app_label}/{name}"
        samples[room] = {**anywhere, "object_id": str(found), "pk": str(found)}
    return samples


def cast() -> dict[str, User]:
    roles.write(roles.compare())
    people = {"stranger": User.objects.create(username="stranger", is_staff=True)}
    for role, group in GROUPS.items():
        people[role] = User.objects.create(username=role, is_staff=True)
        people[role].groups.add(Group.objects.get(name=group))
    people["superuser"] = User.objects.create(username="superuser", is_staff=True, is_superuser=True)
    return people


def programs(people: dict[str, User]) -> dict[str, Client]:
    """One with each key; what is over was once as good as the superuser's."""
    gone = User.objects.create(username="gone", is_staff=True, is_superuser=True)
    owners = {**people, **dict.fromkeys(["no-scopes", "expired", "revoked"], people["superuser"]), "orphaned": gone}
    made = {
        name: making.make(owner, called=name, scopes=[] if name == "no-scopes" else making.offered(owner))
        for name, owner in owners.items()
    }
    making.revoke(made["revoked"].row.prefix)
    long_ago = timezone.now() - timedelta(days=9)
    ApiKey.objects.filter(pk=made["expired"].row.pk).update(
        created_at=long_ago, expires_at=long_ago + timedelta(days=1)
    )
    User.objects.filter(pk=gone.pk).update(is_active=False)
    return {name: Client(headers={"Authorization": f"Bearer {key.secret}"}) for name, key in made.items()}


def client(role: str, people: dict[str, User]) -> Client:
    found = Client()
    if role == "visitor":
        found.get("/garden/happy/")
    elif role in people:
        found.force_login(people[role])
    return found


def _fill(served: Image, visitor: Visitor, by: User) -> None:
    # As the playground marks its own.
    orders.order(1, by=by, idempotency_key="playground:one")
    prompts = PromptSet.objects.create(slug="own", name="Own")
    PromptLine.objects.create(prompt_set=prompts, emotion="happy", template="a meadow", fingerprint="x")
    DisplayZone.objects.create(name="hall")
    SavedSearch.objects.create(name="own", room="pool", query="happy", by=by)
    for queue in (*health.QUEUES, heartbeats.BEAT):
        heartbeats.write(name="somebody", queues=[queue])
    making.make(by, called="somebody's", scopes=[])
    EmotionReading.objects.create(outcome="no_face", reader="x", reader_version="1")
    TasteModel.objects.create(folder="x", learner="popularity", data_hash="x")
    slate = Slate.objects.create(
        visitor=visitor,
        walk=uuid4(),
        emotion="happy",
        question="x",
        policy="x",
        candidates_hash="x",
        rung="emotion",
        items=[],
    )
    Interaction.objects.create(visitor=visitor, image=served, slate=slate, kind="like", emotion="happy")
