"""The flower: which package may import which; the contracts stand in pyproject.toml."""

import subprocess
import sys

from tests.architecture import house


def test_imports_keep_to_the_contracts() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=house.ROOT, capture_output=True, text=True, check=False
    )
    assert "Contracts:" in done.stdout, f"import-linter did not get to its contracts:\n{done.stdout}{done.stderr}"
    assert done.returncode == 0, f"An import goes against the flower (pyproject.toml says why):\n{done.stdout}"
    assert " 0 broken" in done.stdout
