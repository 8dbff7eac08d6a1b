"""A place of its own for a measurement: a process, a folder and an empty database, thrown away afterwards."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent.parent


def measured(database: str, module: str, *arguments: str, durable: bool = False) -> Any:
    """Run a module on "sqlite" or "postgresql"; return the JSON it wrote to the file that its last argument names.

    A ``durable`` PostgreSQL waits for the disk at each commit, as in production; otherwise it does not.
    """
    with tempfile.TemporaryDirectory(prefix="egov-bench.") as place:
        result = Path(place) / "result.json"
        command = [sys.executable, "-m", module, *arguments, str(result)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("EGOV_")}
        environment |= {"EGOV_VAR_DIR": place, "DJANGO_SETTINGS_MODULE": "egov.settings"}
        if database == "postgresql":
            command = [str(TOP / ".ci" / "postgres"), *(["--durable"] if durable else []), *command]
        subprocess.run(command, cwd=TOP, env=environment, check=True, stdin=subprocess.DEVNULL)
        return json.loads(result.read_text())
