"""``make bench``: how the pages people live in stand up to a city's worth of projects.

For each database and each size: a fresh database with the demo city, padded to the size; one gunicorn with
one sync worker; each page fetched in turn with a bare Django view of the same process. Ratios travel between
machines, milliseconds do not.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.report import report

TOP = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--requests", type=int, default=101)
    parser.add_argument("--output", type=Path, default=TOP / "docs" / "operations" / "bench.md")
    given = parser.parse_args()
    results = {name: measured(name, given.sizes, given.requests) for name in given.databases.split(",")}
    text, missed = report(results)
    given.output.write_text(text, encoding="utf-8")
    print(text)
    return bool(missed)


def measured(database: str, sizes: str, requests: int) -> dict:
    """Measure on databases of our own that are thrown away. Returns size → page → figures."""
    with tempfile.TemporaryDirectory(prefix="egov-bench.") as place:
        result = Path(place) / "result.json"
        command = [sys.executable, "-m", "tests.bench.measure", sizes, str(requests), str(result)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("EGOV_")}
        environment |= {"EGOV_VAR_DIR": place, "DJANGO_SETTINGS_MODULE": "egov.settings"}
        if database == "postgresql":
            command = [str(TOP / ".ci" / "postgres"), *command]
        subprocess.run(command, cwd=TOP, env=environment, check=True, stdin=subprocess.DEVNULL)
        return {int(size): pages for size, pages in json.loads(result.read_text()).items()}


if __name__ == "__main__":
    sys.exit(main())
