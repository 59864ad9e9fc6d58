"""What there is to do today: each task a sentence and a link to the act, for those who may do it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.humanize.templatetags.humanize import intcomma, naturaltime
from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emotion_garden import coverage, health
from emotion_garden.coverage import Cell
from emotion_garden.models import WorkerBeat
from gallery import alike, curation, rooms, verdicts
from gallery.models import SAFE, Image, Safety, Status
from generation import batches
from generation.models import BatchState, GenerationBatch, Rendering, RenderingState
from recommendations.models import TasteModel

SILENT_AFTER: Final = timedelta(minutes=10)
# Among so many of the newest the strip looks for pictures that need no veil; the newest orders, for failures.
NEWEST: Final = 40
STRIP: Final = 8
ORDERS: Final = 50
NAMED: Final = 3
# What the first page is for, in the order of its cards.
DUE, LOOK, CALM = "due", "look", "calm"


@dataclass(frozen=True, slots=True)
class Task:
    """One card. `number` is what stands out; `tone` says whether somebody should act (due), look, or may rest."""

    name: str
    tone: str
    number: str
    sentence: str
    detail: str
    address: str
    act: str
    pictures: Sequence[Image] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """The first page for one person."""

    tasks: list[Task]
    cells: list[Cell]
    """What is served of each emotion; empty for those who may not see it."""
    is_new: bool
    """Nothing is served, waits or is on its way."""

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((cell.total.reach for cell in self.cells), default=0) or 1


def look(user: User) -> Today:
    """At most nine queries, each bounded or answered by an index, however large the garden is."""
    cells = coverage.emotions() if may_see_coverage(user) else []
    tasks = [task for find in _FINDERS for task in find(user, cells)]
    order = (DUE, LOOK, CALM)
    total = [cell.total for cell in cells]
    is_new = bool(cells) and not any(tally.reach for tally in total)
    return Today(sorted(tasks, key=lambda task: order.index(task.tone)), cells, is_new)


def may_see_coverage(user: User) -> bool:
    """Whoever fills the garden: by judging, or by ordering."""
    return any(user.has_perm(name) for name in ("gallery.view_poolimage", "gallery.view_servedimage", batches.ADD))


def _waiting(user: User, cells: list[Cell]) -> Iterator[Task]:
    if not user.has_perm("gallery.view_poolimage") or not (
        user.has_perm(curation.APPROVE) or user.has_perm(curation.REJECT)
    ):
        return
    waiting = sum(cell.total.waiting for cell in cells)
    if not waiting:
        sentence, detail = (
            _("Nothing waits."),
            _("Everything has been looked at. New pictures arrive as they are made."),
        )
        yield Task("waiting", CALM, "0", sentence, detail, reverse("admin:gallery_poolimage_changelist"), _("The pool"))
        return
    newest = Image.objects.pooled().order_by("-id").defer("recipe")
    shown = [image for image in newest[:NEWEST] if image.is_safe][:STRIP]
    sentence = ngettext("picture waits to be judged.", "pictures wait to be judged.", waiting)
    most = max(cells, key=lambda cell: cell.total.waiting)
    is_most = 2 * most.total.waiting > waiting > STRIP
    detail = _("Most of them for “%(emotion)s”.") % {"emotion": most.label} if is_most else ""
    address = reverse("admin:gallery_poolimage_triage")
    yield Task("waiting", DUE, intcomma(waiting), sentence, detail, address, _("Judge them"), shown)


def _unchecked(user: User, cells: list[Cell]) -> Iterator[Task]:
    if not user.has_perms(("gallery.view_poolimage", curation.APPROVE, curation.APPROVE_UNCHECKED)):
        return
    number = Image.objects.pooled().filter(safety__in=frozenset(Safety) - SAFE).count()
    if not number:
        return
    sentence = ngettext("picture needs a close look.", "pictures need a close look.", number)
    detail = _("No safety check has passed them: each is decided on its own page, with a reason.")
    address = f"{reverse('admin:gallery_poolimage_changelist')}?{urlencode({'q': '-is:safe'})}"
    yield Task("unchecked", DUE, intcomma(number), sentence, detail, address, _("Look at them"))


def _alike(user: User, cells: list[Cell]) -> Iterator[Task]:
    if not user.has_perms(("gallery.view_poolimage", verdicts.JUDGE)):
        return
    if number := len(alike.groups(statuses=rooms.open_to(user) & {Status.POOL, Status.SERVING})):
        sentence = ngettext("group of pictures looks alike.", "groups of pictures look alike.", number)
        detail = _("Keep the best of each, or say that they are different.")
        address = reverse("admin:gallery_poolimage_likeness")
        yield Task("alike", LOOK, intcomma(number), sentence, detail, address, _("Compare them"))


def _thin(user: User, cells: list[Cell]) -> Iterator[Task]:
    thin = [cell for cell in cells if cell.thin]
    if not thin or not any(cell.total.reach for cell in cells):
        return
    names = [cell.label for cell in thin[:NAMED]]
    if more := len(thin) - len(names):
        names.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
    listed = capfirst(get_text_list(names, _("and")))
    sentence = ngettext("%(names)s is thin.", "%(names)s are thin.", len(thin)) % {"names": listed}
    missing = sum(cell.missing for cell in thin)
    detail = (
        ngettext("%(n)d pair is missing.", "%(n)d pairs are missing.", missing) % {"n": missing}
        if missing
        else _("What is missing is on its way, or waits to be judged.")
    )
    tone = DUE if missing and user.has_perm(batches.ADD) else LOOK
    yield Task("thin", tone, str(len(thin)), sentence, detail, reverse("admin:coverage"), _("See the coverage"))


def _failed(user: User, cells: list[Cell]) -> Iterator[Task]:
    if not user.has_perms(("generation.view_generationbatch", batches.RETRY)):
        return
    newest = GenerationBatch.objects.exclude(state=BatchState.CANCELLED).order_by("-id").values("pk")[:ORDERS]
    failed = Rendering.objects.filter(batch__in=newest, state=RenderingState.FAILED).order_by("-batch")
    found = list(failed.values_list("batch").annotate(pictures=Count("pk")))
    if not found:
        return
    number = sum(pictures for _batch, pictures in found)
    sentence = ngettext("picture could not be made.", "pictures could not be made.", number)
    detail = ngettext("In %(n)d order; its page says why.", "In %(n)d orders; their pages say why.", len(found))
    one = reverse("admin:generation_generationbatch_change", args=[found[0][0]])
    yield Task("failed", DUE, intcomma(number), sentence, detail % {"n": len(found)}, one, _("See why, try again"))


def _workers(user: User, cells: list[Cell]) -> Iterator[Task]:
    if not user.has_perm("emotion_garden.view_workerbeat"):
        return
    seen = dict(WorkerBeat.objects.filter(queue__in=health.QUEUES).values_list("queue").annotate(Max("seen_at")))
    limit = timezone.now() - SILENT_AFTER
    silent = [name for name in health.QUEUES if name not in seen or seen[name] < limit]
    if not silent:
        return
    address = reverse("admin:emotion_garden_workerbeat_changelist")
    minutes = SILENT_AFTER.seconds // 60
    sentence = (
        _("No worker has been seen for %(n)d minutes.")
        if len(silent) == len(health.QUEUES)
        else _("Some work has had no worker for %(n)d minutes.")
    ) % {"n": minutes}
    detail = _("Nothing is made of: %(queues)s. Start them: make worker, make gpu-worker.") % {
        "queues": ", ".join(silent)
    }
    yield Task("workers", DUE, "!", sentence, detail, address, _("Who works"))


def _coming(user: User, cells: list[Cell]) -> Iterator[Task]:
    ordered = sum(cell.total.ordered for cell in cells)
    if not ordered or not user.has_perm("generation.view_generationbatch"):
        return
    sentence = ngettext("picture is being made.", "pictures are being made.", ordered)
    address = f"{reverse('admin:generation_generationbatch_changelist')}?state__exact=running"
    yield Task("coming", CALM, intcomma(ordered), sentence, "", address, _("Watch the orders"))


def _tastes(user: User, cells: list[Cell]) -> Iterator[Task]:
    if not user.has_perm("recommendations.view_tastemodel"):
        return
    address = reverse("admin:tastes")
    learnt: datetime | None = TasteModel.objects.filter(active=True).values_list("created_at", flat=True).first()
    if learnt is None:
        detail = _("Popular pictures come first until visitors have liked enough of them.")
        yield Task("tastes", CALM, "♥", _("No tastes have been learnt yet."), detail, address, _("Tastes"))
        return
    sentence = _("Tastes were learnt %(ago)s.") % {"ago": naturaltime(learnt)}
    detail = _("They are learnt anew every %(n)d minutes while visitors like pictures.")
    words = detail % {"n": settings.RECOMMENDATIONS_LEARN_MINUTES}
    yield Task("tastes", CALM, "♥", sentence, words, address, _("Tastes"))


_FINDERS: Final[tuple[Callable[[User, list[Cell]], Iterator[Task]], ...]] = (
    _waiting,
    _workers,
    _unchecked,
    _failed,
    _alike,
    _thin,
    _coming,
    _tastes,
)
