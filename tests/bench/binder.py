"""Make dossiers in a process of its own: ``python -m tests.bench.binder PROJECTS PAGES RESULT``."""

import importlib
import json
import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    binding = importlib.import_module("tests.bench.binding")
    projects, pages, result = sys.argv[1:]
    Path(result).write_text(json.dumps(binding.measure(int(projects), int(pages))))
