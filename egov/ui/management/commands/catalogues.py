"""Message catalogues: zh_Hans is written by people, zh_Hant is made from it, both are complete."""

import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from opencc import OpenCC

SOURCES = ("egov", "projects", "reviews", "procurement", "acceptance", "templates")
SHOWN = 20
# OpenCC converts by phrase and now and then picks the rarer character; administration writes these.
EXCEPTIONS = {
    "籤": "簽",  # 會簽, 簽章; the one tag we name, 標籤, is restored below
    "標簽": "標籤",
    "覈": "核",  # 審核, 核准
    "臺": "台",  # 平台, 台賬
    "佈": "布",  # 發布, 公布, 宣布
    "瞭解": "了解",
    "祕密": "秘密",
    "爲": "為",
    "啓": "啟",
    "纔": "才",
    "裏": "裡",
    "羣": "群",
    "衆": "眾",
    "併發布": "並發布",  # and: 併 is for what is merged, 合併, 一併
    "併停用": "並停用",
    "復制": "複製",
    "“": "「",
    "”": "」",
    "批復": "批覆",  # the glossary's choice
    "編制": "編製",  # always the deed here, never the posts of an organ
    "匯編": "彙編",
    "按周": "按週",
}


class Command(BaseCommand):
    """Bring both catalogues up to date with the source, or say that they are not."""

    help = "Extract messages, keep zh_Hans complete, make zh_Hant from it. With --check change nothing."
    requires_system_checks = ()  # Catalogues can be made while the rest is being built.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Fail if anything is missing or stale.")

    def handle(self, *, check: bool, **options: object) -> None:
        hans, hant = path("zh_Hans"), path("zh_Hant")
        fresh = extracted(hans)
        if check:
            faults = [*differences(hans, fresh), *gaps(fresh), *differences(hant, traditional(fresh))]
            if faults:
                more = [f"… and {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
                advice = "Run make messages and translate what is new."
                raise CommandError("\n".join([*faults[:SHOWN], *more, advice]))
            return
        save(fresh, hans)
        save(traditional(fresh), hant)
        for fault in gaps(fresh):
            self.stderr.write(fault)


def path(locale: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def extracted(hans: Path) -> polib.POFile:
    """Read the messages of the source as it stands, with the Chinese that zh_Hans has for them."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        for source in SOURCES:
            only_text = shutil.ignore_patterns("locale", "__pycache__", "migrations", "*.ttf", "*.otf")
            shutil.copytree(settings.BASE_DIR / source, top / source, ignore=only_text)
        copy = top / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
        copy.parent.mkdir(parents=True)
        shutil.copy(hans, copy)
        extract = [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans"]
        options = ["--no-location", "--no-obsolete"]
        # Without our settings, or it would find our locale folder instead of the copy's.
        bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            [*extract, *options], cwd=top, env=bare, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CommandError(done.stderr)
        return polib.pofile(str(copy))


def traditional(hans: polib.POFile) -> polib.POFile:
    """Make the Traditional catalogue, character by character; the wording stays the mainland's."""
    convert = OpenCC("s2t").convert

    def to_traditional(text: str) -> str:
        text = convert(text)
        for wrong, right in EXCEPTIONS.items():
            text = text.replace(wrong, right)
        return text

    hant = polib.POFile()
    hant.metadata = hans.metadata | {"Language": "zh_Hant"}
    for entry in hans:
        hant.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                msgid_plural=entry.msgid_plural,
                msgstr=to_traditional(entry.msgstr),
                msgstr_plural={n: to_traditional(text) for n, text in entry.msgstr_plural.items()},
                flags=entry.flags,
            )
        )
    return hant


def differences(file: Path, due: polib.POFile) -> Iterator[str]:
    """Name the messages that the file lacks, has too many of, or words differently."""
    have, want = meanings(polib.pofile(str(file))), meanings(due)
    locale = file.parent.parent.name
    yield from (f"{locale}: stale or missing: {key[1]!r}" for key in want if have.get(key) != want[key])
    yield from (f"{locale}: no longer in the source: {key[1]!r}" for key in have.keys() - want.keys())


def meanings(catalogue: polib.POFile) -> dict[tuple[str, str], list[str]]:
    return {
        (entry.msgctxt or "", entry.msgid): [entry.msgstr, *entry.msgstr_plural.values()]
        for entry in catalogue
        if not entry.obsolete
    }


def gaps(catalogue: polib.POFile) -> Iterator[str]:
    for entry in catalogue:
        if entry.fuzzy:
            yield f"{entry.msgid!r} is marked fuzzy: read it and take the mark away."
        elif not entry.translated():
            yield f"{entry.msgid!r} has no Chinese."


def save(catalogue: polib.POFile, file: Path) -> None:
    """Write in the one form that merging also writes: sorted, without places and dates."""
    for volatile in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(volatile, None)
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(file))
    plain = ["msgcat", "--no-location", "--sort-output", "--output-file", str(file), str(file)]
    subprocess.run(plain, check=True)
