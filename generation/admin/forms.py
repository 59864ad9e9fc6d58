"""The order form: it reads what was typed; what may be ordered is decided by `batches.request`."""

import hashlib
import json
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gallery.models import Emotion
from generation import prompts
from generation.models import GenerationBatch, Lane
from generation.prompt_sets.library import examples


class OrderForm(forms.Form):
    """One batch."""

    emotion = forms.ChoiceField(label=_("Emotion"), choices=Emotion.choices, widget=forms.RadioSelect)
    count = forms.IntegerField(
        label=_("Pairs"),
        initial=10,
        help_text=_("Each pair is one landscape and one portrait picture: 10 pairs are 20 pictures."),
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )
    favorite = forms.CharField(
        label=_("Favorite"),
        required=False,
        help_text=_("What a visitor likes, such as “cat” or “spring,cloudy,day”. May be empty."),
    )
    emotion_text = forms.CharField(
        label=_("Words for the emotion"), required=False, help_text=_("Empty: the emotion’s own name.")
    )
    others = forms.CharField(
        label=_("Other words"), required=False, initial=prompts.OTHERS, widget=forms.Textarea(attrs={"rows": 3})
    )
    seed = forms.IntegerField(
        label=_("First seed"),
        required=False,
        help_text=_("The other pictures count up from it. Empty: random."),
        widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
    )
    lane = forms.ChoiceField(label=_("Lane"), choices=Lane.choices, initial=Lane.BULK)
    token = forms.CharField(widget=forms.HiddenInput, initial=lambda: uuid4().hex, max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].widget.attrs["max"] = settings.GENERATION_MOST_PICTURES

    def order(self) -> dict[str, Any]:
        """The arguments of `batches.request`.

        A double click, or a page sent again, has the same token and the same words and so the same key; an order that
        was changed after going back has another.
        """
        asked = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        key = f"admin:{self.cleaned_data['token']}:{digest[:32]}"
        return {**asked, "emotion_text": asked["emotion_text"] or None, "idempotency_key": key}


def like(batch: GenerationBatch) -> dict[str, Any]:
    """What the form starts with when the same is to be ordered again, with other seeds."""
    return {
        "emotion": batch.prompt.emotion,
        "count": batch.count,
        "favorite": batch.favorite,
        "emotion_text": batch.recipe.get("words", ""),
        "others": batch.recipe.get("others", ""),
        "lane": batch.lane,
    }


def example(number: int) -> dict[str, Any]:
    """What the form starts with when one of the example prompts was chosen, counted from 1."""
    shown = examples.EXAMPLES[number - 1 : number] if number else ()
    return {name: value for card in shown for name, value in (("emotion", card.emotion), ("others", card.words))}
