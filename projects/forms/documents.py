from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Role
from egov.ui.forms import BaseForm
from projects.forms.fields import DocumentField
from projects.models import Document, DocumentKind, Project
from projects.models.documents import BEFORE_SUBMISSION, REPORTS

K = DocumentKind
KINDS_OF_ROLE: dict[Role, tuple[DocumentKind, ...]] = {
    Role.OWNER_UNIT: (*REPORTS, K.REVISION),
    Role.USER_UNIT: (K.TRIAL_RUN_REPORT, K.MAINTENANCE_PLAN),
    Role.CONSTRUCTION_ENTITY: (
        K.SOLICITATION,
        K.SCHEME,
        K.OPTIMISED_DESIGN,
        K.BUDGET_ESTIMATE,
        K.TENDER_DOCUMENT,
        K.OPENING_RECORD,
        K.EVALUATION_REPORT,
        K.CONTRACT,
        K.PROGRESS_REPORT,
        K.CHANGE_ORDER,
    ),
    Role.INFORMATIZATION_OFFICE: (
        K.ARGUMENTATION_OPINION,
        K.SCHEME_REVIEW_REPORT,
        K.SUPERVISION_CONTRACT,
        K.SUB_ACCEPTANCE,
        K.ACCEPTANCE_OPINION,
        K.PERFORMANCE_REPORT,
    ),
    Role.MUNICIPAL_GOVERNMENT: (K.MEETING_RECORD,),
    Role.SUPERVISOR: (K.SUPERVISION_REPORT, K.PRELIMINARY_ACCEPTANCE),
}
"""Which papers each role is offered to file; everybody who may attach may file "other"."""


def kinds_for(project: Project, actor: Actor) -> list[DocumentKind]:
    """Return the kinds of paper this person is offered, in the order of the process."""
    own = {kind for role in project.roles_of(actor) for kind in KINDS_OF_ROLE.get(role, ())}
    if project.stage not in BEFORE_SUBMISSION:
        own -= set(REPORTS)
    return [kind for kind in DocumentKind if kind in own or kind == K.OTHER]


class DocumentForm(BaseForm, forms.Form):
    """A paper for the documents page, or a new version of one that stands there."""

    kind = forms.ChoiceField(label=_("Kind"))
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("If left empty, the file name is used.")
    )
    file = DocumentField(label=_("File"))

    def __init__(
        self, *args: Any, project: Project, actor: Actor, document: Document | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].jurisdiction_id = project.jurisdiction_id  # type: ignore[attr-defined]  # ours
        if document is not None:
            del self.fields["kind"], self.fields["title"]
            return
        kinds = kinds_for(project, actor)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]  # a choice field


class RemovalForm(BaseForm, forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
