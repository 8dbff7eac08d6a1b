from reviews.models.credit import CreditRecord
from reviews.models.criteria import Criterion
from reviews.models.draws import Abandonment, CandidateList, Draw, DrawResult
from reviews.models.experts import Expert
from reviews.models.fees import Fee, FeeList
from reviews.models.marks import Mark, OpinionDraft
from reviews.models.opinions import Assessment, Dimension, Finding, Opinion, Verdict
from reviews.models.panels import Panel, PanelMember
from reviews.models.ratings import Rating, suggests_suspension
from reviews.models.resolutions import PanelSignature, Resolution
from reviews.models.sheets import MarkSheet
from reviews.models.specialties import Specialty
from reviews.models.subjects import PanelSubject
from reviews.models.tallies import tally_of
from reviews.models.tally import Tally
from reviews.models.ties import Tie

__all__ = [
    "Abandonment",
    "Assessment",
    "CandidateList",
    "CreditRecord",
    "Criterion",
    "Dimension",
    "Draw",
    "DrawResult",
    "Expert",
    "Fee",
    "FeeList",
    "Finding",
    "Mark",
    "MarkSheet",
    "Opinion",
    "OpinionDraft",
    "Panel",
    "PanelMember",
    "PanelSignature",
    "PanelSubject",
    "Rating",
    "Resolution",
    "Specialty",
    "Tally",
    "Tie",
    "Verdict",
    "suggests_suspension",
    "tally_of",
]
