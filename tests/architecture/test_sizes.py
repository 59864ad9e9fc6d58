"""What does not fit on a few screens is two things: files end at 300 lines, functions at 40."""

from tests.architecture import house

SUFFIXES = (".py", ".html", ".css", ".js", ".sh")
FOLDERS = (*house.APPS, "templates", "static", "scripts", "benchmarks", "clients", "tests")


def test_no_file_is_over_300_lines() -> None:
    files = house.files(*FOLDERS, suffixes=SUFFIXES)
    assert {path.suffix for path in files} >= {".py", ".html", ".css"}, "Whole kinds of files are missing: moved?"
    long = {house.where(path): n for path in files if (n := len(path.read_text().splitlines())) > 300}
    assert not long, f"Over 300 lines: {long}. Find the two jobs in the file and give each its own."


def test_no_function_is_over_40_lines() -> None:
    long = {
        f"{house.where(path, function)} {function.name}": length
        for path in house.modules()
        for function in house.functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > 40
    }
    assert not long, f"Over 40 lines: {long}. Name its steps and let it call them."
