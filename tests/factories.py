"""Small makers of real rows, and the cast: one person per role of a small city."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction, Membership, Organization, OrganizationKind, User
from egov.accounts.roles import Role
from procurement.models import Contract, Tender
from projects.actions.application import Draft, save_application
from projects.actions.documents import file_document
from projects.actions.duplicates import answer_duplicates
from projects.application_content import label_of
from projects.flow import Stage
from projects.models import (
    AnnualPlan,
    Application,
    Category,
    ConstructionType,
    DocumentKind,
    DocumentVersion,
    Project,
    Proposal,
    Transition,
)
from projects.models.application import FACTS
from projects.models.documents import REPORTS
from reviews.actions import (
    Ask,
    accept_invitation,
    close_candidates,
    convene_panel,
    draw_up_conclusion,
    file_conclusion,
    file_opinion,
    fix_sheet,
    make_draw,
    name_member,
    replace_member,
    sign_conclusion,
    sign_declaration,
)
from reviews.actions.seats import offer_seat
from reviews.models import (
    Draw,
    Expert,
    MarkSheet,
    Opinion,
    Panel,
    PanelMember,
    Resolution,
    Specialty,
    Verdict,
)
from reviews.models.opinions import DIMENSIONS_OF
from reviews.presets import PRESETS, presets_for
from tests.serials import next_serial
from tests.uploads import upload


def make_jurisdiction(**fields: Any) -> Jurisdiction:
    n = next_serial()
    return Jurisdiction.objects.create(**{"code": f"{330000 + n:06d}", "name": f"东海市{n}", **fields})


def make_organization(*, kind: str = OrganizationKind.DEPARTMENT, **fields: Any) -> Organization:
    n = next_serial()
    fields.setdefault("jurisdiction", None)
    fields["jurisdiction"] = fields["jurisdiction"] or make_jurisdiction()
    return Organization.objects.create(
        **{"name": f"单位{n}", "short_name": f"单位{n}", "kind": kind, **fields}
    )


def make_user(**fields: Any) -> User:
    n = next_serial()
    password = fields.pop("password", "Correct-Horse-9")
    return User.objects.create_user(
        **{"username": f"user{n}", "name": f"张三{n}", **fields}, password=password
    )


def make_member(
    organization: Organization, *, is_handler: bool = True, is_signatory: bool = False
) -> Membership:
    return Membership.objects.create(
        user=make_user(), organization=organization, is_handler=is_handler, is_signatory=is_signatory
    )


def make_actor(organization: Organization, *, is_handler: bool = True, is_signatory: bool = True) -> Actor:
    membership = make_member(organization, is_handler=is_handler, is_signatory=is_signatory)
    return Actor(user=membership.user, membership=membership, ip="127.0.0.1")


class City:
    """A jurisdiction with one organization of each kind, made when first asked for.

    ``city.finance_bureau`` is the organization, ``city.actor("finance_bureau")`` a person of it who is
    handler and signatory.
    """

    def __init__(self, **fields: Any) -> None:
        self.jurisdiction = make_jurisdiction(**fields)
        self._organizations: dict[str, Organization] = {}
        self._actors: dict[str, Actor] = {}

    _KINDS = {
        "owner_unit": OrganizationKind.DEPARTMENT,
        "user_unit": OrganizationKind.DEPARTMENT,
        "construction_entity": OrganizationKind.DEPARTMENT,
        "other_department": OrganizationKind.DEPARTMENT,
        "supervisor": OrganizationKind.COMPANY,
        "expert": OrganizationKind.EXPERT_POOL,
    }

    def organization(self, role: str) -> Organization:
        if role not in self._organizations:
            kind = self._KINDS.get(role, role)
            self._organizations[role] = make_organization(
                kind=kind, jurisdiction=self.jurisdiction, document_prefix="东信" if kind != role else "东"
            )
        return self._organizations[role]

    def __getattr__(self, role: str) -> Organization:
        if role.startswith("_"):
            raise AttributeError(role)
        return self.organization(role)

    def actor(self, role: str) -> Actor:
        if role not in self._actors:
            self._actors[role] = make_actor(self.organization(role))
        return self._actors[role]


def make_plan(city: City, **fields: Any) -> AnnualPlan:
    defaults = {"year": 2027, "priorities": "一网通办", "ceiling": Decimal("100000000.00")}
    return AnnualPlan.objects.create(
        jurisdiction=city.jurisdiction,
        opened_by=city.actor("informatization_office").user,
        **{**defaults, **fields},
    )


def make_project(city: City, *, stage: str = Stage.DRAFT, **fields: Any) -> Project:
    """Make a project that stands in ``stage``, without the deeds that lead there."""
    n = next_serial()
    project = Project(
        **{
            "jurisdiction": city.jurisdiction,
            "number": f"{city.jurisdiction.code}-2027-{n:04d}",
            "title": f"政务数据共享平台（第{n}期）",
            "category": Category.APPLICATION,
            "construction_type": ConstructionType.NEW,
            "owner_unit": city.owner_unit,
            "user_unit": city.user_unit,
            **fields,
        }
    )
    project.save()
    if stage != Stage.DRAFT:
        put_in_stage(project, stage, city)
    return project


def put_in_stage(project: Project, stage: str, city: City) -> None:
    """Move a project as the database's guard demands: with a transition row."""
    office = city.actor("informatization_office")
    Transition(
        project=project,
        sequence=project.visit + 1,
        step="accept_application",
        source=project.stage,
        target=stage,
        user=office.user,
        organization=office.organization,
        at=timezone.now(),
    ).save()
    project.visit += 1
    project.stage_since = timezone.now()
    project.__dict__["stage"] = str(stage)
    project.save_step()


def make_proposal(project: Project, plan: AnnualPlan, **fields: Any) -> Proposal:
    """Make a complete proposal of 1,200,000 yuan and let the project stand for that plan."""
    defaults = {
        "priority": Proposal.Priority.IMPORTANT,
        "background": "现有系统分散建设，数据难以互通。",
        "objectives": "建成统一的共享交换平台。",
        "content": "目录、交换、治理三个子系统。",
        "shares": "人口基础信息",
        "consumes": "法人基础信息",
        "security_grade": Proposal.SecurityGrade.THREE,
        "estimate": Decimal("1200000.00"),
    }
    proposal = Proposal.objects.create(project=project, plan=plan, **{**defaults, **fields})
    if proposal.estimate:
        proposal.cost_lines.create(item="software_development", year=plan.year, amount=proposal.estimate)
        proposal.funding_lines.create(source="special_fund", amount=proposal.estimate)
    project.plan = plan
    project.save(update_fields=["plan"])
    return proposal


def make_specialty(code: str = "0101") -> Specialty:
    """Return a specialty of the second level; its field has the code's first two digits."""
    field, _ = Specialty.objects.get_or_create(code=code[:2], defaults={"name": f"领域{code[:2]}"})
    known, _ = Specialty.objects.get_or_create(code=code, defaults={"name": f"专业{code}", "parent": field})
    return known


def make_expert(city: City, *, specialties: Sequence[str] = ("0101",), **fields: Any) -> Expert:
    """Make a verified expert of the city's pool, whose term has two years to go."""
    user = fields.pop("user", None) or make_member(city.expert).user
    expert = Expert.objects.create(
        **{
            "user": user,
            "pool": city.expert,
            "number": f"{city.jurisdiction.code}-Z{next_serial():05d}",
            "title": "教授",
            "grade": Expert.Grade.FULL,
            "field_since": 2001,
            "employer": "东海大学",
            "state": Expert.State.ACTIVE,
            "verified_at": timezone.now(),
            "verified_by": city.actor("informatization_office").user,
            "valid_until": timezone.localdate() + timedelta(days=730),
            **fields,
        }
    )
    expert.specialties.set([make_specialty(code) for code in specialties])
    return expert


def make_experts(city: City, count: int) -> list[Membership]:
    """Make verified experts of different employers; return them as the members of the pool that they are."""
    users = [make_expert(city, employer=f"东海第{next_serial()}研究所").user for _ in range(count)]
    return list(Membership.objects.usable().filter(user__in=users).order_by("pk"))


def acting(member: Membership | PanelMember) -> Actor:
    """Let the holder of a membership, or of a seat on a panel, act."""
    if isinstance(member, PanelMember):
        member = Membership.objects.usable().get(user=member.user, organization=member.organization)
    return Actor(user=member.user, membership=member, ip="127.0.0.1")


def make_panel(city: City, project: Project, kind: str = Panel.Kind.ARGUMENTATION, **fields: Any) -> Panel:
    """Make a panel of five experts who sit with their declarations signed, or were only ``invited``.

    Without the draw that leads there; ``convene`` makes one as the office does. The project must stand in
    the panel's stage.
    """
    members = fields.pop("members", None) or make_experts(city, 5)
    leader, invited = fields.pop("leader", members[0]), fields.pop("invited", False)
    subjects = fields.pop("subjects", ["甲公司", "乙公司", "丙公司"] if kind in {"scheme", "bid"} else [])
    office = city.actor("informatization_office")
    panel = Panel.objects.create(
        project=project, kind=kind, visit=project.visit, formed_by=office.user, clerk=office.user, **fields
    )
    for label in subjects:
        panel.subjects.create(label=label)
    for member in members:
        is_expert = member.organization.kind == OrganizationKind.EXPERT_POOL
        offer_seat(panel, member, is_expert=is_expert, is_leader=member == leader, by=office)
    if not invited:
        take_seats(panel)
    return panel


def convene(city: City, project: Project, kind: str = Panel.Kind.ARGUMENTATION, **fields: Any) -> Panel:
    """Convene a panel of five that meets on the next day, by the deed itself; its draw is opened."""
    return convene_panel(
        **{
            "project": project,
            "kind": kind,
            "asks": [Ask("0101", 5, 2)],
            "meets_at": timezone.now() + timedelta(days=1),
            "place": "市信息办五楼评审室",
            "by": city.actor("informatization_office"),
            **fields,
        }
    )


def run_draw(panel: Panel, by: Actor, **fields: Any) -> Draw:
    """Close the list of the draw that is under way, and make it."""
    draw = panel.draws.under_way().get()
    close_candidates(draw=draw, by=by)
    make_draw(draw=draw, by=by, **fields)
    return Draw.objects.told().get(pk=draw.pk)


def succeed(member: PanelMember, successor: Membership, by: Actor) -> PanelMember:
    """Put somebody in a member's place, as the office does where no reserve is left."""
    replace_member(member=member, reason="生病", by=by)
    return name_member(panel=member.panel, membership=successor, reason="递补", by=by)


def take_seats(panel: Panel) -> None:
    """Let everybody invited accept and sign the declaration, so that the panel is at work."""
    for member in panel.members.sitting().filter(declared_at__isnull=True).order_by("pk"):
        by = acting(member)
        if member.accepted_at is None:
            accept_invitation(member=member, by=by)
        sign_declaration(member=member, by=by)


def fix_preset(panel: Panel) -> MarkSheet:
    """Return the sheet by which the panel marks: that of the platform is fixed where there is none yet."""
    return MarkSheet.objects.of(panel) or fix_sheet_for(panel.project, panel.kind)


def fix_sheet_for(project: Project, kind: str, code: str = "") -> MarkSheet:
    """Fix one of the platform's sheets as it is."""
    preset = PRESETS[code] if code else presets_for(kind)[0]
    office = project.organization_of(Role.INFORMATIZATION_OFFICE).memberships.first()
    return fix_sheet(
        project=project,
        kind=kind,
        lines=preset.lines,
        procured=preset.procured,
        pass_mark=preset.pass_mark,
        by=acting(office),
    )


def marks_for(panel: Panel, verdict: str = Verdict.PASS, *, percent: int = 0) -> dict[Any, Any]:
    """Return marks that go with a verdict: 80 % or 40 % of the points, unless told; what came first leads."""
    share = percent or (40 if verdict == Verdict.FAIL else 80)
    subjects = list(panel.subjects.order_by("pk")) or [None]
    return {
        (one.pk, subject.pk if subject else None): True
        if one.is_gate
        else one.most * (share - 10 * subjects.index(subject)) / 100
        for one in fix_preset(panel).marked
        for subject in subjects
    }


def file_opinions(panel: Panel, *verdicts: str) -> list[Opinion]:
    """Let the members who owe one file their opinion: the given verdicts in turn, then "pass"."""
    owing = list(panel.members.owing().order_by("pk"))
    default = Verdict.RANKING if panel.ranks else Verdict.PASS
    padded = [*verdicts, *[default] * (len(owing) - len(verdicts))]
    return [
        file_opinion(
            member=member,
            findings=dict.fromkeys(DIMENSIONS_OF[panel.kind], ("meets", "")),
            marks=marks_for(panel, verdict),
            verdict=verdict,
            problems="" if verdict in {Verdict.PASS, Verdict.RANKING} else "投资估算依据不足。",
            by=acting(member),
        )
        for member, verdict in zip(owing, padded, strict=True)
    ]


def draw_up(panel: Panel, conclusion: str = Verdict.PASS, **fields: Any) -> Resolution:
    """Let the leader draw up what the panel is to conclude, once all have filed."""
    leader = acting(panel.members.sitting().get(is_leader=True))
    facts = {"opinion": "专家组一致同意。", "place": "市信息办会议室", "by": leader, **fields}
    return draw_up_conclusion(panel=panel, conclusion=conclusion, **facts)


def sign_all(panel: Panel, dissents: dict[int, str] | None = None) -> None:
    """Let the members who have not signed do so; those in ``dissents`` with these reasons."""
    for member in panel.resolution.unsigned():
        sign_conclusion(member=member, dissent=(dissents or {}).get(member.pk, ""), by=acting(member))


def conclude_panel(panel: Panel, conclusion: str = Verdict.PASS, **fields: Any) -> Panel:
    """Let a panel whose members have filed conclude: drawn up, signed by all, filed by the leader."""
    dissents = fields.pop("dissents", None)
    draw_up(panel, conclusion, **fields)
    sign_all(panel, dissents)
    return file_conclusion(panel=panel, by=acting(panel.members.sitting().get(is_leader=True)))


def make_built_project(city: City, *, stage: str = Stage.UNDER_CONSTRUCTION, **fields: Any) -> Project:
    """Make a project with a construction entity, a supervisor and the offices that watch over it."""
    for role in ("informatization_office", "finance_bureau", "supervision_bureau", "audit_bureau"):
        city.organization(role)
    return make_project(
        city,
        stage=stage,
        **{
            "construction_entity": city.construction_entity,
            "supervisor": city.supervisor,
            "approved_investment": Decimal("2000000.00"),
            **fields,
        },
    )


def make_draft(**facts: Any) -> Draft:
    """Return a complete application form of 1,200,000 yuan; ``facts`` override columns."""
    texts = {name: f"{label_of(name)}：按实际情况填写。" for name in FACTS}
    chosen = {
        "contact_phone": "0571-88880000",
        "confidentiality": "no",
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 12, 31),
        "deployment": "cloud",
        "network": "extranet",
        "security_grade": "3",
        "annual_maintenance": Decimal("96000.00"),
    }
    return Draft(
        facts={**texts, **chosen, **facts},
        costs={("software_development", 2027): Decimal("1200000.00")},
        funding={"special_fund": Decimal("1200000.00")},
        resources=[{"name": "人口基础信息", "sharing": "conditional", "note": "依申请"}],
        indicators=[
            {"kind": "quantity", "name": "接入部门数", "target": "不少于 30 个"},
            {"kind": "benefit", "name": "减少群众跑动次数", "target": "每年 5 万次"},
            {"kind": "satisfaction", "name": "使用部门满意度", "target": "90% 以上"},
        ],
    )


def make_application(project: Project, by: Actor, **facts: Any) -> Application:
    """Make an application ready to be signed, reports and answers included; PLANNED or RETURNED projects."""
    standing = project.applications.first()
    application = save_application(
        project=project, draft=make_draft(**facts), version=standing.version if standing else 0, by=by
    )
    for kind in REPORTS:
        if not project.documents.holds(kind):
            file_document(project=project, kind=kind, title="", upload=upload(f"{kind.label}.pdf"), by=by)
    hits = project.duplicate_hits.filter(answer="")
    answer_duplicates(
        project=project, answers=dict.fromkeys([hit.pk for hit in hits], "建设范围不同。"), by=by
    )
    return application


def make_paper(project: Project, by: Actor, kind: str = DocumentKind.OTHER) -> DocumentVersion:
    """Make a file version that is on record but of which no file exists."""
    document = project.documents.create(kind=kind, title="材料")
    version = DocumentVersion(
        document=document,
        number=1,
        file="documents/none",
        name="材料.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=by.user,
        organization=by.organization,
    )
    version.save()
    return version


def make_tender(project: Project, by: Actor, **fields: Any) -> Tender:
    """Make a tender whose notice was published a month ago and whose deadline was yesterday."""
    now = timezone.now()
    defaults = {
        "sequence": project.tenders.count() + 1,
        "title": "采购公告",
        "text": "欢迎投标。",
        "budget": Decimal("1000000.00"),
        "max_price": Decimal("1000000.00"),
        "published_at": now - timedelta(days=30),
        "published_by": by.user,
        "deadline": now - timedelta(days=1),
    }
    return Tender.objects.create(project=project, **{**defaults, **fields})


def make_contract(project: Project, by: Actor, amount: Decimal) -> Contract:
    """Make the contract (yuan) of a tender, without the award that led to it."""
    today = timezone.localdate()
    return Contract.objects.create(
        project=project,
        tender=make_tender(project, by),
        number="DHXX-2027-018",
        amount=amount,
        supplier_name="东海软件有限公司",
        signed_on=today,
        starts_on=today,
        ends_on=today + timedelta(days=200),
        file=make_paper(project, by, DocumentKind.CONTRACT),
        recorded_by=by.user,
    )
