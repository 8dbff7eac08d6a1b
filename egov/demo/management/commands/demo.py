"""Founds the demo city, and prints who lives there."""

import gc
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand
from django.db import transaction

from egov.accounts.models import User
from egov.accounts.roles import Role
from egov.demo import cast
from egov.demo.city import build
from egov.demo.texts.experts import KNOWN
from projects.models import Task


class Command(BaseCommand):
    """Fill an empty database with the demo city; all of it, or nothing."""

    year: int | None = None
    help = "Fill an empty database with the fictional city 东海市, and print its accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are people already"
        )

    def handle(self, *, if_empty: bool, **options: object) -> None:
        if not User.objects.exists():
            self.stdout.write(
                "Founding the demo city 东海市, forty projects; its months take a minute or two:"
            )
            # So many small objects come and go that looking for lost ones takes a tenth of the time.
            gc.set_threshold(100_000, 50, 100)
            with transaction.atomic():
                build(on_month=self.show)
            self.stdout.write("")
        elif not if_empty:
            self.stderr.write("There are people in this database already; nothing was changed.")
        self.stdout.write(accounts())

    def show(self, month: date) -> None:
        """Let a month go by on the terminal: the year where one begins, then a dot for each."""
        if month.month == 1 or self.year is None:
            self.stdout.write(f" {month.year} ", ending="")
        self.year = month.year
        self.stdout.write("·", ending="")
        self.stdout.flush()


def accounts() -> str:
    """Return the table of the main accounts, for a terminal."""
    offices = {office.key: office for office in cast.OFFICES}
    capacities = {"h": "经办人", "s": "负责人", "hs": "经办人、负责人"}
    rows = [("单位", "身份", "姓名", "用户名")]
    for person in cast.PEOPLE:
        for place, capacity in person.places:
            rows.append((offices[place].short_name, capacities[capacity], person.name, person.username))
    titles = {"system_admin": "系统管理员", "security_admin": "安全管理员", "audit_admin": "审计管理员"}
    rows += [("平台", titles[role], name, username) for username, name, role in cast.ADMINISTRATORS]
    lines = [
        "  ".join(_pad(cell, width) for cell, width in zip(row, (26, 16, 8, 14), strict=True)) for row in rows
    ]
    return "\n".join([f"东海市演示账号，密码均为：{cast.PASSWORD}", "", *lines, *_other_experts(), ""])


def _other_experts() -> list[str]:
    """Name the first and the last of the experts whom the office took in, and some whom a draw left work to do."""
    others = User.objects.filter(expert_profile__isnull=False).exclude(username__in=KNOWN)
    names = list(others.order_by("username").values_list("username", flat=True))
    busy = Task.objects.open().filter(role=Role.EXPERT, user__expert_profile__isnull=False)
    asked = list(busy.order_by("user__username").values_list("user__username", flat=True).distinct()[:3])
    told = f"，其中有待办事项的有：{'、'.join(asked)}" if asked else ""
    return [f"市专家库另有 {len(names)} 位专家：{names[0]} 至 {names[-1]}{told}"] if names else []


def _pad(text: str, width: int) -> str:
    """Fill up to a width in which Chinese characters count double."""
    taken = sum(2 if ord(character) > 0x2E80 else 1 for character in text)
    return text + " " * (width - taken)
