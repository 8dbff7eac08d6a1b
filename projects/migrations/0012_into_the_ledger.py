from decimal import Decimal

from django.db import migrations


def _organization(apps, jurisdiction_id):
    organizations = apps.get_model("accounts", "Organization").objects
    return organizations.filter(jurisdiction_id=jurisdiction_id, kind="finance_bureau").order_by("pk").first()


def carry(apps, editor):
    """Write what funds had and gave as entries of the ledger, in the finance bureau's name.

    The guards come with a later migration, so the balances are written here once, beside their entries.
    """
    Fund, Account, Entry = (
        apps.get_model("projects", name) for name in ("SpecialFund", "FundAccount", "LedgerEntry")
    )
    Membership = apps.get_model("accounts", "Membership")
    for fund in Fund.objects.order_by("pk"):
        given = list(fund.allocations.order_by("pk"))
        bureau = _organization(apps, fund.jurisdiction_id)
        member = Membership.objects.filter(organization=bureau).order_by("pk").first()
        user_id = given[0].allocated_by_id if given else (member.user_id if member else None)
        if bureau is None or user_id is None:
            continue
        common = {"fund": fund, "organization": bureau, "sign": 1}

        def post(account, kind, amount, user, reason, *, of=common, entries=Entry, **more):
            entry = entries(
                account=account,
                kind=kind,
                figure=account.figure,
                line=account.line,
                project_id=account.project_id,
                amount=amount,
                user_id=user,
                reason=reason,
                **of,
                **more,
            )
            entry.save()
            account.amount_fen += int(amount * 100)
            account.last_entry_id = entry.pk
            account.save()

        top = Account.objects.create(fund=fund, figure="appropriated")
        post(top, "appropriation", fund.amount, user_id, "由年度专项资金转入")
        line = Account.objects.create(fund=fund, figure="earmarked", line="construction", parent=top)
        post(line, "earmark", fund.amount, user_id, "由年度专项资金转入")
        top.used_fen = int(fund.amount * 100)
        top.save()
        for one in given:
            account, _made = Account.objects.get_or_create(
                fund=fund,
                figure="allocated",
                line="construction",
                project_id=one.project_id,
                defaults={"parent": line},
            )
            post(account, "allocation", one.amount, one.allocated_by_id, one.reason, at=one.allocated_at)
            line.used_fen += int(one.amount * Decimal(100))
            line.save()


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_ledger"), ("accounts", "0001_initial")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
