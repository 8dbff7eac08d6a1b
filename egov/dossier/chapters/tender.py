from egov.accounts.acting import Actor
from egov.dossier.chapters.notices import clarifications, omit_drafts
from egov.dossier.chapters.panels import add_panels
from egov.dossier.outline import Chapter, Content, Gathering, Sheet, row_sheet
from egov.dossier.sheets import facts_of, table_of
from egov.pdf.papers import Section
from procurement.models import Contract, Tender
from projects.models import DocumentKind, Project
from reviews.models import Panel

NOTICE = (
    *(
        "title",
        "method",
        "method_reason",
        "budget",
        "max_price",
        "published_at",
        "published_by=发布人",
        "deadline",
    ),
    *("opening_at", "opening_place", "text", "contact", "opened_at", "opened_by=开标主持人", "opening_note"),
    *("result_at", "result_by=结果登记人", "voided_at", "void_reason", "failed_at", "failure_reason"),
)
BIDS = ("supplier_name", "uscc", "price", "received_at", "state", "fault", "rank")
AWARD = ("title", "winner", "amount", "published_at", "published_by=发布人", "reason", "text", "contact")
CONTRACT = (
    *("number", "supplier_name", "uscc", "amount", "signed_on", "starts_on", "ends_on"),
    *("recorded_at", "recorded_by=登记人"),
)


def tender(project: Project, actor: Actor) -> Chapter:
    """Tenders with their bids, awards and contracts; 三(三)2."""
    found = Gathering()
    tenders = project.tenders.published().select_related("award__winner", "award__published_by", "opened_by")
    for one in tenders.order_by("sequence"):
        found.add(_notice(one))
        if one.bids.exists() and not one.is_opened:
            found.omit("尚未开标，投标人、报价和投标文件未纳入。")
        if award := getattr(one, "award", None):
            found.add(row_sheet("中标公告", award, *AWARD))
    omit_drafts(found, project.tenders.filter(published_at__isnull=True), "采购公告")
    add_panels(found, project, actor, Panel.Kind.BID)
    found.add(*(_contract(one) for one in project.contracts.select_related("recorded_by").order_by("pk")))
    return found.chapter(
        "06-tender",
        "招标采购与合同",
        DocumentKind.TENDER_DOCUMENT,
        DocumentKind.BID,
        DocumentKind.OPENING_RECORD,
        DocumentKind.EVALUATION_REPORT,
        DocumentKind.CONTRACT,
    )


def _contract(contract: Contract) -> Sheet:
    bound = contract.commitment
    terms = table_of(bound.terms.all(), "title", "percent", "is_final") if bound else None
    sections = (Section(heading="付款条件", table=terms),) if terms else ()
    return row_sheet("采购合同", contract, *CONTRACT, sections=sections)


def _notice(tender: Tender) -> Sheet:
    def write() -> Content:
        sections = list(clarifications(tender))
        if tender.is_opened:
            bids = table_of(tender.bids.order_by("rank", "received_at", "pk"), *BIDS)
            sections.append(Section(heading="投标情况", table=bids))
        return Content(facts_of(tender, *NOTICE), tuple(sections))

    return Sheet(f"tender-{tender.pk}", f"采购公告与开标评标（第{tender.sequence}次）", write)
