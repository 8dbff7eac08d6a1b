from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from egov.jobs.actions import (
    JobLost,
    JobTaken,
    cancel_job,
    keep_result,
    piece_of,
    report_progress,
    running,
    start_job,
)
from egov.jobs.models import Job
from tests.factories import City
from tests.jobs import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def diary(tmp_path) -> Path:
    return tmp_path / "diary"


def start(diary: Path | None = None, task=work.count_slowly) -> Job:
    parameters = {"diary": str(diary), "seconds": 0}
    return start_job(title="清点", task=task, parameters=parameters, by=City().actor("owner_unit"))


def do(job: Job) -> Job:
    work.count_slowly(str(job.pk))
    job.refresh_from_db()
    return job


def test_a_job_is_done_in_pieces_and_its_result_is_kept_for_a_while(diary: Path) -> None:
    job = do(start(diary))

    assert (job.state, job.done, job.total) == (Job.State.DONE, 6, 6)
    assert work.read(job.result) == b"".join(b"piece %d\n" % n for n in range(6))
    assert (job.expires_at - job.finished_at).days in {13, 14}
    assert job.task == "tests.jobs.work.count_slowly"


def test_a_message_that_comes_twice_does_nothing(diary: Path) -> None:
    job = do(start(diary))
    with pytest.raises(JobTaken):
        work.count_slowly(str(job.pk))
    assert diary.read_text().split() == list("012345")


def test_while_one_worker_holds_a_job_no_other_can(diary: Path) -> None:
    job = start(diary)
    with running(str(job.pk)), pytest.raises(JobTaken):
        work.count_slowly(str(job.pk))
    assert not diary.exists()


def test_what_was_done_is_not_done_again(diary: Path) -> None:
    job = start(diary)
    with running(str(job.pk)) as held:
        piece_of(held, "piece 0", lambda file: file.write(b"piece 0\n") and None)
        piece_of(held, "piece 3", lambda file: file.write(b"piece 3\n") and None)
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)  # another took it back

    assert do(job).state == Job.State.DONE
    assert diary.read_text().split() == list("1245")


def test_whoever_lost_a_job_writes_nothing_any_more(diary: Path) -> None:
    job = start(diary)
    with running(str(job.pk)) as lost:
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
        with running(str(job.pk)) as held:
            for attempt in (
                lambda: report_progress(lost, done=1, total=9),
                lambda: piece_of(lost, "late", lambda file: None),
                lambda: keep_result(lost, content=b"late", name="late.txt"),
            ):
                with pytest.raises(JobLost):
                    attempt()
            report_progress(held, done=5, total=6)

    job.refresh_from_db()
    assert (job.state, job.done, job.result_name, job.pieces.count()) == (Job.State.DONE, 5, "", 0)
    assert [default_storage.exists(f"{job.folder}/{name}") for name in files_of(job)] == []


def files_of(job: Job) -> list[str]:
    return default_storage.listdir(job.folder)[1] if default_storage.exists(job.folder) else []


def test_a_cancelled_job_stops_at_its_next_report(diary: Path) -> None:
    city = City()
    job = start(diary)
    with running(str(job.pk)) as held:
        assert cancel_job(job=job, by=city.actor("owner_unit")) is True
        report_progress(held, done=1, total=6)
        pytest.fail("the work went on")

    job.refresh_from_db()
    assert (job.state, job.done, job.finished_at is None) == (Job.State.CANCELLED, 0, False)


def test_a_piece_that_was_written_and_not_recorded_is_written_whole(diary: Path) -> None:
    """A worker died while the storage took the piece: what lies there is cut off."""
    job = start(diary)
    with running(str(job.pk)) as held:
        piece = piece_of(held, "a", lambda file: file.write(b"whole content") and None)
        path = Path(piece.file.path)
        path.write_bytes(b"whole")
        piece.delete()

        again = piece_of(held, "a", lambda file: file.write(b"whole content") and None)

    assert (again.file.path, path.read_bytes()) == (str(path), b"whole content")


def test_a_failure_is_told_in_its_own_words_or_in_none() -> None:
    plain, bad = start(task=work.fail_plainly), start(task=work.fail_badly)
    work.fail_plainly(str(plain.pk))
    work.fail_badly(str(bad.pk))
    plain.refresh_from_db()
    bad.refresh_from_db()
    assert (plain.state, plain.failure) == (Job.State.FAILED, "没有可以汇编的项目。")
    assert (bad.state, bad.failure) == (Job.State.FAILED, "")
