"""Each component by itself, given only what it says it needs."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation

from egov.ui import samples
from egov.ui.templatetags import ui
from tests.pages import faults_of

SOURCES = [
    *settings.BASE_DIR.glob("templates/**/*.html"),
    *settings.BASE_DIR.glob("egov/**/*.py"),
    *settings.BASE_DIR.glob("[prac]*/**/*.py"),
]


def draw(name: str, **context) -> str:
    given = " ".join(f"{key}={key}" for key in context)
    source = f'{{% include "components/{name}.html" with {given} only %}}'
    return Template(source).render(Context(context))


def test_every_icon_that_a_template_names_is_there():
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES if file.suffix == ".html")
    named = set(re.findall(r"""{% icon "([\w-]+)\"""", text)) | set(re.findall(r'icon_name="([\w-]+)"', text))
    assert named
    assert sorted(name for name in named if not (ui.ICONS / f"{name}.svg").exists()) == []


def test_a_blocked_step_says_what_is_missing_and_where_it_is_met():
    page = draw("step_button", label="签订合同", enabled=False, unmet=samples.unmet())
    assert 'href="#announcement">中标公告尚未发布</a>' in page
    assert "监理单位尚未指定" in page
    assert "btn-primary" not in page
    assert 'href="#sign"' not in page


def test_an_open_step_says_what_it_causes():
    page = draw("step_button", label="签发", url="#sign", enabled=True, consequence="签发后不可撤回。")
    assert 'href="#sign"' in page
    assert "签发后不可撤回。" in page


def test_the_step_bar_tells_states_by_word():
    page = draw("step_bar", phases=samples.phases())
    assert page.count('aria-current="step"') == 1
    assert (page.count("已完成"), page.count("进行中"), page.count("未开始")) == (5, 1, 3)
    assert '<time datetime="2025-12-18"><span class="when">2025年12月18日</span></time>' in page


def test_the_money_line_marks_what_exceeds_its_limit():
    page = draw("money_line", items=samples.money())
    assert page.count("money-over") == 1
    assert page.count("money-none") == 2
    assert 'title="11,268,888.88 元">1,126.89 万元' in page


@pytest.mark.parametrize("with_everything", [True, False])
def test_a_task_needs_only_what_it_is_and_where(with_everything):
    task = samples.tasks()[0] if with_everything else {"title": "会签", "url": "#t", "project": "平台"}
    page = draw("task_line", task=task)
    assert ("逾期 2 天" in page) is with_everything
    assert ("btn-primary" in page) is with_everything


def test_a_file_needs_only_name_address_and_size():
    page = draw("file_list", files=[{"name": "报告.pdf", "url": "#f", "size": 2048}])
    assert "2 KB" in page
    assert "第" not in page


def test_history_reads_as_a_sentence():
    page = draw("history_entry", entry=samples.history()[0])
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "2027年3月2日 09:05 市财政局 李卫东 会签通过论证结论 理由：投资规模" in text


@pytest.mark.parametrize(
    ("tone", "word"), [("success", "已完成"), ("danger", "未完成"), ("warning", "请注意"), ("info", "提示")]
)
def test_an_alert_says_its_tone(tone, word):
    assert word in draw("alert", tone=tone, text="一")


def test_a_chip_can_be_removed_and_an_option_counts():
    chips = [{"label": "只看逾期", "remove_url": "?x"}]
    page = draw("filters", filters=samples.filters(), chips=chips, clear_url="?")
    assert "取消筛选条件“只看逾期”" in page
    assert '<span class="menu-count">0</span>' in page


def test_a_single_page_without_count_has_no_pager():
    page = SimpleNamespace(next_url="", previous_url="")
    assert draw("pagination", page=page, count=None).strip() == ""


@pytest.mark.parametrize(("running", "asks"), [(True, 1), (False, 0)])
def test_a_job_asks_again_only_while_it_runs(running, asks):
    page = draw("progress", id="j", label="导入", done=3, total=9, running=running, url="/jobs/1/")
    assert page.count('hx-get="/jobs/1/"') == asks
    assert 'value="3" max="9"' in page


def test_a_confirmation_posts_with_its_token():
    page = draw(
        "confirm", title="签发", text="不可撤回。", url="/x", button="签发", cancel_url="/", csrf_token="t"
    )
    assert faults_of(page) == []
    assert 'action="/x"' in page


def test_missing_values_are_a_dash():
    assert draw("key_value", items=[("监理单位", None), ("年度", 2026)]).count("—") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_gallery_shows_everything(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get("/ui/")
    assert response.status_code == 200
    shown = {template.name for template in response.templates}
    parts = {f"components/{file.name}" for file in settings.BASE_DIR.glob("templates/components/*.html")}
    # The form as a whole is drawn on request only; messages need a deed before.
    assert parts - shown <= {"components/form.html"}
    with translation.override(language):
        assert translation.gettext("Components") in response.text


def test_soon_and_later_differ_in_tone():
    today = timezone.localdate()
    assert "due-soon" in ui.due(today + timedelta(days=3))
    assert "due-later" in ui.due(today + timedelta(days=4))
