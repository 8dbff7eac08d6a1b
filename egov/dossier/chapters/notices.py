"""What public notices have in common: clarifications belong to them, drafts do not belong into a dossier."""

from typing import Any

from django.db.models import QuerySet

from egov.dossier.outline import Gathering
from egov.dossier.sheets import table_of
from egov.pdf.papers import Section


def clarifications(notice: Any) -> tuple[Section, ...]:
    table = table_of(notice.clarifications.order_by("pk"), "published_at", "text")
    return (Section(heading="更正与澄清", table=table),) if table else ()


def omit_drafts(found: Gathering, drafts: QuerySet[Any], name: str) -> None:
    if drafts.exists():
        found.omit(f"尚未发布的{name}草稿未纳入。")
