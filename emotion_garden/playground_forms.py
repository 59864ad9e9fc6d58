"""The playground's form: it reads what was typed; what may be ordered is decided by `batches.request`."""

import hashlib
import json
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gallery.models import Emotion
from generation import prompts
from generation.models import GenerationBatch, Lane
from generation.prompt_sets.library import examples

# The original's three.
SIZES: Final = {"768x512": (768, 512), "1024x600": (1024, 600), "1280x800": (1280, 800)}
MOST: Final = 4
# By this prefix of their key the playground knows its own orders.
KEY: Final = "playground:"


class PlaygroundForm(forms.Form):
    """One prompt, and how its pictures are to be."""

    prompt = forms.CharField(
        label=_("Prompt"),
        max_length=prompts.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is to be seen, in words. (Round brackets:1.3) make words weigh more."),
    )
    emotion = forms.ChoiceField(
        label=_("Emotion"), choices=Emotion.choices, initial=Emotion.HAPPY, widget=forms.RadioSelect
    )
    size = forms.ChoiceField(
        label=_("Size"),
        choices=[(name, name.replace("x", " × ")) for name in SIZES],
        initial="768x512",
        widget=forms.RadioSelect,
    )
    count = forms.TypedChoiceField(
        label=_("How many"),
        coerce=int,
        # Called for each form: the words are those of the person who opens it.
        choices=lambda: [(n, ngettext("%d pair", "%d pairs", n) % n) for n in range(1, MOST + 1)],
        initial=1,
        help_text=_("Each pair is one landscape and one portrait picture."),
    )
    negative = forms.CharField(
        label=_("What must not be seen"),
        required=False,
        max_length=prompts.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seed = forms.IntegerField(
        label=_("First seed"),
        required=False,
        help_text=_("The other pictures count up from it. Empty: random."),
        widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
    )
    steps = forms.IntegerField(
        label=_("Steps"),
        required=False,
        help_text=_("More take longer. Empty: as the garden is set up."),
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, initial=lambda: uuid4().hex, max_length=32)

    @property
    def is_opened(self) -> bool:
        """Whether something stands in the part that is folded away."""
        names = ("negative", "seed", "steps")
        return any(self[name].value() not in (None, "") or self[name].errors for name in names)

    def order(self) -> dict[str, Any]:
        """The arguments of `batches.request`. A double click, or a page sent again, has the same key."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        prompt = prompts.tidy(asked["prompt"])
        return {
            "emotion": asked["emotion"],
            "count": asked["count"],
            "texts": [prompt] * asked["count"],
            "template": prompt,
            "negative": asked["negative"],
            "seed": asked["seed"],
            "steps": asked["steps"],
            "size": SIZES[asked["size"]],
            "lane": Lane.INTERACTIVE,
            "idempotency_key": f"{KEY}{self.cleaned_data['token']}:{digest[:32]}",
        }


def like(batch: GenerationBatch) -> dict[str, Any]:
    """What the form starts with when the same is to be painted again, with another seed."""
    size = "x".join(map(str, batch.recipe.get("size", ())))
    return {
        "prompt": batch.prompt.template,
        "emotion": batch.prompt.emotion,
        "size": size if size in SIZES else next(iter(SIZES)),
        "count": min(batch.count, MOST),
        "negative": batch.prompt.negative,
        "steps": batch.recipe.get("steps"),
    }


def example(number: int) -> dict[str, Any]:
    """What the form starts with when one of the example prompts was chosen, counted from 1."""
    shown = examples.EXAMPLES[number - 1 : number] if number else ()
    return {name: value for card in shown for name, value in (("prompt", card.words), ("emotion", card.emotion))}
