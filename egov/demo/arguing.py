"""Expert panels: argumentation, and what schemes and acceptance need of them; 二(二), 三(二)2."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from egov.demo import papers
from egov.demo.convening import panel_of, seat_panel, seated
from egov.demo.journey import Journey
from egov.demo.marking import marks_of
from egov.demo.settling import settle
from projects.actions import advance
from reviews.actions import (
    draw_up_conclusion,
    file_conclusion,
    file_opinion,
    file_revision,
    fix_sheet,
    sign_conclusion,
)
from reviews.models import Panel, Verdict
from reviews.models.opinions import DIMENSIONS_OF
from reviews.presets import presets_for

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
        if desk == j.here("finance") and j.tale.has("haste"):
            yield j.tonight()
        advance(project=j.project, step=step, by=desk.head, reason=reason)


def sit(
    j: Journey, kind: Panel.Kind, verdict: str = "", subjects: Sequence[str] = (), best: str = ""
) -> Iterator[datetime]:
    """Fix a sheet, seat a panel, let each member file an opinion, and conclude."""
    _fix_sheet(j, kind)
    yield from seat_panel(j, kind, subjects)
    order = _order(subjects, best)
    for place in range(SEATS):
        yield j.wait(1)
        _speak(j, panel_of(j), place, verdict, order)
    yield j.wait(1.5)
    _conclude(j, panel_of(j), verdict, order)
    settle(j, panel_of(j))


def _fix_sheet(j: Journey, kind: Panel.Kind) -> None:
    preset = presets_for(kind)[0]
    fix_sheet(
        project=j.project,
        kind=kind,
        lines=preset.lines,
        procured=preset.procured,
        pass_mark=preset.pass_mark,
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
        marks=marks_of(j, member, own, order),
        by=seated(j, member),
    )


def _verdict_of(panel: Panel, place: int, verdict: str) -> str:
    if panel.ranks:
        return Verdict.RANKING
    if verdict in {"fails", "hopeless"}:
        return Verdict.PASS if place == 1 and panel.kind != Panel.Kind.ACCEPTANCE else Verdict.FAIL
    if verdict == "revision":
        return Verdict.PASS_AFTER_REVISION
    return Verdict.PASS


def _conclude(j: Journey, panel: Panel, verdict: str, order: list[str]) -> None:
    """Let the leader draw up the conclusion, all sign it, and the leader file it: in one meeting."""
    leader = seated(j, panel.members.sitting().get(is_leader=True))
    conclusions = {
        "": Panel.Conclusion.PASS,
        "revision": Panel.Conclusion.PASS_AFTER_REVISION,
        "fails": Panel.Conclusion.FAIL,
        "hopeless": Panel.Conclusion.FAIL,
    }
    conclusion = Panel.Conclusion.RANKING if panel.ranks else conclusions[verdict]
    hopeless = verdict == "hopeless"
    draw_up_conclusion(
        panel=panel,
        conclusion=conclusion,
        opinion=j.words.panel_opinion(panel.kind, verdict, order),
        place=f"{j.here('office').name}会议室",
        met_on=j.today,
        advises_rejection=hopeless,
        rejection_reason=f"{j.topic.doubt}依据“避免重复建设”的要求，建议不再受理。" if hopeless else "",
        by=leader,
    )
    for member in panel.members.sitting().order_by("pk").prefetch_related("opinions"):
        opinion = member.opinion
        differs = not panel.ranks and opinion is not None and opinion.verdict != conclusion
        reason = j.words.say("本人认为{first}部分可以先行，{doubt}但不足以否定整个项目。") if differs else ""
        sign_conclusion(member=member, dissent=reason, by=seated(j, member))
    file_conclusion(panel=panel, by=leader)


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
