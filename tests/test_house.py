"""The house holds its own rules. What takes longer than a test is in .ci/check."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.pages import faults_of

TOP = Path(settings.BASE_DIR)
PARTS = ("egov", "projects", "reviews", "procurement", "acceptance")
TOP_LEVEL = {
    *("manage.py", "egov", "projects", "reviews", "procurement", "acceptance", "templates", "static"),
    *("tests", "docs", "Makefile", "pyproject.toml", "uv.lock", "README.md", "README.zh-Hans.md"),
    *(".ci", ".gitignore"),
}


def test_the_top_level_holds_only_what_one_looks_for():
    files = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    assert {name.split("/")[0] for name in files.splitlines()} <= TOP_LEVEL


def test_settings_stay_one_short_file():
    assert len((TOP / "egov/settings.py").read_text(encoding="utf-8").splitlines()) < 250


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ('<form method="post" action="/x"></form>', "a form posts to /x without a csrf token"),
        ('<p style="color:red">', "an inline style in <p>"),
        ("<script>1</script>", "an inline script"),
        ('<a onclick="x()">', "an inline handler 'onclick' in <a>"),
        ('<i id="a"></i><b id="a"></b>', "two elements have the id 'a'"),
        ('<label for="b">', "a label points to 'b', which is not on the page"),
    ],
)
def test_a_faulty_page_is_noticed(page, fault):
    assert faults_of(page) == [fault]


def test_a_sound_page_passes():
    token = '<input type="hidden" name="csrfmiddlewaretoken" value="x">'
    form = f'<form method="post">{token}<label for="a">A</label><input id="a"></form>'
    assert faults_of(f'{form}<form method="get"></form><script src="/a.js"></script>') == []


def test_every_template_is_used():
    """A template that nothing names is a room that nobody enters."""
    templates = {str(f.relative_to(TOP / "templates")) for f in TOP.glob("templates/**/*.*") if f.is_file()}
    # A name may have a part that is filled in: "opendata/{kind}.html".
    names = {re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(name)) for name in named_files()}
    named = re.compile("|".join(sorted(names)))
    assert sorted(name for name in templates if not named.fullmatch(name) and not found_by_django(name)) == []


def named_files() -> set[str]:
    sources = [*TOP.glob("templates/**/*.*"), *(f for part in PARTS for f in (TOP / part).glob("**/*.py"))]
    text = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    return set(re.findall(r"[\w/.{}-]+\.(?:html|txt|css|svg)", text))


def found_by_django(name: str) -> bool:
    """Django looks for these by names of its own."""
    return name.startswith("django/") or name in {
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "500.html",
    }
