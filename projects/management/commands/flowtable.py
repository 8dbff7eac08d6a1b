"""Write the flow table into both READMEs, between its marks."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from projects.flow.table import flow_table

READMES = {"README.md": "en", "README.zh-Hans.md": "zh-hans"}
MARKS = ("<!-- flow table: made by `manage.py flowtable` -->", "<!-- end of the flow table -->")


def with_table(text: str, language: str) -> str:
    """Return a README's text with the present table between the marks."""
    begin, end = MARKS
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    return pattern.sub(lambda _match: f"{begin}\n{flow_table(language)}{end}", text)


class Command(BaseCommand):
    help = "Write the flow table into README.md and README.zh-Hans.md."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, language in READMES.items():
            path = Path(settings.BASE_DIR) / name
            path.write_text(with_table(path.read_text(encoding="utf-8"), language), encoding="utf-8")
