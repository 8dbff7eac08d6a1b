"""The conditions: what must be true before a step, who makes it true, and where.

Each is one question asked of the app that owns the evidence, through the project's reverse manager;
what "passed" means is decided there, beside the data.
"""

from django.utils.translation import gettext_lazy as _

from egov.accounts.roles import Role
from projects.flow.vocabulary import Condition

OWNER, USER, BUILDER = Role.OWNER_UNIT, Role.USER_UNIT, Role.CONSTRUCTION_ENTITY
OFFICE, FINANCE = Role.INFORMATIZATION_OFFICE, Role.FINANCE_BUREAU
GOVERNMENT, LEADING_GROUP = Role.MUNICIPAL_GOVERNMENT, Role.LEADING_GROUP_OFFICE
SUPERVISOR = Role.SUPERVISOR

plan_open = Condition(
    "plan_open",
    _("Open the plan year for proposals"),
    _("The plan year is open for proposals"),
    lambda p: p.plan is not None and p.plan.is_open,
    OFFICE,
    "projects:plan_of_project",
)
proposal_complete = Condition(
    "proposal_complete",
    _("Complete the proposal"),
    _("The proposal is complete"),
    lambda p: p.proposals.current().is_complete(),
    OWNER,
    "projects:proposal",
)
plan_later = Condition(
    "plan_later",
    _("Choose a later plan year"),
    _("A plan year later than the one that deferred it was chosen"),
    lambda p: p.proposals.moved_to_later_plan(),
    OWNER,
    "projects:repropose",
)
plan_countersigned = Condition(
    "plan_countersigned",
    _("Get the plan signed"),
    _("The plan is signed by the informatization office and the finance bureau"),
    lambda p: p.plan is not None and p.plan.is_countersigned(),
    OFFICE,
    "projects:plan_of_project",
)
plan_fits_fund = Condition(
    "plan_fits_fund",
    _("Bring the plan within the fund"),
    _("The plan's total fits the fund"),
    lambda p: p.plan is not None and p.plan.fits_fund(),
    OFFICE,
    "projects:plan_of_project",
)
included_in_plan = Condition(
    "included_in_plan",
    _("Decide on the proposal"),
    _("The office included the proposal in the plan"),
    lambda p: p.proposals.current().is_included(),
    OFFICE,
    "projects:plan_of_project",
)
application_complete = Condition(
    "application_complete",
    _("Complete the application"),
    _("The application form is complete"),
    lambda p: p.applications.is_complete(),
    OWNER,
    "projects:application",
)
feasibility_report = Condition(
    "feasibility_report",
    _("Attach the feasibility report"),
    _("The feasibility report is attached"),
    lambda p: p.documents.holds("feasibility_report"),
    OWNER,
    "projects:application#section-reports",
)
requirements_report = Condition(
    "requirements_report",
    _("Attach the requirements report"),
    _("The requirements report is attached"),
    lambda p: p.documents.holds("requirements_report"),
    OWNER,
    "projects:application#section-reports",
)
duplicates_answered = Condition(
    "duplicates_answered",
    _("Answer possible duplicates"),
    _("Possible duplicates are answered"),
    lambda p: p.duplicate_hits.all_answered(),
    OWNER,
    "projects:duplicates",
)
argumentation_passed = Condition(
    "argumentation_passed",
    _("Hold the expert argumentation"),
    _("The panel concluded “pass” or “pass after revision”"),
    lambda p: p.panels.argumentation_passed(),
    OFFICE,
    "reviews:project",
)
revision_filed = Condition(
    "revision_filed",
    _("File the revision"),
    _("The revision that the panel asked for is filed"),
    lambda p: p.panels.revision_filed(),
    OWNER,
    "reviews:project",
)
argumentation_failed = Condition(
    "argumentation_failed",
    _("Conclude the argumentation"),
    _("The panel concluded “fail”"),
    lambda p: p.panels.argumentation_failed(),
    OFFICE,
    "reviews:project",
)
decided_to_approve = Condition(
    "decided_to_approve",
    _("Decide on approval"),
    _("The municipal government's decision to approve is on record, with its meeting record"),
    lambda p: p.decisions.approves(),
    GOVERNMENT,
    "projects:approval",
)
construction_entity_named = Condition(
    "construction_entity_named",
    _("Name the construction entity"),
    _("The construction entity is named"),
    lambda p: p.construction_entity_id is not None,
    GOVERNMENT,
    "projects:approval",
)
decided_to_reject = Condition(
    "decided_to_reject",
    _("Record the decision to reject"),
    _("The municipal government's decision to reject is on record, with its meeting record"),
    lambda p: p.decisions.rejects(),
    GOVERNMENT,
    "projects:approval",
)
fund_allocated = Condition(
    "fund_allocated",
    _("Allocate money"),
    _("The finance bureau allocated money from the special fund"),
    lambda p: p.fund_accounts.allocated() > 0,
    FINANCE,
    "projects:money",
)
initiation_issued = Condition(
    "initiation_issued",
    _("Issue the initiation approval"),
    _("The initiation approval is numbered and issued"),
    lambda p: p.initiation_approvals.exists(),
    LEADING_GROUP,
    "projects:initiation",
)
solicitation_published = Condition(
    "solicitation_published",
    _("Publish the solicitation notice"),
    _("The solicitation notice is published"),
    lambda p: p.solicitations.is_published(),
    BUILDER,
    "procurement:solicitation",
)
schemes_received = Condition(
    "schemes_received",
    _("Record the schemes that come in"),
    _("Schemes stand that no panel has failed; otherwise schemes are called for once more"),
    lambda p: p.panels.schemes_ranked() or p.schemes.await_judgment(),
    BUILDER,
    "procurement:schemes",
    due=lambda p: p.solicitations.ends_on(),
)
schemes_ranked = Condition(
    "schemes_ranked",
    _("Hold the scheme review"),
    _("The scheme panel concluded with a ranking"),
    lambda p: p.panels.schemes_ranked(),
    OFFICE,
    "reviews:project",
    opens=lambda p: p.solicitations.ends_on(),
)
scheme_chosen = Condition(
    "scheme_chosen",
    _("Choose the best scheme"),
    _("The best scheme is chosen"),
    lambda p: p.schemes.is_chosen(),
    OFFICE,
    "procurement:schemes",
)
design_filed = Condition(
    "design_filed",
    _("File the optimized design and budget estimate"),
    _("The optimised design and the budget estimate are filed"),
    lambda p: p.designs.is_filed(),
    BUILDER,
    "procurement:design",
)
estimate_within_investment = Condition(
    "estimate_within_investment",
    _("Decide on the estimate's overrun"),
    _("The budget estimate is within the approved investment, or its overrun is approved"),
    lambda p: p.designs.is_within_investment(),
    GOVERNMENT,
    "procurement:design",
)
tender_published = Condition(
    "tender_published",
    _("Publish the tender notice"),
    _("The tender notice is published"),
    lambda p: p.tenders.is_published(),
    BUILDER,
    "procurement:tender",
)
tender_failed = Condition(
    "tender_failed",
    _("Record why the tender failed"),
    _("There are fewer than three valid bids, or the tender is void"),
    lambda p: p.tenders.has_failed(),
    BUILDER,
    "procurement:tender",
    by_date=True,
)
award_published = Condition(
    "award_published",
    _("Open the bids and publish the award"),
    _("The award is published"),
    lambda p: p.tenders.is_awarded(),
    BUILDER,
    "procurement:tender",
    opens=lambda p: p.tenders.opens_on(),
)
contract_within_limits = Condition(
    "contract_within_limits",
    _("Record the contract"),
    _("The contract is on record, within the budget estimate and the allocated fund"),
    lambda p: p.contracts.is_within_limits(),
    BUILDER,
    "procurement:contract",
)
supervisor_assigned = Condition(
    "supervisor_assigned",
    _("Assign the supervisor"),
    _("A supervisor procured by the informatization office is assigned"),
    lambda p: p.supervision_contracts.is_assigned(),
    OFFICE,
    "procurement:supervision",
    due=lambda p: p.contracts.starts_on(),
)
milestones_met = Condition(
    "milestones_met",
    _("Meet the milestones"),
    _("All milestones are met"),
    lambda p: p.milestones.all_met(),
    BUILDER,
    "acceptance:construction",
    due=lambda p: p.milestones.next_planned(),
)
no_blocking_issue = Condition(
    "no_blocking_issue",
    _("Rectify blocking quality issues"),
    _("No blocking quality issue is open"),
    lambda p: not p.quality_issues.is_blocked(),
    BUILDER,
    "acceptance:construction",
    has_own_tasks=True,
)
acceptance_failed = Condition(
    "acceptance_failed",
    _("Record the failed acceptance"),
    _("A failed trial run, preliminary or final acceptance is on record"),
    lambda p: (
        p.trial_runs.has_failed() or p.preliminary_acceptances.has_failed() or p.panels.acceptance_failed()
    ),
    SUPERVISOR,
    "acceptance:acceptance",
)
trial_run_passed = Condition(
    "trial_run_passed",
    _("Conclude the trial run"),
    _("The trial run was long enough and passed"),
    lambda p: p.trial_runs.has_passed(),
    USER,
    "acceptance:acceptance",
    opens=lambda p: p.trial_runs.ends_on(),
)
preliminary_report_filed = Condition(
    "preliminary_report_filed",
    _("File the preliminary acceptance report"),
    _("The supervisor's report on preliminary acceptance is filed and passes"),
    lambda p: p.preliminary_acceptances.has_passed(),
    SUPERVISOR,
    "acceptance:acceptance",
)
acceptance_panel_passed = Condition(
    "acceptance_panel_passed",
    _("Hold the acceptance review"),
    _("The acceptance panel concluded “pass”"),
    lambda p: p.panels.acceptance_passed(),
    OFFICE,
    "reviews:project",
    due=lambda p: p.trial_runs.acceptance_due_on(),
)
sub_acceptances_passed = Condition(
    "sub_acceptances_passed",
    _("Complete the sub-acceptances"),
    _("Every sub-acceptance (technical, financial, archive, security, data sharing) passed"),
    lambda p: p.sub_acceptances.all_passed(),
    OFFICE,
    "acceptance:acceptance",
    due=lambda p: p.trial_runs.acceptance_due_on(),
)
maintenance_arranged = Condition(
    "maintenance_arranged",
    _("Arrange operation and maintenance"),
    _("The operation and maintenance arrangement is named"),
    lambda p: p.maintenance_arrangements.exists(),
    USER,
    "acceptance:operation",
)
scores_in = Condition(
    "scores_in",
    _("Collect the five parties' scores"),
    _("All five parties have scored"),
    lambda p: p.evaluations.is_scored(),
    OFFICE,
    "acceptance:operation",
    due=lambda p: p.evaluations.due_on(p),
)
grade_computed = Condition(
    "grade_computed",
    _("Compute the grade"),
    _("The grade is computed"),
    lambda p: p.evaluations.is_graded(),
    OFFICE,
    "acceptance:operation",
)
retirement_explained = Condition(
    "retirement_explained",
    _("Name a successor or a reason"),
    _("A successor or a reason is named"),
    lambda p: p.successor_id is not None or bool(p.retirement_reason),
    USER,
    "acceptance:operation",
)
decided_to_terminate = Condition(
    "decided_to_terminate",
    _("Decide on termination"),
    _("The municipal government's decision to terminate is on record"),
    lambda p: p.decisions.terminates(),
    GOVERNMENT,
    "projects:approval",
)
