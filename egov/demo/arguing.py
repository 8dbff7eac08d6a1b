"""Expert panels: argumentation, and what schemes and acceptance need of them; 二(二), 三(二)2."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.demo import papers
from egov.demo.journey import Journey
from projects.actions import advance
from reviews.actions import conclude_panel, file_opinion, file_revision, form_panel, replace_member
from reviews.models import Panel, PanelMember, PanelSubject, Verdict
from reviews.models.opinions import DIMENSIONS_OF
from reviews.models.pool import recused

SEATS = 5


def argue(j: Journey) -> Iterator[datetime]:
    """Hear a panel on the application, and sign what it concludes."""
    verdict = next((v for v in ("revision", "fails", "hopeless") if j.tale.has(f"argumentation {v}")), "")
    yield from sit(j, Panel.Kind.ARGUMENTATION, verdict)
    step = "fail_argumentation" if verdict in {"fails", "hopeless"} else "pass_argumentation"
    if verdict == "revision":
        yield j.wait(8)
        _revise(j)
    reason = j.words.fail_opinion() if step == "fail_argumentation" else ""
    for desk in (j.here("office"), j.here("finance")):
        yield j.wait(3)
        advance(project=j.project, step=step, by=desk.head, reason=reason)


def sit(
    j: Journey, kind: Panel.Kind, verdict: str = "", subjects: Sequence[str] = (), best: str = ""
) -> Iterator[datetime]:
    """Form a panel, let each member file an opinion, and conclude."""
    yield j.wait(4)
    members = seats_for(j)
    form_panel(
        project=j.project,
        kind=kind,
        members=members,
        leader=members[0],
        subjects=subjects,
        by=j.here("office").handler,
    )
    if j.tale.has("member replaced") and kind == Panel.Kind.ARGUMENTATION:
        yield j.wait(1)
        _replace(j, panel_of(j))
    order = _order(subjects, best)
    for place in range(SEATS):
        yield j.wait(1)
        _speak(j, panel_of(j), place, verdict, order)
    yield j.wait(1.5)
    _conclude(j, panel_of(j), verdict, order)


def panel_of(j: Journey) -> Panel:
    """Return the panel that sits now."""
    return Panel.objects.select_related("project").filter(project=j.pk).latest("pk")


def seats_for(j: Journey) -> list[Membership]:
    """Choose five experts who are not tied to the project; the first leads."""
    pool = [expert.membership for expert in j.town.experts if expert.membership]
    tied = recused(j.project, pool)
    return j.chance.sample([m for m in pool if m.user_id not in tied], SEATS)


def _replace(j: Journey, panel: Panel) -> None:
    seat = panel.members.sitting().filter(is_leader=False).latest("pk")
    seated = set(panel.members.values_list("user_id", flat=True))
    spare = [e.membership for e in j.town.experts if e.membership and e.user.pk not in seated]
    replace_member(
        member=seat,
        successor=spare[0],
        reason="本人来函说明近三年为业主单位提供过技术咨询，申请回避，经核实予以更换。",
        by=j.here("office").handler,
    )


def _order(subjects: Sequence[str], best: str) -> list[str]:
    return sorted(subjects, key=lambda label: (label != best, subjects.index(label)))


def _speak(j: Journey, panel: Panel, place: int, verdict: str, order: list[str]) -> None:
    member = list(panel.members.sitting().order_by("pk"))[place]
    own = _verdict_of(panel, place, verdict)
    findings: dict[str, tuple[str, str]] = {}
    for number, dimension in enumerate(DIMENSIONS_OF[panel.kind]):
        short = (number + place) % 4 == 1 or own == Verdict.FAIL
        findings[dimension] = ("meets_largely", j.words.remark()) if short else ("meets", "")
    file_opinion(
        member=member,
        findings=findings,
        verdict=own,
        problems="" if own in {Verdict.PASS, Verdict.RANKING} else j.words.problem(),
        suggestions=j.words.suggestion(),
        ranking=_ranked(panel, order),
        by=_seated(j, member),
    )


def _verdict_of(panel: Panel, place: int, verdict: str) -> str:
    if panel.ranks:
        return Verdict.RANKING
    if verdict in {"fails", "hopeless"}:
        return Verdict.PASS if place == 1 and panel.kind != Panel.Kind.ACCEPTANCE else Verdict.FAIL
    if verdict == "revision":
        return Verdict.PASS_AFTER_REVISION
    return Verdict.PASS


def _ranked(panel: Panel, order: list[str]) -> list[PanelSubject]:
    subjects = {subject.label: subject for subject in panel.subjects.all()}
    return [subjects[label] for label in order]


def _seated(j: Journey, member: PanelMember) -> Actor:
    return next(expert for expert in j.town.experts if expert.user.pk == member.user_id)


def _conclude(j: Journey, panel: Panel, verdict: str, order: list[str]) -> None:
    leader = panel.members.sitting().get(is_leader=True)
    failed = verdict in {"fails", "hopeless"}
    conclusions = {
        "": Panel.Conclusion.PASS,
        "revision": Panel.Conclusion.PASS_AFTER_REVISION,
        "fails": Panel.Conclusion.FAIL,
        "hopeless": Panel.Conclusion.FAIL,
    }
    conclusion = Panel.Conclusion.RANKING if panel.ranks else conclusions[verdict]
    dissents = {
        member.pk: j.words.say("本人认为{first}部分可以先行，{doubt}但不足以否定整个项目。")
        for member in panel.members.sitting().select_related("opinion")
        if not panel.ranks and member.contradicts(conclusion)
    }
    hopeless = verdict == "hopeless"
    conclude_panel(
        panel=panel,
        conclusion=conclusion,
        opinion=j.words.panel_opinion(panel.kind, verdict, order),
        order=_ranked(panel, order),
        dissents=dissents if failed else {},
        advises_rejection=hopeless,
        rejection_reason=f"{j.topic.doubt}依据“避免重复建设”的要求，建议不再受理。" if hopeless else "",
        by=_seated(j, leader),
    )


def _revise(j: Journey) -> None:
    paper = papers.word(
        f"{j.topic.title}修改说明",
        j.owner.name,
        j.now.date(),
        (
            ("专家组意见", j.topic.doubt),
            (
                "修改情况",
                j.words.say(
                    "已在可行性研究报告中增加专章，细化{part}工作量，并与{system}主管单位书面确认接口清单；核减非必要硬件，投资仍控制在{wan}万元以内。"
                ),
            ),
        ),
    )
    file_revision(panel=panel_of(j), upload=paper, by=j.owner.handler)
