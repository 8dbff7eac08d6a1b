from projects.models.application import Application, ApplicationSubmission, Correction
from projects.models.approval import ApprovalRequest, Decision, InitiationApproval
from projects.models.arrangements import FUND_PARTIES, ArrangementItem, ArrangementSignature, FundArrangement
from projects.models.commitments import Commitment
from projects.models.documents import Document, DocumentKind, DocumentVersion
from projects.models.duplicates import DuplicateHit, Shingle
from projects.models.following import Follow
from projects.models.fund import Figure, FundAccount, FundLine, SpecialFund, yuan_of
from projects.models.ledger import GIVING, EntryKind, LedgerEntry
from projects.models.numbers import NumberSequence
from projects.models.papers import IssuedPaper, PaperKind
from projects.models.payments import PAYMENT_PARTIES, PaymentApplication, PaymentTerm
from projects.models.plan import PLAN_PARTIES, AnnualPlan
from projects.models.project import Category, ConstructionType, Project, ProjectUserObjectPermission
from projects.models.proofs import LedgerProof
from projects.models.proposal import (
    CostItem,
    CostLine,
    FundingLine,
    FundingSource,
    Proposal,
    ProposalImport,
    Recommendation,
)
from projects.models.records import Signature, Task, TaskKind, Transition
from projects.models.search import SearchEntry, SearchPiece

__all__ = [
    "FUND_PARTIES",
    "GIVING",
    "PAYMENT_PARTIES",
    "PLAN_PARTIES",
    "AnnualPlan",
    "Application",
    "ApplicationSubmission",
    "ApprovalRequest",
    "ArrangementItem",
    "ArrangementSignature",
    "Category",
    "Commitment",
    "ConstructionType",
    "Correction",
    "CostItem",
    "CostLine",
    "Decision",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "DuplicateHit",
    "EntryKind",
    "Figure",
    "Follow",
    "FundAccount",
    "FundArrangement",
    "FundLine",
    "FundingLine",
    "FundingSource",
    "InitiationApproval",
    "IssuedPaper",
    "LedgerEntry",
    "LedgerProof",
    "NumberSequence",
    "PaperKind",
    "PaymentApplication",
    "PaymentTerm",
    "Project",
    "ProjectUserObjectPermission",
    "Proposal",
    "ProposalImport",
    "Recommendation",
    "SearchEntry",
    "SearchPiece",
    "Shingle",
    "Signature",
    "SpecialFund",
    "Task",
    "TaskKind",
    "Transition",
    "yuan_of",
]
