from procurement.forms.contracts import ContractForm, SupervisionForm
from procurement.forms.fields import ReasonForm, UsccField
from procurement.forms.notices import ClarificationForm, SolicitationForm, TenderForm
from procurement.forms.schemes import ChoiceForm, DesignForm, OverrunForm, SchemeForm
from procurement.forms.tenders import AwardForm, BidForm, JudgmentForm, OpeningForm, ResultForm

__all__ = [
    "AwardForm",
    "BidForm",
    "ChoiceForm",
    "ClarificationForm",
    "ContractForm",
    "DesignForm",
    "JudgmentForm",
    "OpeningForm",
    "OverrunForm",
    "ReasonForm",
    "ResultForm",
    "SchemeForm",
    "SolicitationForm",
    "SupervisionForm",
    "TenderForm",
    "UsccField",
]
