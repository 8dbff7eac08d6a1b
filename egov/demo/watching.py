"""The auditors at their desk: what they find in the red flags, and what they think of it later."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from egov.accounts.acting import Actor
from egov.accounts.actions import note_failed_login
from egov.dashboard.actions import revise_note, save_search, write_note
from egov.dashboard.desk.flags import FLAGS
from egov.dashboard.desk.flags.base import thresholds
from egov.dashboard.desk.reading import watched
from egov.dashboard.models import Note
from egov.demo.clock import Shift, Story, working_hour
from egov.demo.founding import Town

LOOKED_ON, SETTLED_ON = "2026-11-04", "2026-11-12"

FOUND = (
    (
        "over-estimate",
        "audit",
        "grave",
        "变更后合同金额超过已确认的概算，未见概算调整的批准文件。请信息办和建设主体说明依据并补报。",
    ),
    (
        "split",
        "audit",
        "considerable",
        "同一单位同年两次以竞争性磋商方式采购软件应用类项目，合计远超公开招标数额标准，需核实采购方式的批准手续。",
    ),
    (
        "haste",
        "supervision",
        "considerable",
        "夜间办结论证会签后二十余分钟即提交报批，需了解当晚的办理经过和审核是否充分。",
    ),
    ("near-change", "supervision", "ordinary", "两次变更累计刚好低于免审批限额，建议抽查变更内容的必要性。"),
)
"""Which flag, which bureau, how grave, and what it says of the flag's first line."""

ANSWER = "已调阅变更单和监理意见，两项变更均有现场签证，金额计算无误，予以办结。"


def watching(town: Town, shift: Shift) -> list[Story]:
    """Return the stories of the audit and supervision bureaus, and of somebody who forgot a password."""
    return [_look(town, shift), _fail(shift)]


def _look(town: Town, shift: Shift) -> Iterator[datetime]:
    chance = Random("auditors")
    moment = shift.moment(LOOKED_ON)
    for code, bureau, severity, text in FOUND:
        moment = working_hour(moment, chance)
        yield moment
        _write(code, severity, text, town.desks[bureau].handler)
        moment += timedelta(hours=20)
    save_search(
        name="财政局的付款操作", query="organization=财政局&deed=money", by=town.desks["audit"].handler
    )
    yield working_hour(shift.moment(SETTLED_ON), chance)
    for note in Note.objects.filter(flag="near-change"):
        by = town.desks["supervision"].handler
        revise_note(note=note, seen=1, text=ANSWER, severity="ordinary", state="settled", by=by)


def _write(code: str, severity: str, text: str, by: Actor) -> None:
    flag = FLAGS[code]
    t = thresholds([flag], places=watched(by))
    row = flag.look(t).order_by("-pk").first()
    if row is None:
        # Told months later, what fell into one calendar year may lie in two: there is nothing to see.
        return
    line = flag.tell(row, t)
    write_note(
        text=text,
        severity=severity,
        about=f"{flag.label}: {line.project} · {line.told}",
        project=line.project,
        flag=code,
        flagged=str(line.key),
        by=by,
    )


def _fail(shift: Shift) -> Iterator[datetime]:
    chance = Random("forgetful")
    moment = working_hour(shift.moment("2026-11-16"), chance)
    for attempt in range(3):
        yield moment + timedelta(minutes=attempt)
        note_failed_login(username="xuzihan", ip="10.39.4.66", request_id="")
