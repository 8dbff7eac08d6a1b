from django.utils import timezone

from egov.accounts.acting import Actor
from egov.dossier.outline import Chapter, Content, Gathering, Sheet, list_sheets
from egov.dossier.sheets import written
from egov.pdf.papers import Section
from projects.models import DocumentKind, LedgerEntry, PaymentApplication, Project
from projects.money import money_line

ENTRY = ("at", "kind", "line", "signed_amount=金额", "reason", "organization", "user")
PAYMENT = ("commitment=合同", "term", "amount", "invoice_number", "status", "filed_at", "settled_at")


def money(project: Project, actor: Actor) -> Chapter:
    """From the estimate to the payments, and every entry of the ledger; 二(一)."""
    found = Gathering()
    found.add(Sheet("line", "资金总览", lambda: _line(project)))
    payments = PaymentApplication.objects.visible_to(actor).filter(commitment__project=project)
    found.add(*list_sheets("付款申请", payments.select_related("commitment", "term"), *PAYMENT))
    entries = LedgerEntry.objects.filter(project=project).with_names()
    found.add(*list_sheets("专项资金台账分录（元）", entries, *ENTRY))
    return found.chapter("11-money", "资金", DocumentKind.INVOICE)


def _line(project: Project) -> Content:
    amounts = tuple(
        (str(item["label"]), written(item["amount"]) + (f"（{item['note']}）" if item["note"] else ""))
        for item in money_line(project)
        if item["amount"] is not None
    )
    text = "" if amounts else "尚无金额记录。"
    heading = f"截至{written(timezone.localdate())}"
    return Content(amounts, (Section(heading=heading, text=text or "以上金额均为元。"),))
