"""Tasks of the tests' own: what they do is written down, so that one can see what was done twice."""

import time
from pathlib import Path
from typing import IO

from celery import shared_task
from django.db.models.fields.files import FieldFile

from egov.jobs.actions import JobFailed, keep_result, piece_of, report_progress, running

PIECES = 6


def read(file: FieldFile) -> bytes:
    with file.open() as opened:
        return opened.read()


@shared_task
def count_slowly(job_id: str) -> None:
    """Make six pieces, each with a line in a diary, and join them."""
    with running(job_id) as job:
        diary = Path(job.parameters["diary"])
        for number in range(PIECES):

            def make(file: IO[bytes], number: int = number) -> None:
                with diary.open("a") as lines:
                    lines.write(f"{number}\n")
                time.sleep(job.parameters["seconds"])
                file.write(b"piece %d\n" % number)

            piece_of(job, f"piece {number}", make)
            report_progress(job, done=number + 1, total=PIECES)
        content = b"".join(read(piece.file) for piece in job.pieces.order_by("pk"))
        keep_result(job, content=content, name="result.txt")


@shared_task
def fail_plainly(job_id: str) -> None:
    with running(job_id):
        raise JobFailed("没有可以汇编的项目。")


@shared_task
def fail_badly(job_id: str) -> None:
    with running(job_id):
        raise ZeroDivisionError
