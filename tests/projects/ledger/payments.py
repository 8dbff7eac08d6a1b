"""Applications for payment on their way, made by the deeds themselves."""

from decimal import Decimal

from projects.actions.ledger.applying import accept_payment, apply_for_payment
from projects.models import Commitment, PaymentApplication, Project
from tests.factories import City, make_actor
from tests.uploads import upload


def applied(city: City, commitment: Commitment, position: int = 1, **fields) -> PaymentApplication:
    """Apply for a term; by default for 150,000 yuan, by the construction entity."""
    defaults = {
        "amount": Decimal("150000.00"),
        "invoice_number": "24332000000012345678",
        "statement": "合同已签订，按约定申请首付款。",
        "upload": upload("发票.pdf"),
    }
    by = fields.pop("by", None) or city.actor("construction_entity")
    return apply_for_payment(term=commitment.terms.get(position=position), by=by, **{**defaults, **fields})


def accepted(city: City, commitment: Commitment, position: int = 1, **fields) -> PaymentApplication:
    application = applied(city, commitment, position, **fields)
    accept_payment(application=application, remark="节点已完成。", by=city.actor("supervisor"))
    application.refresh_from_db()
    return application


def pass_acceptance(city: City, project: Project, step: str = "pass_final_acceptance") -> None:
    """Let the project have taken the step, without the deeds that lead there."""
    office = city.actor("informatization_office")
    project.transitions.model(
        project=project,
        sequence=project.visit + 1000,
        step=step,
        source="preliminarily_accepted",
        target="accepted",
        user=office.user,
        organization=office.organization,
    ).save()


def colleague(city: City, role: str):
    """Return another person of the same organization, handler and signatory."""
    return make_actor(city.organization(role))
