"""What people have not read reaches them by mail: once, together, and only those who want it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import User
from egov.audit.models import Event
from egov.celery import app
from egov.notices.mailing import mail_unread
from egov.notices.models import Notice
from egov.notices.tasks import mail_notices
from tests.factories import City, make_user

pytestmark = pytest.mark.django_db


class Refusing(EmailBackend):
    """A mail server that takes no mail for one address."""

    def send_messages(self, messages):
        if any("refused@example.com" in message.to for message in messages):
            raise OSError("no such mailbox")
        return super().send_messages(messages)


def told(person: User, text: str, *, minutes_ago: int = 30, **fields: object) -> Notice:
    sent = timezone.now() - timedelta(minutes=minutes_ago)
    return Notice.objects.create(
        user=person, words={"zh-hans": text}, url="/projects/1/", sent_at=sent, **fields
    )


def test_a_person_gets_one_mail_for_all_unread_notices_with_their_addresses(settings) -> None:
    settings.PUBLIC_URL = "https://egov.example.gov.cn"
    person = make_user(email="wang@example.com")
    told(person, "请会签论证结论")
    told(person, "请审核付款申请")
    assert mail_unread() == 1
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["wang@example.com"], "您有2条未读通知")
    assert "· 请会签论证结论\n  https://egov.example.gov.cn/projects/1/" in message.body
    assert "请审核付款申请" in message.body


def test_a_mail_is_written_in_the_language_that_the_person_reads() -> None:
    person = make_user(email="wang@example.com", language="en")
    notice = told(person, "请会签")
    notice.words["en"] = "Please sign"
    notice.save()
    assert mail_unread() == 1
    (message,) = mail.outbox
    assert message.subject == "1 unread notice"
    assert "· Please sign" in message.body


def test_nobody_is_told_twice() -> None:
    told(make_user(email="wang@example.com"), "请会签")
    assert (mail_unread(), mail_unread()) == (1, 0)
    assert len(mail.outbox) == 1


def test_no_mail_tells_of_what_was_read_is_fresh_or_is_old_news() -> None:
    person = make_user(email="wang@example.com")
    told(person, "已读", read_at=timezone.now())
    told(person, "刚到", minutes_ago=2)
    told(person, "旧闻", minutes_ago=60 * 24 * 8)
    assert mail_unread() == 0


@pytest.mark.parametrize(
    "fields",
    [{"email": ""}, {"wants_mail": False}, {"is_active": False}],
    ids=["no address", "not wanted", "closed"],
)
def test_no_mail_goes_to_whoever_does_not_want_it_or_is_gone(fields: dict[str, object]) -> None:
    told(make_user(**{"email": "wang@example.com"} | fields), "请会签")
    assert mail_unread() == 0


def test_a_mail_that_fails_is_tried_again_and_stops_nobody_else(settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    failing = told(make_user(email="refused@example.com"), "请会签")
    told(make_user(email="li@example.com"), "请审核")
    assert mail_unread() == 1
    assert [message.to for message in mail.outbox] == [["li@example.com"]]
    failing.refresh_from_db()
    assert failing.mailed_at is None


def test_the_timetable_mails(settings) -> None:
    told(make_user(email="wang@example.com"), "请会签")
    assert app.conf.beat_schedule["mail what was not read"]["task"] == mail_notices.name
    mail_notices.delay()
    assert len(mail.outbox) == 1


def test_a_person_stops_and_resumes_the_mails_on_the_page_of_their_notices(client: Client) -> None:
    person = City().actor("owner_unit").user
    person.email = "wang@example.com"
    person.save()
    client.force_login(person)
    page = client.get(reverse("notices:inbox"))
    assert 'value="no"' in page.text
    client.post(reverse("notices:choose_mail"), {"wants": "no"})
    person.refresh_from_db()
    assert not person.wants_mail
    assert 'value="yes"' in client.get(reverse("notices:inbox")).text
    assert Event.objects.filter(verb="notices.choose_mail", actor_id=person.pk).count() == 1
