from procurement.models.contracts import Contract, Limit, SupervisionContract, limits_of
from procurement.models.notices import Clarification, Notice, Solicitation
from procurement.models.schemes import Design, DesignCostLine, Scheme, places_of
from procurement.models.suppliers import Supplier
from procurement.models.tenders import Award, Bid, ProcurementMethod, Tender

__all__ = [
    "Award",
    "Bid",
    "Clarification",
    "Contract",
    "Design",
    "DesignCostLine",
    "Limit",
    "Notice",
    "ProcurementMethod",
    "Scheme",
    "Solicitation",
    "SupervisionContract",
    "Supplier",
    "Tender",
    "limits_of",
    "places_of",
]
