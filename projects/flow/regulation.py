"""The regulation in Python: one method per step, in the order of the process.

Read it top to bottom: it follows the notice row by row. A step stamps only its own row; whatever
else happens belongs to the action that calls ``projects.actions.advance``.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from egov.accounts.roles import Role
from projects.flow import conditions as c
from projects.flow.vocabulary import (
    Condition,
    Day,
    Party,
    Stage,
    Step,
    Usage,
    at_any_time,
    member,
    not_known,
    signatory,
)

OWNER, USER, BUILDER = Role.OWNER_UNIT, Role.USER_UNIT, Role.CONSTRUCTION_ENTITY
OFFICE, FINANCE = Role.INFORMATIZATION_OFFICE, Role.FINANCE_BUREAU
GOVERNMENT, LEADING_GROUP = Role.MUNICIPAL_GOVERNMENT, Role.LEADING_GROUP_OFFICE
SUPERVISION, AUDIT, SUPERVISOR = Role.SUPERVISION_BUREAU, Role.AUDIT_BUREAU, Role.SUPERVISOR

TERMINABLE = (
    Stage.PLANNED,
    Stage.SUBMITTED,
    Stage.RETURNED,
    Stage.UNDER_ARGUMENTATION,
    Stage.ARGUED,
    Stage.AWAITING_APPROVAL,
    Stage.APPROVED,
    Stage.INITIATED,
    Stage.SOLICITING,
    Stage.SCHEME_SELECTED,
    Stage.SCHEME_CONFIRMED,
    Stage.TENDERING,
    Stage.CONTRACTED,
    Stage.UNDER_CONSTRUCTION,
)

_Method = TypeVar("_Method", bound=Callable[..., Any])


def step(
    *,
    source: Collection[Stage],
    target: Stage | tuple[Stage, ...],
    who: Collection[Party],
    label: Any,
    clause: str,
    effect: Any,
    conditions: Collection[Condition] = (),
    joint: bool = False,
    needs_reason: bool = False,
    usage: Usage = Usage.USUAL,
    page: str = "projects:step",
    due: Day = not_known,
    timely: Callable[[Any], bool] = at_any_time,
) -> Callable[[_Method], _Method]:
    """Declare a method of the flow as a step: django-fsm's ``transition``, with what we show of it.

    With several targets the method returns the one that its evidence calls for.
    """

    def declare(method: _Method) -> _Method:
        targets = target if isinstance(target, tuple) else (target,)
        spec = Step(
            name=method.__name__,
            label=label,
            clause=clause,
            sources=tuple(source),
            targets=targets,
            who=tuple(who),
            joint=joint,
            conditions=tuple(conditions),
            needs_reason=needs_reason,
            usage=usage,
            page=page,
            effect=effect,
            due=due,
            timely=timely,
        )
        fsm_target = targets[0] if len(targets) == 1 else RETURN_VALUE(*targets)
        decorated: _Method = transition(
            "stage",
            source=list(source),
            target=fsm_target,
            conditions=list(conditions),
            custom={"step": spec},
        )(method)
        return decorated

    return declare


class ProjectFlow(models.Model):
    """The stage of a project and the only ways it changes. Call them through ``advance`` alone."""

    stage = FSMField(
        _("stage"), max_length=30, choices=Stage.choices, default=Stage.DRAFT, protected=True, editable=False
    )

    class Meta:
        abstract = True

    @step(
        source=[Stage.DRAFT],
        target=Stage.PROPOSED,
        who=[member(OWNER)],
        label=_("Propose"),
        clause="三(一)",
        conditions=[c.plan_open, c.proposal_complete],
        page="projects:proposal",
        effect=_("The proposal goes to the informatization office for the plan of the year."),
        timely=lambda p: p.jurisdiction.plans.open_to(p).exists(),
    )
    def propose(self) -> None: ...

    @step(
        source=[Stage.PROPOSED],
        target=Stage.PLANNED,
        who=[member(OFFICE)],
        label=_("Include in plan"),
        clause="三(一)",
        conditions=[c.included_in_plan, c.plan_countersigned, c.plan_fits_fund],
        page="projects:plan_of_project",
        effect=_("With the plan's publication the owner unit can apply."),
    )
    def include_in_plan(self) -> None: ...

    @step(
        source=[Stage.PROPOSED],
        target=Stage.DEFERRED,
        who=[member(OFFICE)],
        label=_("Defer"),
        clause="三(一)",
        needs_reason=True,
        usage=Usage.EXCEPTIONAL,
        page="projects:plan_of_project",
        effect=_("The project leaves this year's plan; the owner unit may propose it for a later year."),
    )
    def defer(self) -> None: ...

    @step(
        source=[Stage.DEFERRED],
        target=Stage.PROPOSED,
        who=[member(OWNER)],
        label=_("Propose again"),
        clause="三(一)",
        conditions=[c.plan_later, c.plan_open, c.proposal_complete],
        page="projects:repropose",
        effect=_("The proposal goes to the informatization office for the chosen plan year."),
        timely=lambda p: p.jurisdiction.plans.open_to(p).exists(),
    )
    def repropose(self) -> None: ...

    @step(
        source=[Stage.PLANNED, Stage.RETURNED],
        target=Stage.SUBMITTED,
        who=[signatory(OWNER)],
        label=_("Submit application"),
        clause="三(二)1",
        conditions=[
            c.application_complete,
            c.feasibility_report,
            c.requirements_report,
            c.duplicates_answered,
        ],
        page="projects:submit_application",
        effect=_("The application is signed for the unit, goes to the office and can no longer be edited."),
    )
    def submit_application(self) -> None: ...

    @step(
        source=[Stage.SUBMITTED],
        target=Stage.RETURNED,
        who=[member(OFFICE)],
        label=_("Return for correction"),
        clause="三(二)1",
        needs_reason=True,
        usage=Usage.EXCEPTIONAL,
        page="projects:return_application",
        effect=_("The owner unit corrects the marked fields and submits again."),
    )
    def return_application(self) -> None: ...

    @step(
        source=[Stage.SUBMITTED],
        target=Stage.UNDER_ARGUMENTATION,
        who=[member(OFFICE)],
        label=_("Accept application"),
        clause="三(二)1",
        effect=_("The application goes to expert argumentation."),
    )
    def accept_application(self) -> None: ...

    @step(
        source=[Stage.UNDER_ARGUMENTATION],
        target=Stage.ARGUED,
        who=[signatory(OFFICE), signatory(FINANCE)],
        joint=True,
        label=_("Sign: argumentation passed"),
        clause="三(二)2",
        conditions=[c.argumentation_passed, c.revision_filed],
        effect=_("With both signatures the project can be submitted to the municipal government."),
    )
    def pass_argumentation(self) -> None: ...

    @step(
        source=[Stage.UNDER_ARGUMENTATION],
        target=(Stage.RETURNED, Stage.REJECTED),
        who=[signatory(OFFICE), signatory(FINANCE)],
        joint=True,
        label=_("Sign: argumentation failed"),
        clause="三(二)2",
        conditions=[c.argumentation_failed],
        needs_reason=True,
        usage=Usage.ALTERNATIVE,
        effect=_(
            "With both signatures the application is returned or, where the panel said so, rejected for good."
        ),
    )
    def fail_argumentation(self: Any) -> Stage:
        return Stage.REJECTED if self.panels.argumentation_rejects() else Stage.RETURNED

    @step(
        source=[Stage.ARGUED],
        target=Stage.AWAITING_APPROVAL,
        who=[member(OFFICE)],
        label=_("Submit for approval"),
        clause="三(二)3",
        page="projects:request_approval",
        effect=_("The request goes to the municipal government."),
    )
    def submit_for_approval(self) -> None: ...

    @step(
        source=[Stage.AWAITING_APPROVAL],
        target=Stage.APPROVED,
        who=[signatory(GOVERNMENT)],
        label=_("Approve"),
        clause="三(二)3",
        conditions=[c.decided_to_approve, c.construction_entity_named],
        page="projects:decide",
        effect=_(
            "The construction entity is bound; the leading group office issues the initiation approval."
        ),
    )
    def approve(self) -> None: ...

    @step(
        source=[Stage.AWAITING_APPROVAL],
        target=Stage.REJECTED,
        who=[signatory(GOVERNMENT)],
        label=_("Reject"),
        clause="三(二)3",
        conditions=[c.decided_to_reject],
        needs_reason=True,
        usage=Usage.EXCEPTIONAL,
        page="projects:decide",
        effect=_("The project ends here."),
    )
    def reject(self) -> None: ...

    @step(
        source=[Stage.APPROVED],
        target=Stage.INITIATED,
        who=[signatory(LEADING_GROUP)],
        label=_("Issue initiation approval"),
        clause="三(二)3",
        conditions=[c.construction_entity_named, c.fund_allocated, c.initiation_issued],
        page="projects:issue_initiation",
        effect=_("The approval gets its number and is issued; it cannot be taken back."),
    )
    def issue_initiation(self) -> None: ...

    @step(
        source=[Stage.INITIATED],
        target=Stage.SOLICITING,
        who=[member(BUILDER)],
        label=_("Open solicitation"),
        clause="三(三)1",
        conditions=[c.solicitation_published],
        page="procurement:solicitation",
        effect=_("The solicitation notice is public and schemes can be filed."),
    )
    def open_solicitation(self) -> None: ...

    @step(
        source=[Stage.SOLICITING],
        target=Stage.SCHEME_SELECTED,
        who=[signatory(OFFICE), signatory(FINANCE)],
        joint=True,
        label=_("Sign: scheme selected"),
        clause="三(三)1",
        conditions=[c.schemes_received, c.schemes_ranked, c.scheme_chosen],
        effect=_("With both signatures the author of the chosen scheme optimises the design."),
    )
    def select_scheme(self) -> None: ...

    @step(
        source=[Stage.SCHEME_SELECTED],
        target=Stage.SCHEME_CONFIRMED,
        who=[signatory(OFFICE), signatory(USER)],
        joint=True,
        label=_("Confirm scheme jointly"),
        clause="三(三)1–2",
        conditions=[c.design_filed, c.estimate_within_investment],
        effect=_("With both signatures the tender can begin."),
    )
    def confirm_scheme(self) -> None: ...

    @step(
        source=[Stage.SCHEME_CONFIRMED],
        target=Stage.TENDERING,
        who=[member(BUILDER)],
        label=_("Open tender"),
        clause="三(三)2",
        conditions=[c.tender_published],
        page="procurement:tender",
        effect=_("The tender notice is public and bids can be received."),
    )
    def open_tender(self) -> None: ...

    @step(
        source=[Stage.TENDERING],
        target=Stage.SCHEME_CONFIRMED,
        who=[member(BUILDER)],
        label=_("Declare the tender failed"),
        clause="三(三)2",
        conditions=[c.tender_failed],
        needs_reason=True,
        usage=Usage.ALTERNATIVE,
        page="procurement:fail_tender",
        effect=_("The tender ends without award; a new one can be opened."),
    )
    def fail_tender(self) -> None: ...

    @step(
        source=[Stage.TENDERING],
        target=Stage.CONTRACTED,
        who=[signatory(BUILDER)],
        label=_("Sign contract"),
        clause="三(三)2",
        conditions=[c.award_published, c.contract_within_limits],
        page="procurement:contract",
        effect=_("The contract binds; its amount is committed from the fund."),
    )
    def sign_contract(self) -> None: ...

    @step(
        source=[Stage.CONTRACTED],
        target=Stage.UNDER_CONSTRUCTION,
        who=[member(BUILDER)],
        label=_("Start construction"),
        clause="三(三)3–4",
        conditions=[c.supervisor_assigned],
        effect=_("Construction starts under supervision."),
        due=lambda p: p.contracts.starts_on(),
    )
    def start_construction(self) -> None: ...

    @step(
        source=[Stage.UNDER_CONSTRUCTION],
        target=Stage.TRIAL_RUN,
        who=[member(BUILDER)],
        label=_("Start trial run"),
        clause="三(四)1",
        conditions=[c.milestones_met, c.no_blocking_issue],
        page="acceptance:start_trial_run",
        effect=_("The clock of the trial run starts today."),
        due=lambda p: p.milestones.last_planned(),
    )
    def start_trial_run(self) -> None: ...

    @step(
        source=[Stage.TRIAL_RUN, Stage.PRELIMINARILY_ACCEPTED],
        target=Stage.UNDER_CONSTRUCTION,
        who=[member(SUPERVISOR), member(OFFICE)],
        label=_("Return to construction"),
        clause="三(四)1",
        conditions=[c.acceptance_failed],
        needs_reason=True,
        usage=Usage.ALTERNATIVE,
        page="acceptance:return_to_construction",
        effect=_("What failed must be rectified and closed; then trial run and acceptance start again."),
    )
    def return_to_construction(self) -> None: ...

    @step(
        source=[Stage.TRIAL_RUN],
        target=Stage.PRELIMINARILY_ACCEPTED,
        who=[signatory(SUPERVISOR)],
        label=_("Pass preliminary acceptance"),
        clause="三(四)1",
        conditions=[c.trial_run_passed, c.preliminary_report_filed],
        effect=_("The office can organize the final acceptance."),
    )
    def pass_preliminary_acceptance(self) -> None: ...

    @step(
        source=[Stage.PRELIMINARILY_ACCEPTED],
        target=Stage.ACCEPTED,
        who=[signatory(OFFICE)],
        label=_("Pass final acceptance"),
        clause="三(四)1",
        conditions=[c.sub_acceptances_passed, c.acceptance_panel_passed],
        effect=_("The user unit may put the system into use."),
    )
    def pass_final_acceptance(self) -> None: ...

    @step(
        source=[Stage.ACCEPTED],
        target=Stage.IN_USE,
        who=[signatory(USER)],
        label=_("Put into use"),
        clause="三(四)1–2",
        conditions=[c.maintenance_arranged],
        effect=_("The system is in formal use; operation and maintenance begin."),
    )
    def put_into_use(self) -> None: ...

    @step(
        source=[Stage.IN_USE],
        target=Stage.EVALUATED,
        who=[
            signatory(OFFICE),
            signatory(FINANCE),
            signatory(SUPERVISION),
            signatory(AUDIT),
            signatory(USER),
        ],
        joint=True,
        label=_("Sign the evaluation"),
        clause="三(四)3",
        conditions=[c.scores_in, c.grade_computed],
        effect=_("With all five signatures the grade is published."),
    )
    def publish_evaluation(self) -> None: ...

    @step(
        source=[Stage.IN_USE, Stage.EVALUATED],
        target=Stage.RETIRED,
        who=[signatory(USER), signatory(OFFICE)],
        joint=True,
        label=_("Retire"),
        clause="–",
        conditions=[c.retirement_explained],
        usage=Usage.EXCEPTIONAL,
        effect=_("With both signatures the system goes out of service."),
    )
    def retire(self) -> None: ...

    @step(
        source=TERMINABLE,
        target=Stage.TERMINATED,
        who=[signatory(OFFICE)],
        label=_("Terminate"),
        clause="–",
        conditions=[c.decided_to_terminate],
        needs_reason=True,
        usage=Usage.EXCEPTIONAL,
        effect=_("The project ends; what is committed is released."),
    )
    def terminate(self) -> None: ...


def _declared_steps() -> dict[str, Step]:
    # Through the class body, for its order: django-fsm's own list has none.
    metas = [getattr(attribute, "_django_fsm", None) for attribute in vars(ProjectFlow).values()]
    specs = [next(iter(meta.transitions.values())).custom["step"] for meta in metas if meta]
    return {spec.name: spec for spec in specs}


STEPS: dict[str, Step] = _declared_steps()
"""All steps, in the order of the regulation."""

CONDITIONS: dict[str, Condition] = {one.name: one for spec in STEPS.values() for one in spec.conditions}


def steps_from(stage: str) -> list[Step]:
    """Return the steps that leave a stage, in the order of the regulation."""
    return [spec for spec in STEPS.values() if stage in spec.sources]
