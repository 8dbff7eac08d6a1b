from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from egov.ui.forms import AmountField, BaseForm, DateField, DateTimeField, MultipleFileField


class Sample(BaseForm, forms.Form):
    units = {"months": "个月"}

    title = forms.CharField(label="项目名称", help_text="写全称")
    estimate = AmountField(label="投资估算", min_value=1)
    months = forms.IntegerField(label="周期", required=False)
    kind = forms.ChoiceField(label="性质", choices=[("a", "新建"), ("b", "续建")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="同意")


def drawn(form: forms.BaseForm, source: str) -> str:
    return Template(source).render(Context({"form": form}))


def test_a_field_is_tied_to_its_help_and_its_error():
    page = drawn(Sample({"title": "", "estimate": "12.5万"}), "{% field form.title %}")
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'id="id_title_helptext"' in page
    assert 'id="id_title_error"' in page
    assert 'aria-invalid="true"' in page
    assert "form-control is-invalid" in page
    assert "请填写此项" in page


def test_a_required_field_is_marked_but_left_to_the_server():
    page = drawn(Sample(), "{% field form.title %}")
    assert 'aria-required="true"' in page
    assert " required" not in page.replace("aria-required", "")
    assert "必填" in page


def test_an_optional_field_has_no_mark():
    assert "必填" not in drawn(Sample(), "{% field form.months %}")


def test_units_stand_beside_numbers():
    assert '<span class="unit">个月</span>' in drawn(Sample(), "{% field form.months %}")
    assert '<span class="unit">元</span>' in drawn(Sample(), "{% field form.estimate %}")


def test_an_amount_shows_what_it_understood_and_keeps_what_was_typed():
    page = drawn(Sample({"estimate": "12.5万"}), "{% field form.estimate %}")
    assert 'value="12.5万"' in page
    assert ">12.50 万元 = 125,000.00 元</output>" in page


@pytest.mark.parametrize("text", ["9" * 30, "1" * 5000, "1e999999", "NaN", "Infinity", "٣"])
def test_what_no_column_holds_is_an_ordinary_error(text):
    form = Sample({"estimate": text})
    assert form.has_error("estimate", "invalid")
    assert "aria-invalid" in drawn(form, "{% field form.estimate %}")


def test_choices_are_a_group_with_a_legend():
    page = drawn(Sample(), "{% field form.kind %}")
    assert "<legend" in page
    assert page.count('class="form-check-input"') == 2


def test_the_summary_leads_to_each_field():
    page = drawn(Sample({}), "{% form_errors form %}")
    assert 'role="alert"' in page
    assert "有 4 处需要更正" in page
    for target in ("#id_title", "#id_estimate", "#id_kind_0", "#id_agreed"):
        assert f'href="{target}"' in page


def test_a_form_in_order_has_no_summary():
    form = Sample({"title": "一", "estimate": "1", "kind": "a", "agreed": "on"})
    assert "fault-summary" not in drawn(form, "{% form_errors form %}")


def test_a_formset_is_part_of_the_summary():
    formset = forms.formset_factory(Sample, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": ""}
    )
    page = Template("{% form_errors formset %}").render(Context({"formset": formset}))
    assert 'href="#id_form-0-title"' in page


def test_a_whole_form_is_drawn_by_the_same_parts():
    page = drawn(Sample({}), "{{ form }}")
    assert "fault-summary" in page
    assert page.count('class="field') >= 5


@pytest.mark.parametrize(
    ("text", "why"), [("0.5", "at least CNY 1.00"), ("1234567890123456", "too large"), ("", "fill this in")]
)
def test_an_amount_out_of_bounds_is_refused(text, why):
    with translation.override("en"):
        form = Sample({"estimate": text})
        assert why in form.errors["estimate"][0]


def test_an_amount_cleans_to_yuan():
    form = Sample({"title": "一", "estimate": "1,234.5", "kind": "a", "agreed": "on"})
    assert form.is_valid()
    assert form.cleaned_data["estimate"] == Decimal("1234.50")


@pytest.mark.parametrize("text", ["2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "20261122"])
def test_days_are_read_as_people_write_them(text):
    assert DateField().clean(text) == date(2026, 11, 22)


def test_date_widgets_speak_iso_in_every_language():
    class Dates(BaseForm, forms.Form):
        on = DateField()
        at = DateTimeField()

    at = datetime(2026, 11, 22, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    for language in ("zh-hans", "en"):
        with translation.override(language):
            page = drawn(Dates(initial={"on": date(2026, 11, 22), "at": at}), "{{ form.on }}{{ form.at }}")
        assert 'type="date" name="on" value="2026-11-22"' in page
        assert 'type="datetime-local" name="at" value="2026-11-22T09:05"' in page
    assert DateTimeField().clean("2026-11-22T09:05") == at


class Upload(BaseForm, forms.Form):
    attachments = MultipleFileField(max_files=2)


def upload(*names: str) -> Upload:
    files = [SimpleUploadedFile(name, b"x") for name in names]
    return Upload({}, MultiValueDict({"attachments": files}))


def test_several_files_come_as_a_list():
    form = upload("可研报告.pdf", "需求分析.docx")
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["attachments"]] == ["可研报告.pdf", "需求分析.docx"]


def test_too_many_files_or_none_are_refused():
    assert upload("1", "2", "3").errors["attachments"] == ["每次最多选择 2 个文件。"]
    assert upload().errors["attachments"] == ["请选择。"]
