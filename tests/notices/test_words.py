"""A notice is read in the reader's language, whatever language its sender had."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, override

from egov.accounts.models import User
from egov.audit.models import Event
from egov.notices.actions import notify_users
from egov.notices.models import Notice
from tests.factories import City, make_user


def switch(client: Client, language: str) -> None:
    client.post(reverse("set_language"), {"language": language, "next": "/"})


@pytest.mark.django_db
def test_each_reader_meets_a_notice_in_their_language() -> None:
    with override("en"):
        notify_users([make_user()], text=format_lazy("{what} · 甲", what=gettext_lazy("Sign")), url="/")
    notice = Notice.objects.get()
    read = {}
    for language in ("zh-hans", "zh-hant", "en"):
        with override(language):
            read[language] = notice.text
    assert read == {"zh-hans": "会签 · 甲", "zh-hant": "會簽 · 甲", "en": "Sign · 甲"}


@pytest.mark.django_db
def test_what_was_not_said_in_a_language_is_read_in_the_platforms_own() -> None:
    notice = Notice(words={"zh-hans": "请会签"})
    with override("en"):
        assert notice.text == "请会签"


@pytest.mark.django_db
def test_the_language_that_a_person_chose_is_kept_and_in_the_trail(client: Client) -> None:
    person = City().actor("owner_unit").user
    client.force_login(person)
    switch(client, "en")
    switch(client, "en")
    switch(client, "klingon")
    person.refresh_from_db()
    assert person.language == "en"
    assert Event.objects.filter(verb="accounts.choose_language").count() == 1


@pytest.mark.django_db
def test_whoever_chose_a_language_before_logging_in_reads_in_it(client: Client) -> None:
    person = City().actor("owner_unit").user
    switch(client, "zh-hant")
    client.post(reverse("accounts:login"), {"username": person.username, "password": "Correct-Horse-9"})
    assert User.objects.get(pk=person.pk).language == "zh-hant"
