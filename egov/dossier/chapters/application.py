from egov.accounts.acting import Actor
from egov.dossier.outline import Chapter, Content, Gathering, Sheet, list_sheets
from egov.pdf.papers import Column, Section, Table
from egov.ui import formats
from projects.application_content import SECTIONS, label_of, text_of
from projects.models import ApplicationSubmission, Correction, DocumentKind, DuplicateHit, Project


def application(project: Project, actor: Actor) -> Chapter:
    """Each submission word for word, what was returned for correction, and possible duplicates; 三(二)1."""
    found = Gathering()
    submissions = project.submissions.select_related("submitted_by", "organization").order_by("number")
    found.add(*(_sheet(submission) for submission in submissions))
    if Correction.objects.filter(application__project=project).exists():
        found.add(Sheet("corrections", "退回补正事项", lambda: _corrections(project)))
    duplicates = DuplicateHit.objects.filter(project=project).select_related("earlier", "answered_by")
    found.add(
        *list_sheets("重复建设比对", duplicates, "earlier", "similarity", "answer", "answered_by=说明人")
    )
    last = submissions.last()
    draft = project.applications.first()
    if draft and (last is None or draft.updated_at > last.submitted_at):
        found.omit("申报表中尚未签署提交的修改未纳入。")
    return found.chapter(
        "02-application",
        "项目申报",
        DocumentKind.FEASIBILITY_REPORT,
        DocumentKind.REQUIREMENTS_REPORT,
    )


def _corrections(project: Project) -> Content:
    columns = (Column(label="栏目", share=30), Column(label="补正要求", share=70))
    marked = Correction.objects.filter(application__project=project).order_by("pk")
    rows = tuple((label_of(one.field), one.reason) for one in marked)
    return Content(sections=(Section(heading="补正要求", table=Table(columns=columns, rows=rows)),))


def _sheet(submission: ApplicationSubmission) -> Sheet:
    def write() -> Content:
        content = submission.content
        facts = (
            ("提交时间", formats.moment(submission.submitted_at)),
            ("签署人", submission.submitted_by.name),
            ("申报单位", submission.organization.name),
            ("项目名称", content.get("title", "")),
            ("使用方", content.get("user_unit", "")),
        )
        sections = []
        for section in SECTIONS:
            lines = [f"{label_of(n)}：{text}" for n in section.fields if (text := text_of(content, n))]
            if lines:
                sections.append(Section(heading=str(section.label), text="\n".join(lines)))
        return Content(facts, tuple(sections))

    return Sheet(f"submission-{submission.pk}", f"项目立项申报表（第{submission.number}次提交）", write)
