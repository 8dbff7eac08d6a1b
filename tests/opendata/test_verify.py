"""Anybody may have a paper verified, and learns nothing else."""

import re
from urllib.parse import quote

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from egov.opendata import throttle
from egov.pdf.render import render_sealed
from egov.pdf.sealing.keys import seal_of
from egov.ui.formats import day
from projects.papers.codes import verification_of
from projects.papers.store import content_of
from tests.factories import City, make_project
from tests.projects.test_papers import correct, draft, issue

pytestmark = pytest.mark.django_db
GENUINE = "文件真实有效"
SUPERSEDED = "文件真实，但已失效"
UNKNOWN = "没有与该文号和验证码相符的文件"
ALTERED = "该文件已被改动"
UNREGISTERED = "电子印章有效，但本平台没有登记该文件"
UNTRUSTED = "不是本平台的电子印章"
UNSEALED = "该文件没有电子印章"


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture
def city():
    return City()


@pytest.fixture
def paper(city):
    return issue(city, make_project(city, stage="under_construction", title="秘密建设的指挥平台"))


def ask(client, number, code):
    return client.get(reverse("opendata:verify"), {"number": number, "code": code})


def told(page, *typed):
    """The page without what was typed, and without the token that each page has anew."""
    page = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", page)
    for text in typed:
        page = page.replace(text, "").replace(quote(text), "")
    return page


def bring(client, content, name="文件.pdf"):
    return client.post(reverse("opendata:verify"), {"paper": SimpleUploadedFile(name, content)})


def test_number_and_code_are_answered_with_organ_and_date(client, paper, city):
    page = ask(client, paper.number, paper.code).text
    assert GENUINE in page
    assert paper.issuer_name in page
    assert day(paper.issued_on) in page


def test_nothing_else_is_told(client, paper):
    for page in (ask(client, paper.number, paper.code).text, bring(client, content_of(paper)).text):
        assert "秘密建设" not in page
        assert paper.title not in page
        assert paper.project.number not in page
        assert paper.issued_by.name not in page
        assert paper.sha256 not in page


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(client, paper):
    asked = [
        ("东验〔2020〕77号", paper.code),
        (paper.number, "AAAA-AAAA-AAAA"),
        ("甲〔2020〕1号", "BBBB-BBBB-BBBB"),
    ]
    pages = [told(ask(client, *typed).text, *typed) for typed in asked]
    assert UNKNOWN in pages[0]
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize(
    "typed",
    [
        ("{n}", "{c}"),
        ("{b}", "{l}"),
        (" {n} ", " {s} "),
    ],
)
def test_people_type_brackets_letters_and_blanks_as_they_like(client, paper, typed):
    forms = {
        "n": paper.number,
        "b": paper.number.replace("〔", "[").replace("〕", "]"),
        "c": paper.code,
        "l": paper.code.lower().replace("-", ""),
        "s": paper.code.replace("-", " "),
    }
    assert GENUINE in ask(client, typed[0].format(**forms), typed[1].format(**forms)).text


def test_the_square_code_leads_to_the_answer(client, paper, settings):
    settings.PUBLIC_URL = "https://egov.example.gov.cn"
    link = verification_of(paper.number, paper.code).link
    assert link.startswith("https://egov.example.gov.cn/public/verify/?")
    assert GENUINE in client.get(link.removeprefix("https://egov.example.gov.cn")).text


def test_a_superseded_paper_is_called_so_and_the_new_one_is_not_named(client, paper, city):
    new = correct(city, paper)
    for page in (ask(client, paper.number, paper.code).text, bring(client, content_of(paper)).text):
        assert SUPERSEDED in page
        assert new.number not in page


def test_the_file_as_it_was_issued_is_genuine(client, paper):
    assert GENUINE in bring(client, content_of(paper)).text


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_a_changed_file_is_called_altered(client, paper, share):
    content = bytearray(content_of(paper))
    content[int(len(content) * share)] ^= 1
    assert ALTERED in bring(client, bytes(content)).text


def test_a_file_that_was_saved_anew_is_called_altered(client, paper, tmp_path):
    (tmp_path / "a.pdf").write_bytes(content_of(paper))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.docinfo["/Title"] = "x"
        pdf.save(tmp_path / "b.pdf")
    assert ALTERED in bring(client, (tmp_path / "b.pdf").read_bytes()).text


def sealed_elsewhere(city, **fields):
    office = city.informatization_office
    paper = draft(office, is_sealed=True, verification=verification_of("x", "y"), **fields)
    return render_sealed(paper, seal=seal_of(office.name, file=f"organ-{office.pk}"), data={}, reason="")


def test_a_good_seal_on_a_paper_that_nobody_registered_is_called_so(client, paper, city):
    page = bring(client, sealed_elsewhere(city)).text
    assert UNREGISTERED in page
    assert GENUINE not in page


def test_a_seal_of_a_strange_authority_is_called_so(client, city, settings, tmp_path):
    content = sealed_elsewhere(city)
    settings.SEAL_AUTHORITIES = tmp_path / "other"
    seal_of("别处", file="other")
    assert UNTRUSTED in bring(client, content).text


def test_a_pdf_without_a_seal_is_called_so(client):
    assert UNSEALED in bring(client, b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF").text


@pytest.mark.parametrize(
    ("content", "told"), [(b"PK\x03\x04", "不是PDF文件"), (b"%PDF-" + b"0" * (50 * 1024**2), "超过50 MB")]
)
def test_other_files_are_refused_beside_the_field(client, content, told):
    page = bring(client, content).text
    assert told in page
    assert 'id="answer"' not in page


def test_an_empty_form_says_what_to_fill_in(client):
    page = ask(client, "", "").text
    assert "请填写" in page
    assert 'id="answer"' not in page


def test_who_asks_too_often_waits(client, paper, monkeypatch):
    monkeypatch.setitem(throttle.MOST, "code", 3)
    answers = [ask(client, paper.number, paper.code).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    elsewhere = client.get(
        reverse("opendata:verify"),
        {"number": paper.number, "code": paper.code},
        REMOTE_ADDR="203.0.113.9",
    )
    assert elsewhere.status_code == 200
    assert client.get(reverse("opendata:verify")).status_code == 200


def test_the_public_pages_lead_to_it(client):
    assert reverse("opendata:verify") in client.get(reverse("opendata:home")).text


def test_looking_costs_one_query(client, paper, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(client, paper.number, paper.code)


def test_only_papers_for_the_public_are_handed_to_the_public(client, paper, city):
    notice = issue(city, paper.project, kind="award_notice")
    address = reverse("opendata:paper_file", args=[notice.pk, notice.name])
    assert client.get(address).content == content_of(notice)
    assert client.get(reverse("opendata:paper_file", args=[paper.pk, paper.name])).status_code == 404
