"""Makes the people of the browser tests' city. Everything else is done through the pages."""

from datetime import timedelta
from typing import TYPE_CHECKING

import django
from django.utils import timezone

if TYPE_CHECKING:
    from egov.accounts.models import Organization

CAST = {
    "owner_unit": ("department", "东海市水务局", "水务局"),
    "user_unit": ("department", "东海市城市运行管理中心", "城运中心"),
    "construction_entity": ("department", "东海市大数据发展管理中心", "大数据中心"),
    "other_unit": ("department", "东海市档案馆", "档案馆"),
    "informatization_office": ("informatization_office", "东海市信息化管理办公室", "市信息办"),
    "finance_bureau": ("finance_bureau", "东海市财政局", "市财政局"),
    "municipal_government": ("municipal_government", "东海市人民政府", "市政府"),
    "leading_group_office": ("leading_group_office", "东海市信息化领导小组办公室", "领导小组办公室"),
    "supervision_bureau": ("supervision_bureau", "东海市监察局", "市监察局"),
    "audit_bureau": ("audit_bureau", "东海市审计局", "市审计局"),
    "supervisor": ("company", "东海市正信工程监理有限公司", "正信监理"),
}
PREFIXES = {
    "construction_entity": "东数",
    "informatization_office": "东信办",
    "leading_group_office": "东信领办",
    "municipal_government": "东政",
}
EXPERTS = ("expert1", "expert2", "expert3", "expert4", "expert5")
PASSWORD = "Donghai-2026-Demo"


STANDING = {"to_use": "339900-2026-9001", "to_tender": "339900-2026-9002", "foreign": "339901-2026-9003"}
"""Projects that stand somewhere already, for those who try what is forbidden."""


def seed() -> None:
    """Make one handler-and-signatory per organization, a handler alone, five experts, administrators."""
    from egov.accounts.models import Jurisdiction, Organization, User  # noqa: PLC0415 - after django.setup

    city = Jurisdiction.objects.create(code="339900", name="东海市")
    district = Jurisdiction.objects.create(code="339901", name="临港区", parent=city)

    def unit(role: str, kind: str, name: str, short: str, place: Jurisdiction) -> Organization:
        prefix = PREFIXES.get(role, "")
        return Organization.objects.create(
            name=name, short_name=short, kind=kind, jurisdiction=place, document_prefix=prefix
        )

    def person(username: str, name: str, organization: Organization, *, signs: bool) -> None:
        user = User.objects.create_user(username, PASSWORD, name=name)
        organization.memberships.create(user=user, is_handler=True, is_signatory=signs)

    surnames = iter("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨")
    for role, (kind, name, short) in CAST.items():
        person(role, f"{next(surnames)}建国", unit(role, kind, name, short, city), signs=True)
    person("owner_handler", "朱晓梅", Organization.objects.get(short_name="水务局"), signs=False)
    pool = unit("expert", "expert_pool", "东海市电子政务专家库", "专家库", city)
    for username, surname in zip(EXPERTS, "秦尤许何吕", strict=True):
        person(username, f"{surname}教授", pool, signs=False)
        verify(username, pool)
    person(
        "district_unit", "施大伟", unit("", "department", "临港区教育局", "区教育局", district), signs=True
    )
    office = unit("", "informatization_office", "临港区信息化管理办公室", "区信息办", district)
    person("district_office", "张立新", office, signs=True)
    for username, role in (
        ("system", "system_admin"),
        ("security", "security_admin"),
        ("auditlog", "audit_admin"),
    ):
        User.objects.create_user(username, PASSWORD, name=f"{role}管理员", admin_role=role)
    stand_somewhere()


def verify(username: str, pool: "Organization") -> None:
    """Let somebody be an expert who can be drawn, each of an employer of their own."""
    from egov.accounts.models import User  # noqa: PLC0415 - after django.setup
    from reviews.models import Expert, Specialty  # noqa: PLC0415 - the same

    expert = Expert.objects.create(
        user=User.objects.get(username=username), pool=pool, number=f"339900-Z{username[-1]:0>5}",
        state="active", title="教授", grade="full", field_since=2001, employer=f"{username}研究院",
        valid_until=timezone.localdate() + timedelta(days=365), verified_at=timezone.now(),
        verified_by=User.objects.get(username="informatization_office"),
    )  # fmt: skip
    expert.specialties.add(Specialty.objects.get(code="0101"))


def stand_somewhere() -> None:
    """Put three projects into a stage, as the database's guard demands: beside a transition."""
    from egov.accounts.models import Organization  # noqa: PLC0415 - after django.setup
    from projects.flow import Stage  # noqa: PLC0415 - the same
    from projects.models import Project, Transition  # noqa: PLC0415 - the same

    units = {unit.short_name: unit for unit in Organization.objects.all()}
    stages = {
        "to_use": (Stage.PRELIMINARILY_ACCEPTED, "水务局"),
        "to_tender": (Stage.SCHEME_SELECTED, "水务局"),
        "foreign": (Stage.SUBMITTED, "区教育局"),
    }
    for key, (stage, owner) in stages.items():
        project = Project(
            jurisdiction=units[owner].jurisdiction, number=STANDING[key], title=f"既有项目{STANDING[key]}",
            category="application", construction_type="new", owner_unit=units[owner],
            user_unit=units["城运中心"], construction_entity=units["大数据中心"], supervisor=units["正信监理"],
        )  # fmt: skip
        project.save()
        office = units["市信息办"].memberships.select_related("user").first()
        Transition(
            project=project, sequence=1, step="accept_application", source=project.stage, target=stage,
            user=office.user, organization=units["市信息办"],
        ).save()  # fmt: skip
        project.visit = 1
        project.__dict__["stage"] = str(stage)
        project.save_step()


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    seed()
