"""Who may do what: one table from role to permissions.

A role is held through the kind of the organization one acts for, through that organization's
relation to a project (owner, user, construction entity, supervisor), through a seat on a panel, or,
for the three administrators, by the person. Steps of the flow name their parties themselves
(``projects/flow.py``); the permissions here are for everything that is not a step.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import GOVERNMENT_KINDS, AdminRole, OrganizationKind


class Role(TextChoices):
    UNIT = "unit", _("Government unit")
    OWNER_UNIT = "owner_unit", _("Owner unit")
    USER_UNIT = "user_unit", _("User unit")
    CONSTRUCTION_ENTITY = "construction_entity", _("Construction entity")
    INFORMATIZATION_OFFICE = "informatization_office", _("Informatization office")
    FINANCE_BUREAU = "finance_bureau", _("Finance bureau")
    MUNICIPAL_GOVERNMENT = "municipal_government", _("Municipal government")
    LEADING_GROUP_OFFICE = "leading_group_office", _("Office of the informatization leading group")
    SUPERVISION_BUREAU = "supervision_bureau", _("Supervision bureau")
    AUDIT_BUREAU = "audit_bureau", _("Audit bureau")
    EXPERT = "expert", _("Expert")
    SUPERVISOR = "supervisor", _("Supervisor")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


class Permission(StrEnum):
    PROPOSE = "propose"
    MANAGE_PLAN = "manage_plan"
    SIGN_PLAN = "sign_plan"
    EDIT_APPLICATION = "edit_application"
    ATTACH_DOCUMENT = "attach_document"
    MANAGE_EXPERTS = "manage_experts"
    FORM_PANEL = "form_panel"
    FILE_OPINION = "file_opinion"
    REQUEST_APPROVAL = "request_approval"
    DECIDE_APPROVAL = "decide_approval"
    ISSUE_INITIATION = "issue_initiation"
    ARRANGE_FUND = "arrange_fund"
    MANAGE_FUND = "manage_fund"
    RUN_PROCUREMENT = "run_procurement"
    CHOOSE_SCHEME = "choose_scheme"
    ASSIGN_SUPERVISOR = "assign_supervisor"
    APPROVE_CHANGE = "approve_change"
    REPORT_PROGRESS = "report_progress"
    REPORT_SUPERVISION = "report_supervision"
    RECORD_QUALITY_ISSUE = "record_quality_issue"
    LOG_TRIAL_RUN = "log_trial_run"
    CONCLUDE_TRIAL_RUN = "conclude_trial_run"
    ACCEPT_PRELIMINARILY = "accept_preliminarily"
    RUN_ACCEPTANCE = "run_acceptance"
    ARRANGE_MAINTENANCE = "arrange_maintenance"
    SCORE_EVALUATION = "score_evaluation"
    MANAGE_EVALUATION = "manage_evaluation"
    EXPLAIN_RETIREMENT = "explain_retirement"
    READ_TRAIL = "read_trail"
    KEEP_FINDINGS = "keep_findings"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_POLICY = "manage_policy"


@dataclass(frozen=True)
class RoleSpec:
    description: Any
    permissions: frozenset[Permission]


def _spec(description: Any, *permissions: Permission) -> RoleSpec:
    return RoleSpec(description, frozenset(permissions))


P = Permission
ROLES: dict[Role, RoleSpec] = {
    Role.UNIT: _spec(_("May propose projects of its own."), P.PROPOSE),
    Role.OWNER_UNIT: _spec(
        _("Proposes the project and applies for it."),
        P.EDIT_APPLICATION,
        P.ATTACH_DOCUMENT,
    ),
    Role.USER_UNIT: _spec(
        _("Uses the system, confirms its scheme, operates and maintains it."),
        P.ATTACH_DOCUMENT,
        P.RECORD_QUALITY_ISSUE,
        P.LOG_TRIAL_RUN,
        P.CONCLUDE_TRIAL_RUN,
        P.ARRANGE_MAINTENANCE,
        P.SCORE_EVALUATION,
        P.EXPLAIN_RETIREMENT,
    ),
    Role.CONSTRUCTION_ENTITY: _spec(
        _("Named by the approval; solicits, tenders, contracts and builds."),
        P.ATTACH_DOCUMENT,
        P.RUN_PROCUREMENT,
        P.REPORT_PROGRESS,
        P.LOG_TRIAL_RUN,
    ),
    Role.INFORMATIZATION_OFFICE: _spec(
        _("Leads the process: plan, argumentation, scheme review, supervision, acceptance."),
        P.MANAGE_PLAN,
        P.SIGN_PLAN,
        P.ARRANGE_FUND,
        P.ATTACH_DOCUMENT,
        P.MANAGE_EXPERTS,
        P.FORM_PANEL,
        P.REQUEST_APPROVAL,
        P.CHOOSE_SCHEME,
        P.ASSIGN_SUPERVISOR,
        P.APPROVE_CHANGE,
        P.RECORD_QUALITY_ISSUE,
        P.RUN_ACCEPTANCE,
        P.MANAGE_EVALUATION,
        P.SCORE_EVALUATION,
        P.EXPLAIN_RETIREMENT,
    ),
    Role.FINANCE_BUREAU: _spec(
        _("Manages the special fund and signs with the informatization office."),
        P.SIGN_PLAN,
        P.ATTACH_DOCUMENT,
        P.ARRANGE_FUND,
        P.MANAGE_FUND,
        P.SCORE_EVALUATION,
    ),
    Role.MUNICIPAL_GOVERNMENT: _spec(
        _("Decides on approval and names the construction entity."), P.ATTACH_DOCUMENT, P.DECIDE_APPROVAL
    ),
    Role.LEADING_GROUP_OFFICE: _spec(
        _("Numbers and issues the initiation approval."), P.ATTACH_DOCUMENT, P.ISSUE_INITIATION
    ),
    Role.SUPERVISION_BUREAU: _spec(
        _("Reads everything of the jurisdiction; scores and signs evaluations."),
        P.READ_TRAIL,
        P.KEEP_FINDINGS,
        P.SCORE_EVALUATION,
    ),
    Role.AUDIT_BUREAU: _spec(
        _("Reads everything of the jurisdiction; scores and signs evaluations."),
        P.READ_TRAIL,
        P.KEEP_FINDINGS,
        P.SCORE_EVALUATION,
    ),
    Role.EXPERT: _spec(_("Sits on panels and files opinions."), P.FILE_OPINION),
    Role.SUPERVISOR: _spec(
        _("Supervises construction and accepts preliminarily."),
        P.ATTACH_DOCUMENT,
        P.REPORT_SUPERVISION,
        P.RECORD_QUALITY_ISSUE,
        P.LOG_TRIAL_RUN,
        P.ACCEPT_PRELIMINARILY,
    ),
    Role.SYSTEM_ADMIN: _spec(_("Manages accounts and organizations."), P.MANAGE_ACCOUNTS),
    Role.SECURITY_ADMIN: _spec(_("Manages policy parameters and permissions."), P.MANAGE_POLICY),
    Role.AUDIT_ADMIN: _spec(_("Reads the logs."), P.READ_TRAIL),
}

_KINDS_OF_THEIR_OWN: dict[str, Role] = {
    OrganizationKind.INFORMATIZATION_OFFICE: Role.INFORMATIZATION_OFFICE,
    OrganizationKind.FINANCE_BUREAU: Role.FINANCE_BUREAU,
    OrganizationKind.MUNICIPAL_GOVERNMENT: Role.MUNICIPAL_GOVERNMENT,
    OrganizationKind.LEADING_GROUP_OFFICE: Role.LEADING_GROUP_OFFICE,
    OrganizationKind.SUPERVISION_BUREAU: Role.SUPERVISION_BUREAU,
    OrganizationKind.AUDIT_BUREAU: Role.AUDIT_BUREAU,
}

ROLES_OF_KIND: dict[str, frozenset[Role]] = {
    kind: frozenset({Role.UNIT} | ({own} if (own := _KINDS_OF_THEIR_OWN.get(kind)) else set()))
    for kind in GOVERNMENT_KINDS
}
"""Roles held through the kind alone; the others need a relation to a project or a panel."""

ROLES_OF_ADMIN: dict[str, frozenset[Role]] = {
    AdminRole.SYSTEM: frozenset({Role.SYSTEM_ADMIN}),
    AdminRole.SECURITY: frozenset({Role.SECURITY_ADMIN}),
    AdminRole.AUDIT: frozenset({Role.AUDIT_ADMIN}),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return everything that holders of ``roles`` may do."""
    return frozenset().union(*(ROLES[role].permissions for role in roles))
