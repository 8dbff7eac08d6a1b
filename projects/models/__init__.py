from projects.models.application import Application, ApplicationSubmission, Correction
from projects.models.approval import ApprovalRequest, Decision, InitiationApproval
from projects.models.documents import Document, DocumentKind, DocumentVersion
from projects.models.duplicates import DuplicateHit, Shingle
from projects.models.following import Follow
from projects.models.fund import Allocation, SpecialFund
from projects.models.numbers import NumberSequence
from projects.models.plan import PLAN_PARTIES, AnnualPlan
from projects.models.project import Category, ConstructionType, Project, ProjectUserObjectPermission
from projects.models.proposal import (
    CostItem,
    CostLine,
    FundingLine,
    FundingSource,
    Proposal,
    ProposalImport,
)
from projects.models.records import Signature, Task, TaskKind, Transition
from projects.models.search import SearchEntry, SearchPiece

__all__ = [
    "PLAN_PARTIES",
    "Allocation",
    "AnnualPlan",
    "Application",
    "ApplicationSubmission",
    "ApprovalRequest",
    "Category",
    "ConstructionType",
    "Correction",
    "CostItem",
    "CostLine",
    "Decision",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "DuplicateHit",
    "Follow",
    "FundingLine",
    "FundingSource",
    "InitiationApproval",
    "NumberSequence",
    "Project",
    "ProjectUserObjectPermission",
    "Proposal",
    "ProposalImport",
    "SearchEntry",
    "SearchPiece",
    "Shingle",
    "Signature",
    "SpecialFund",
    "Task",
    "TaskKind",
    "Transition",
]
