"""What a form says of a wrong field: the words of the house, never Django's Chinese."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from egov.accounts.forms import OwnPasswordForm
from egov.accounts.models import Jurisdiction
from egov.ui.forms import BaseForm, DateField, DateTimeField, ManyField
from tests.factories import make_user


class Many(BaseForm, forms.Form):
    title = forms.CharField(max_length=5, required=False)
    score = forms.DecimalField(min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False)
    days = forms.IntegerField(required=False)
    kind = forms.ChoiceField(choices=[("a", "新建")], required=False)
    on = DateField(required=False)
    at = DateTimeField(required=False)
    email = forms.EmailField(required=False)
    own = forms.IntegerField(required=False, error_messages={"invalid": "自己的话"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["late"] = forms.IntegerField(required=False)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("title", "很长很长的名称", "最多 5 字，现有 7 字。"),
        ("title", "文\0字", "内容中有无法保存的字符，请重新填写。"),
        ("score", "101", "不得大于 100。"),
        ("score", "-1", "不得小于 0。"),
        ("score", "1e20", "不得大于 100。"),
        ("score", "1.234", "小数位数过多，最多 2 位。"),
        ("score", "一百", "请填写数字，例如 85.5。"),
        ("days", "三天", "请填写整数，例如 12。"),
        ("late", "三天", "请填写整数，例如 12。"),
        ("kind", "b", "没有这个选项或者该选项已停用，请重新选择。"),
        ("on", "2026-02-31", "请填写有效日期，例如 2026-05-31。"),
        ("on", "0206-02-01", "请核对年份：0206。"),
        ("at", "9999-12-31T10:00", "请核对年份：9999。"),
        ("at", "明天上午", "请填写有效的日期和时间，例如 2026-05-31 09:30。"),
        ("email", "没有", "电子邮箱格式不正确，应类似 name@example.cn。"),
        ("own", "三天", "自己的话"),
    ],
)
def test_a_fault_is_said_plainly(name, text, said):
    assert Many({name: text}).errors[name][0] == said


def test_an_empty_file_is_said_plainly():
    class Upload(BaseForm, forms.Form):
        file = forms.FileField()

    form = Upload({}, {"file": SimpleUploadedFile("空.pdf", b"")})
    assert form.errors["file"] == ["文件是空的，请另选文件。"]


@pytest.mark.django_db
def test_a_number_that_no_row_can_have_is_a_wrong_choice():
    class Places(BaseForm, forms.Form):
        places = ManyField(Jurisdiction.objects.all())

    form = Places({"places": ["99999999999999999999999"]})
    assert form.errors["places"] == ["没有这个选项或者该选项已停用，请重新选择。"]


@pytest.mark.django_db
def test_a_short_password_is_refused_in_chinese():
    form = OwnPasswordForm(make_user(), {"new_password1": "Ab1", "new_password2": "Ab1"})
    assert form.errors["old_password"] == ["请填写此项。"]
    assert "密码过短，至少需要 10 个字符。" in form.errors["new_password2"]


def test_every_form_of_the_house_speaks_plainly():
    assert get_resolver().url_patterns  # Whatever is on a page is loaded now.
    ours = [form for form in forms_below(forms.BaseForm) if form.__module__.split(".")[0] in APPS]
    assert len(ours) > 50
    mute = [form for form in ours if not issubclass(form, BaseForm) and not form.__name__.startswith("_")]
    assert mute == []


APPS = {"egov", "projects", "reviews", "procurement", "acceptance"}


def forms_below(kind):
    return {below for one in kind.__subclasses__() for below in (one, *forms_below(one))}
