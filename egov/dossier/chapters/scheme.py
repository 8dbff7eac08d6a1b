from egov.accounts.acting import Actor
from egov.dossier.chapters.notices import clarifications, omit_drafts
from egov.dossier.chapters.panels import add_panels
from egov.dossier.outline import Chapter, Content, Gathering, Sheet, row_sheet
from egov.dossier.sheets import facts_of, table_of
from egov.pdf.papers import Section
from procurement.models import Design, Solicitation
from projects.models import DocumentKind, Project
from reviews.models import Panel

NOTICE = ("title", "published_at", "published_by=发布人", "deadline", "requirements", "text", "contact")
SCHEME = (
    *("author", "uscc", "received_at", "summary", "recorded_by=登记人"),
    *("chosen_at", "chosen_by=选定人", "choice_reason", "withdrawn_at", "withdrawal_reason"),
)
DESIGN = (
    *(
        "number",
        "estimate",
        "note",
        "filed_at",
        "filed_by=报送人",
        "overrun_approved_at",
        "overrun_approved_by=超概批准登记人",
    ),
    *("overrun_meeting", "overrun_meeting_on", "overrun_reason"),
)


def scheme(project: Project, actor: Actor) -> Chapter:
    """The call for schemes, what came in, the review, and the optimized design; 三(三)1."""
    found = Gathering()
    for notice in project.solicitations.published().select_related("published_by").order_by("sequence"):
        found.add(row_sheet(_call(notice), notice, *NOTICE, sections=clarifications(notice)))
    omit_drafts(found, project.solicitations.filter(published_at__isnull=True), "方案征集公告")
    schemes = project.schemes.select_related("recorded_by", "chosen_by").order_by("received_at", "pk")
    found.add(*(row_sheet(f"应征方案（{one.author}）", one, *SCHEME) for one in schemes))
    add_panels(found, project, actor, Panel.Kind.SCHEME)
    found.add(*(_design(design) for design in project.designs.select_related("filed_by").order_by("number")))
    return found.chapter(
        "05-scheme",
        "方案征集与确认",
        DocumentKind.SOLICITATION,
        DocumentKind.SCHEME,
        DocumentKind.SCHEME_REVIEW_REPORT,
        DocumentKind.OPTIMISED_DESIGN,
        DocumentKind.BUDGET_ESTIMATE,
    )


def _call(notice: Solicitation) -> str:
    return "方案征集公告" if notice.sequence == 1 else f"方案征集公告（第{notice.sequence}次）"


def _design(design: Design) -> Sheet:
    def write() -> Content:
        costs = table_of(design.cost_lines.order_by("pk"), "item", "amount")
        sections = (Section(heading="概算构成（元）", table=costs),) if costs else ()
        return Content(facts_of(design, *DESIGN), sections)

    return Sheet(f"design-{design.pk}", f"优化设计与投资概算（第{design.number}版）", write)
