from pathlib import Path

import pytest
from django.conf import settings

from projects.management.commands.flowtable import MARKS, READMES, with_table


@pytest.mark.parametrize(("name", "language"), READMES.items())
def test_the_readme_shows_the_flow_as_it_is(name: str, language: str) -> None:
    text = (Path(settings.BASE_DIR) / name).read_text(encoding="utf-8")
    assert all(mark in text for mark in MARKS)
    assert with_table(text, language) == text, "stale: run manage.py flowtable"
