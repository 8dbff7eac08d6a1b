"""Finds the subjects, measures those that were asked for, and writes a page for each."""

import argparse
import importlib
import sys
from pathlib import Path

from tests.bench.report import Report

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent.parent / "docs" / "operations" / "bench"


def main() -> int:
    subjects = [file.stem for file in sorted(HERE.glob("*.py")) if "\ndef run(report" in file.read_text()]
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description="Measure what the house costs.")
    parser.add_argument("subjects", nargs="*", help=f"of {', '.join(subjects)}; none means all")
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the bench; writes no page")
    given = parser.parse_args()
    if unknown := set(given.subjects) - set(subjects):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}; there are {', '.join(subjects)}")
    missed = [fault for name in given.subjects or subjects for fault in measure(name, given.quick)]
    return bool(missed)


def measure(name: str, quick: bool) -> list[str]:
    """Measure one subject. Returns the goals that were missed."""
    module = importlib.import_module(f"tests.bench.{name}")
    report = Report(name, module.__doc__ or "", quick=quick)
    module.run(report)
    print(report.text())
    if not quick:
        PAGES.mkdir(exist_ok=True)
        (PAGES / f"{name}.md").write_text(report.text(), encoding="utf-8")
    return report.missed


if __name__ == "__main__":
    sys.exit(main())
