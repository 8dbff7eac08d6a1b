"""The panels of a stage: who sat, what each found, what they concluded. Opinions stay closed before that."""

from egov.accounts.acting import Actor
from egov.dossier.outline import Content, Gathering, Sheet
from egov.dossier.sheets import facts_of, table_of
from egov.pdf.papers import Column, Section, Table
from egov.ui import formats
from projects.models import Project
from reviews.models import Panel, PanelMember
from reviews.models.opinions import Opinion

FACTS = (
    "kind",
    "formed_at",
    "conclusion",
    "opinion",
    "rejection_reason",
    "concluded_at",
    "concluded_by=结论登记人",
)


def add_panels(found: Gathering, project: Project, actor: Actor, kind: str) -> None:
    """Add the sheets of all panels of one kind, the first formed first."""
    for panel in project.panels.filter(kind=kind).select_related("concluded_by").order_by("pk"):
        name = str(panel.get_kind_display())
        if panel.concluded_at:
            opinions = Opinion.objects.readable_by(actor).filter(member__panel=panel)
            found.add(_sheet(panel, f"{name}专家组结论", shows_names=True))
            found.add(*(_opinion_sheet(o) for o in opinions.select_related("member__user").order_by("pk")))
            continue
        found.omit(f"{name}专家组尚未形成结论，专家个人意见未纳入。")
        shows_names = not project.panels.filter(pk=panel.pk).secret_from(actor).exists()
        if not shows_names:
            found.omit(f"{name}专家组尚未形成结论，成员名单未纳入。")
        found.add(_sheet(panel, f"{name}专家组", shows_names=shows_names))


def _sheet(panel: Panel, title: str, *, shows_names: bool) -> Sheet:
    def write() -> Content:
        members = panel.members.with_people().prefetch_related("signatures")
        sections = [Section(heading="成员", table=_members(list(members)))] if shows_names else []
        if panel.ranks and panel.concluded_at:
            ranked = table_of(panel.subjects.order_by("place", "pk"), "place", "label", "score")
            sections.append(Section(heading="排序", table=ranked))
        return Content(facts_of(panel, *FACTS), tuple(sections))

    return Sheet(f"panel-{panel.pk}", title, write)


def _members(members: list[PanelMember]) -> Table:
    heads = (("姓名", 16), ("单位", 26), ("身份", 14), ("签字、异议或离任理由", 44))
    rows = []
    for member in members:
        role = "组长" if member.is_leader else "专家" if member.is_expert else "单位代表"
        rows.append((member.user.name, member.organization.name, role, _note_on(member)))
    return Table(columns=tuple(Column(label=head, share=share) for head, share in heads), rows=tuple(rows))


def _note_on(member: PanelMember) -> str:
    if member.left_at:
        return f"{member.get_departure_display()}：{member.left_reason}"
    # What was drawn up anew was signed anew: the last signature counts.
    signature = max(member.signatures.all(), key=lambda one: one.pk, default=None)
    if signature is None:
        return "—"
    return f"{signature.get_stance_display()}：{signature.reason}".removesuffix("：")


def _opinion_sheet(opinion: Opinion) -> Sheet:
    def write() -> Content:
        facts = (
            ("专家", opinion.member.user.name),
            ("结论", str(opinion.get_verdict_display())),
            ("提交时间", formats.moment(opinion.filed_at)),
            *facts_of(opinion, "reason", "problems", "suggestions"),
        )
        findings = table_of(opinion.findings.all(), "dimension", "assessment", "remark")
        tables = (("分项意见", findings), ("评分", _marks(opinion)))
        return Content(facts, tuple(Section(heading=h, table=t) for h, t in tables if t))

    return Sheet(f"opinion-{opinion.pk}", f"专家个人意见（{opinion.member.user.name}）", write)


def _marks(opinion: Opinion) -> Table:
    marks = opinion.marks.select_related("criterion", "subject").order_by("subject_id", "criterion__position")
    answers = {True: "是", False: "否"}
    rows = tuple(
        (
            str(mark.subject or ""),
            mark.criterion.name,
            answers[mark.is_met] if mark.is_met is not None else f"{mark.points:f}",
        )
        for mark in marks
    )
    heads = (("评审对象", 36), ("评分指标", 44), ("评分", 20))
    return Table(columns=tuple(Column(label=head, share=share) for head, share in heads), rows=rows)
