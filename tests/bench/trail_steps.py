"""Takes a step many times, in turn with the trail and without it; writes the medians as JSON."""

import json
import statistics
import sys
import time
from pathlib import Path

import django

WARM_UP = 10


def main() -> None:
    rounds, result = int(sys.argv[1]), Path(sys.argv[-1])
    django.setup()
    result.write_text(json.dumps(measure(rounds)))


def measure(rounds: int) -> dict[str, float]:
    from django.core.management import call_command  # noqa: PLC0415 - only once Django is set up

    from egov.audit.actions import make_checkpoint  # noqa: PLC0415
    from egov.audit.verification import verify  # noqa: PLC0415
    from projects.actions import advance, recording  # noqa: PLC0415
    from projects.flow import Stage  # noqa: PLC0415
    from tests.factories import City, make_plan, make_project, make_proposal, put_in_stage  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    city = City()
    office, plan = city.actor("informatization_office"), make_plan(City(parent=city.jurisdiction))
    projects = [make_project(city, stage=Stage.SUBMITTED) for _n in range(10)]
    for project in projects:
        make_proposal(project, plan)
    writes = recording.record_event
    writers = {"with": writes, "without": lambda **_told: None}
    times: dict[str, list[float]] = {name: [] for name in writers}
    for turn in range(rounds + WARM_UP):
        for name, writer in writers.items():
            project = projects[turn % len(projects)]
            recording.record_event = writer
            started = time.perf_counter()
            advance(project=project, step="return_application", by=office, reason="补充测算依据")
            times[name].append((time.perf_counter() - started) * 1000)
            recording.record_event = writes
            project.refresh_from_db()
            put_in_stage(project, Stage.SUBMITTED, city)
    make_checkpoint()
    if not verify().holds:
        raise SystemExit("the trail does not hold after the measurement")
    return {name: statistics.median(of_one[WARM_UP:]) for name, of_one in times.items()}


if __name__ == "__main__":
    main()
