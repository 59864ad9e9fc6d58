"""Schedulers: a closed list, asked about when the order is made."""

import pytest
from django.conf import LazySettings

from generation import schedulers
from generation.errors import UnusableOrderError
from tests.generation.orders import order


@pytest.mark.parametrize("name", ["euler", "EulerDiscreteScheduler"])
def test_a_scheduler_goes_by_its_name_or_its_class(name: str) -> None:
    assert schedulers.find(name) == schedulers.Scheduler("EulerDiscreteScheduler")


def test_no_name_is_the_models_own() -> None:
    assert schedulers.find("") is None


def test_a_class_name_is_the_plain_one_of_its_class() -> None:
    assert schedulers.find("DPMSolverMultistepScheduler") == schedulers.BY_NAME["dpm++-2m"]


@pytest.mark.django_db
def test_an_unknown_one_is_refused_when_the_order_is_made(settings: LazySettings) -> None:
    settings.GENERATION_SCHEDULER = "sundial"

    with pytest.raises(UnusableOrderError, match="no scheduler “sundial”; choose one of ddim"):
        order()
