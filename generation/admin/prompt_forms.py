"""The forms of the prompt sets' rooms: they read what was typed; `prompt_sets` decides."""

import hashlib
import json
import secrets
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from gallery.errors import GardenError
from gallery.models import Emotion
from generation.models import Lane, PromptLine, PromptSet
from generation.prompt_sets import writing
from generation.prompt_sets.lines import Line
from generation.prompt_sets.plans import Wish

EVERY: Final = "every"
DICE: Final = "dice"
# More tick boxes than this choose nothing that a person could look over.
MOST_TICKS: Final = 60


class WordsField(forms.JSONField):
    """JSON with a line for each name."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return super().prepare_value(value)
        parts = [f"  {json.dumps(name)}: {json.dumps(words, ensure_ascii=False)}" for name, words in value.items()]
        return "{\n" + ",\n".join(parts) + "\n}" if parts else "{}"


class PromptSetForm(forms.ModelForm[PromptSet]):
    """A set; its templates must still be understood with the new words."""

    class Meta:
        model = PromptSet
        fields = ("name", "slug", "description", "variables", "negative", "takes_turns")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "variables": forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
            "negative": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes = {"variables": WordsField}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        kept = self.instance if self.instance.pk else None
        try:
            writing.check_set(kept, variables=given["variables"], negative=given["negative"])
        except GardenError as error:
            raise forms.ValidationError(str(error.sentence)) from error
        return given


class PromptLineForm(forms.ModelForm[PromptLine]):
    """A template, understood before it is kept."""

    class Meta:
        model = PromptLine
        fields = ("prompt_set", "title", "emotion", "template", "favorite", "negative", "pairs", "position")
        widgets = {
            "template": forms.Textarea(attrs={"rows": 5}),
            "negative": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        prompt_set: PromptSet = given["prompt_set"]
        line = Line(**{name: given[name] for name in ("title", "emotion", "template", "favorite", "negative", "pairs")})
        try:
            writing.check_template(prompt_set, line, but=self.instance.pk)
        except GardenError as error:
            raise forms.ValidationError(str(error.sentence)) from error
        self.instance.fingerprint = line.fingerprint
        return given


class SetOrderForm(forms.Form):
    """What to order from one set: tick boxes for everything that its templates choose from."""

    emotions = forms.MultipleChoiceField(label=_("Emotions"), widget=forms.CheckboxSelectMultiple)
    mode = forms.ChoiceField(
        label=_("Which prompts"),
        choices=[(EVERY, _("every combination, in order")), (DICE, _("a random list"))],
        initial=EVERY,
        widget=forms.RadioSelect,
    )
    most = forms.IntegerField(
        label=_("At most so many prompts"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
        help_text=_("Empty: all of them, or 16 of a random list."),
    )
    seed = forms.IntegerField(
        label=_("Seed of the random list"),
        initial=lambda: secrets.randbelow(1_000_000),
        widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
        help_text=_("The same seed makes the same list again."),
    )
    pairs = forms.IntegerField(
        label=_("Pairs of each prompt"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
        help_text=_("Each pair is one landscape and one portrait. Empty: what each template says."),
    )
    lane = forms.ChoiceField(label=_("Lane"), choices=Lane.choices, initial=Lane.BULK)
    token = forms.CharField(widget=forms.HiddenInput, initial=lambda: uuid4().hex, max_length=32)

    def __init__(self, data: Any = None, *, prompt_set: PromptSet) -> None:
        super().__init__(data)
        for name in ("most", "pairs"):
            self._limit(name, settings.GENERATION_MOST_PICTURES)
        written = list(prompt_set.lines.all())
        offered = [one for one in Emotion if any(line.emotion in ("", one.value) for line in written)]
        emotions: Any = self.fields["emotions"]
        emotions.choices = [(one.value, one.label) for one in offered]
        emotions.initial = [one.value for one in offered[:1]]
        self.variables = list(prompt_set.variables)
        for name, values in prompt_set.variables.items():
            self._offer(name, values)
        self.emotions_of = [line.emotion for line in written]
        if 1 < len(written) <= MOST_TICKS:
            self._offer_templates(written)
        if data is None:
            # A page that has just been opened shows what its first ticks make.
            self.data = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
            self.is_bound = True

    def _limit(self, name: str, most: int) -> None:
        field = self.fields[name]
        field.validators.append(MaxValueValidator(most))
        field.widget.attrs["max"] = most

    def _offer(self, name: str, values: list[str]) -> None:
        """As in the original's generator the first one is ticked; a place for which nothing is ticked stays empty."""
        self.fields[f"of_{name}"] = forms.MultipleChoiceField(
            label=name,
            required=False,
            choices=[(value, value) for value in values[:MOST_TICKS]],
            initial=values[:1],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields[f"more_{name}"] = forms.CharField(
            label=_("Other words for “%(name)s”") % {"name": name},
            required=False,
            max_length=500,
            widget=forms.TextInput(attrs={"placeholder": _("other words, separated by commas")}),
        )

    def _offer_templates(self, written: list[PromptLine]) -> None:
        self.fields["templates"] = forms.MultipleChoiceField(
            label=_("Templates"),
            choices=[(str(line.code), str(line)) for line in written],
            initial=[str(line.code) for line in written],
            widget=forms.CheckboxSelectMultiple,
        )

    def ticks(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each variable its tick boxes and its place for other words."""
        return [(self[f"of_{name}"], self[f"more_{name}"]) for name in self.variables]

    def template_ticks(self) -> list[tuple[BoundWidget, str]]:
        """For each template its tick box, and its emotion if it has one: others need not be seen."""
        return list(zip(self["templates"], self.emotions_of, strict=True)) if "templates" in self.fields else []

    def wish(self) -> Wish:
        given = self.cleaned_data
        words = {
            name: (*given[f"of_{name}"], *(word.strip() for word in given[f"more_{name}"].split(",") if word.strip()))
            for name in self.variables
        }
        return Wish(
            emotions=tuple(given["emotions"]),
            vocabulary=words,
            templates=tuple(given["templates"]) if "templates" in given else None,
            dice=given["seed"] if given["mode"] == DICE else None,
            most=given["most"],
            pairs=given["pairs"],
        )

    def digest(self) -> str:
        """Two forms that ask for the same have the same; the page is only ordered as it was looked at."""
        asked = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]

    def key(self) -> str:
        """A double click, or a page sent again, has the same and orders once."""
        return f"admin-set:{self.cleaned_data['token']}:{self.digest()}"


class ImportForm(forms.Form):
    """A CSV file for a set."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
    name = forms.CharField(
        label=_("Prompt set"),
        required=False,
        max_length=60,
        help_text=_("A new one, or the short name of one that is there. Empty: the file’s name."),
    )
    partial = forms.BooleanField(label=_("Import the good lines although others are bad"), required=False)
