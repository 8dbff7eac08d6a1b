from reviews.models.experts import Expert
from reviews.models.opinions import Assessment, Dimension, Finding, Opinion, Rank, Verdict
from reviews.models.panels import Dissent, Panel, PanelMember, PanelSubject

__all__ = [
    "Assessment",
    "Dimension",
    "Dissent",
    "Expert",
    "Finding",
    "Opinion",
    "Panel",
    "PanelMember",
    "PanelSubject",
    "Rank",
    "Verdict",
]
