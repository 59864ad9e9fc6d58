"""A quick renderer for every test that does not choose another, and nothing that outlives a test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from generation import stopping, workers
from tests.generation import renderers

Use = Callable[[type], None]


@pytest.fixture(autouse=True)
def _blotches(settings: LazySettings) -> Iterator[None]:
    settings.GENERATION_RENDERER = "tests.generation.renderers.Blotches"
    yield
    stopping.forget()
    workers.call("")
    renderers.Meddled.meanwhile.clear()


@pytest.fixture
def use(settings: LazySettings) -> Use:
    """Swaps the renderer: `use(renderers.Blank)`."""

    def swap(renderer: type) -> None:
        settings.GENERATION_RENDERER = f"{renderer.__module__}.{renderer.__qualname__}"

    return swap


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a tiny Stable Diffusion model."""
    from tests.generation import tiny  # here: torch takes seconds to import, and most tests do without

    return tiny.save_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="session")
def tiny_xl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for Stable Diffusion XL."""
    from tests.generation import tiny

    return tiny.save_xl_model(tmp_path_factory.mktemp("xl"))


@pytest.fixture(scope="session")
def tiny_lcm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for a latent consistency model."""
    from tests.generation import tiny

    return tiny.save_lcm_model(tmp_path_factory.mktemp("lcm"))
