from reviews.models.credit import CreditRecord
from reviews.models.experts import Expert
from reviews.models.opinions import Assessment, Dimension, Finding, Opinion, Rank, Verdict
from reviews.models.panels import Dissent, Panel, PanelMember, PanelSubject
from reviews.models.specialties import Specialty
from reviews.models.ties import Tie

__all__ = [
    "Assessment",
    "CreditRecord",
    "Dimension",
    "Dissent",
    "Expert",
    "Finding",
    "Opinion",
    "Panel",
    "PanelMember",
    "PanelSubject",
    "Rank",
    "Specialty",
    "Tie",
    "Verdict",
]
