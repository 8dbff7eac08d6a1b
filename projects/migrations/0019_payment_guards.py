from decimal import Decimal

from django.db import migrations

from egov.audit.triggers import append_only, guarded, never_replaced

FINAL = Decimal(10)
PARTS = {
    "construction": ("首付款", "到货款", "初验款"),
    "review": ("首付款", "初验款"),
    "maintenance": ("上半年服务费", "下半年服务费"),
}

_SAME = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in (
        *("id", "commitment_id", "term_id", "amount", "invoice_id", "invoice_number", "statement"),
        *("voucher", "filed_at", "filed_by_id", "organization_id"),
    )
)
_CHECKED = "OLD.status = 'filed' AND NEW.status IN ('returned', 'accepted')"
_SETTLED = (
    "OLD.status = 'accepted' AND NEW.status IN ('refused', 'paid') AND NEW.checked_at = OLD.checked_at"
    " AND NEW.checked_by_id = OLD.checked_by_id AND NEW.check_remark = OLD.check_remark"
)


def name_terms(apps, editor):
    """Give the contracts of before the usual terms, with the part after final acceptance as it was."""
    Commitment, Term = (apps.get_model("projects", name) for name in ("Commitment", "PaymentTerm"))
    for commitment in Commitment.objects.filter(terms__isnull=True).order_by("pk"):
        final = Decimal(0) if commitment.line == "maintenance" else FINAL
        titles = PARTS[commitment.line]
        percent = (100 - final) / len(titles)
        parts = [(title, percent, False) for title in titles] + [("终验款", final, True)] * bool(final)
        for position, (title, share, is_final) in enumerate(parts, start=1):
            Term.objects.create(
                commitment=commitment, position=position, title=title, percent=share, is_final=is_final
            )


class Migration(migrations.Migration):
    """Terms stand as they were signed; what is decided on an application never changes."""

    dependencies = [("projects", "0018_payments")]

    operations = [
        migrations.RunPython(name_terms, migrations.RunPython.noop),
        append_only("projects_paymentterm"),
        guarded(
            "projects_paymentapplication",
            "payment_application_decided",
            event="UPDATE",
            unless=f"{_SAME} AND (({_CHECKED}) OR ({_SETTLED}))",
        ),
        guarded("projects_paymentapplication", "payment_application_kept", event="DELETE", unless="1 = 0"),
        never_replaced("projects_paymentterm"),
        never_replaced("projects_paymentapplication"),
    ]
