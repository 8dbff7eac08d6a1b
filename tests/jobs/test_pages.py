from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from egov.audit.models import Event
from egov.jobs.actions import start_job
from egov.jobs.models import Job
from tests.factories import City
from tests.jobs import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def own(client: Client, city: City) -> Client:
    client.force_login(city.actor("audit_bureau").user)
    return client


def start(city: City, tmp_path, **fields) -> Job:
    parameters = {"diary": str(tmp_path / "diary"), "seconds": 0}
    by = city.actor("audit_bureau")
    job = start_job(title="项目卷宗", task=work.count_slowly, parameters=parameters, by=by)
    Job.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()
    return job


def page(client: Client, job: Job, **headers: str) -> str:
    return client.get(reverse("jobs:job", args=[job.pk]), **headers).text


def test_a_job_at_work_can_be_cancelled(own: Client, city: City, tmp_path) -> None:
    job = start(city, tmp_path, state="running", done=2, total=6)
    assert "2 / 6" in page(own, job)
    shown = own.post(reverse("jobs:cancel", args=[job.pk]), follow=True).text
    assert "已取消" in shown
    assert "取消处理" not in shown
    assert Event.objects.filter(verb="jobs.cancel").count() == 1
    assert "已经结束" in own.post(reverse("jobs:cancel", args=[job.pk]), follow=True).text


def test_the_part_that_moves_asks_again_only_while_it_moves(own: Client, city: City, tmp_path) -> None:
    job = start(city, tmp_path)
    moving = page(own, job, headers={"HX-Request": "true"})
    assert 'hx-trigger="load delay:2s"' in moving
    assert "<html" not in moving
    work.count_slowly(str(job.pk))
    assert "hx-trigger" not in page(own, job, headers={"HX-Request": "true"})


def test_a_result_is_downloaded_while_it_is_kept(own: Client, city: City, tmp_path) -> None:
    job = start(city, tmp_path)
    work.count_slowly(str(job.pk))
    address = reverse("jobs:download", args=[job.pk])
    assert "保留至" in page(own, job)
    assert b"".join(own.get(address)).startswith(b"piece 0")

    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert own.get(address).status_code == 404
    assert "已删除" in page(own, job)


def test_a_failure_says_why_and_can_be_tried_again(
    own: Client,
    city: City,
    tmp_path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ended = {"finished_at": timezone.now(), "expires_at": timezone.now() + timedelta(days=1)}
    job = start(city, tmp_path, state="failed", failure="磁盘已满。", **ended)
    assert "磁盘已满。" in page(own, job)
    with django_capture_on_commit_callbacks(execute=True):
        own.post(reverse("jobs:retry", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert "不能重试" in own.post(reverse("jobs:retry", args=[job.pk]), follow=True).text


@pytest.mark.parametrize("name", ["job", "download", "cancel", "retry"])
def test_the_jobs_of_others_are_not_there(client: Client, city: City, tmp_path, name: str) -> None:
    job = start(city, tmp_path)
    client.force_login(city.actor("finance_bureau").user)
    method = client.get if name in {"job", "download"} else client.post
    assert method(reverse(f"jobs:{name}", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_what_is_ready_at_constant_cost(
    own: Client, city: City, tmp_path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    start_job(title="别人的", task=work.fail_badly, parameters={}, by=city.actor("finance_bureau"))
    for _ in range(count):
        work.count_slowly(str(start(city, tmp_path).pk))
    own.get(reverse("jobs:list"))
    with django_assert_num_queries(5):
        shown = own.get(reverse("jobs:list")).text
    assert shown.count("result.txt") == count
    assert "别人的" not in shown
