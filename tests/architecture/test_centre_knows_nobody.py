"""A foreign key is an import, and a reverse accessor one that no linter sees: the centre must not know its petals."""

from django.apps import apps
from django.db.models import ForeignKey

from tests.architecture import house


def _keys_to_the_centre() -> list[ForeignKey]:  # type: ignore[type-arg]
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in (*house.PETALS, "emotion_garden")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label == "gallery"
    ]


def test_foreign_keys_to_the_centre_leave_no_way_back() -> None:
    keys = _keys_to_the_centre()
    assert len(keys) >= 3, "Fewer foreign keys to the centre than there were: is this test blind?"
    for key in keys:
        assert key.remote_field.hidden, (
            f'{key} puts a reverse accessor on {key.related_model.__name__}: give it related_name="+". '
            "Ask from the petal's side instead."
        )


def test_the_centre_points_at_no_petal() -> None:
    for model in apps.get_app_config("gallery").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey):
                app = field.related_model._meta.app_label
                assert app not in house.PETALS, f"{field} points outward, at {app}: turn the key around."
