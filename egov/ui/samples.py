"""What the gallery shows: one imagined project of an imagined city, in the words that people use."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from egov.ui.forms import AmountField, BaseForm, DateField, MultipleFileField
from egov.ui.paging import CappedCount, KeysetPage

BEIJING = ZoneInfo("Asia/Shanghai")
PROJECT = "云岭市不动产登记与住房保障信息共享平台（二期）建设项目"
PHASES = ["计划", "申报", "论证", "审批", "方案", "招标", "建设", "验收", "运维评价"]
CATEGORIES = [
    ("network", "信息网络系统"),
    ("resource", "信息资源开发利用"),
    ("software", "应用系统"),
    ("support", "配套软硬件购置"),
]


class ProposalForm(BaseForm, forms.Form):
    """A form with one field of each look."""

    units = {"months": "个月"}

    title = forms.CharField(
        label="项目名称", max_length=100, help_text="写全称，与立项申报表一致，不超过 100 字。"
    )
    category = forms.ChoiceField(label="项目类别", choices=CATEGORIES)
    estimate = AmountField(label="投资估算", help_text="可以写 1,234.5，也可以写 12.5万。", min_value=1)
    months = forms.IntegerField(label="建设周期", min_value=1, max_value=60)
    starts_on = DateField(label="计划开工日期")
    construction_type = forms.ChoiceField(
        label="建设性质",
        choices=[("new", "新建"), ("continued", "续建"), ("expanded", "扩建")],
        widget=forms.RadioSelect,
    )
    shares = forms.MultipleChoiceField(
        label="共享的信息资源",
        choices=[("register", "不动产登记信息"), ("housing", "保障性住房信息"), ("tax", "契税缴纳信息")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="与信息资源目录一致，可多选。",
    )
    background = forms.CharField(label="建设背景", widget=forms.Textarea, required=False)
    attachments = MultipleFileField(
        label="附件", required=False, help_text="PDF、DOCX、XLSX、OFD，每个不超过 50 MB。"
    )
    truthful = forms.BooleanField(label="以上内容真实、完整，已经单位负责人审核")


def faulty_form() -> ProposalForm:
    """A form as it comes back when several things were wrong."""
    typed = {"category": "software", "estimate": "12,5万", "months": "0"}
    form = ProposalForm({f"faulty-{name}": text for name, text in typed.items()}, prefix="faulty")
    form.is_valid()
    return form


def form() -> ProposalForm:
    """A form as it is first shown, half filled."""
    filled = {
        "title": PROJECT,
        "category": "software",
        "estimate": Decimal("12345600.00"),
        "construction_type": "expanded",
        "shares": ["housing"],
    }
    return ProposalForm(initial=filled)


def phases() -> list[dict[str, Any]]:
    """Nine phases with the tender under way."""
    dates = [date(2025, 12, 18), date(2026, 3, 2), date(2026, 4, 27), date(2026, 6, 8), date(2026, 9, 15)]
    done = [
        {"label": label, "state": "done", "date": on, "url": f"#phase-{n}"}
        for n, (label, on) in enumerate(zip(PHASES, dates, strict=False))
    ]
    rest = [{"label": label, "state": "to_come"} for label in PHASES[6:]]
    return [*done, {"label": PHASES[5], "state": "current", "url": "#phase-5"}, *rest]


def money() -> list[dict[str, Any]]:
    """From estimate to payment, one amount over its limit."""
    return [
        {"label": "投资估算", "amount": Decimal(12345600)},
        {"label": "批复投资", "amount": Decimal(11800000), "note": "比估算少 54.56 万元"},
        {"label": "投资概算", "amount": Decimal(12390000), "note": "超批复 5.00%，已获同意", "over": True},
        {"label": "中标价", "amount": Decimal("11268888.88"), "note": "占概算 90.95%"},
        {"label": "合同价", "amount": None},
        {"label": "已支付", "amount": None},
    ]


def unmet() -> list[dict[str, str]]:
    """Why a step cannot be taken yet."""
    return [
        {"label": "中标公告尚未发布", "url": "#announcement"},
        {"label": "合同金额超出专项资金可用余额 38.60 万元", "url": "#fund"},
        {"label": "监理单位尚未指定"},
    ]


def tasks() -> list[dict[str, Any]]:
    """Three lines of a to-do list: overdue, soon, later."""
    now, today = timezone.now(), timezone.localdate()
    return [
        {
            "title": "会签论证结论",
            "url": "#t1",
            "project": PROJECT,
            "project_url": "#p1",
            "from_whom": "市信息化管理办公室 陈志远",
            "since": now - timedelta(days=6),
            "due": today - timedelta(days=2),
            "action": "会签",
        },
        {
            "title": "补正项目需求分析报告",
            "url": "#t2",
            "project": "云岭市公共资源交易全流程电子化及跨区域远程异地评标系统升级改造项目（含县区节点）",
            "from_whom": "市信息化管理办公室 李敏",
            "since": now - timedelta(hours=5),
            "due": today + timedelta(days=1),
            "action": "补正",
        },
        {
            "title": "填报建设进度",
            "url": "#t3",
            "project": "青石区智慧社区综合服务平台",
            "since": now - timedelta(minutes=12),
            "due": today + timedelta(days=12),
            "action": "填报",
        },
    ]


def files() -> list[dict[str, Any]]:
    """Documents with long Chinese names."""
    at = datetime(2026, 9, 15, 16, 42, tzinfo=BEIJING)
    return [
        {
            "name": "云岭市不动产登记与住房保障信息共享平台（二期）可行性研究报告（报批稿）.pdf",
            "url": "#f1",
            "kind": "可行性研究报告",
            "size": 8_412_345,
            "version": 3,
            "versions_url": "#v1",
            "uploaded_by": "王建国",
            "uploaded_at": at,
        },
        {
            "name": "项目需求分析报告.docx",
            "url": "#f2",
            "kind": "需求分析报告",
            "size": 812_345,
            "icon": "file-type-docx",
        },
        {
            "name": "投资概算明细表.xlsx",
            "url": "#f3",
            "size": 45_678,
            "icon": "file-spreadsheet",
            "version": 1,
        },
    ]


def history() -> list[dict[str, Any]]:
    """What was done, newest first."""
    return [
        {
            "at": datetime(2027, 3, 2, 9, 5, tzinfo=BEIJING),
            "organization": "市财政局",
            "who": "李卫东",
            "deed": "会签通过论证结论",
            "reason": "投资规模与年度预算安排相符，分年度资金来源已落实。",
            "stage_label": "已论证",
            "stage_tone": "done",
            "clause": "三（二）2",
        },
        {
            "at": datetime(2027, 2, 24, 15, 31, tzinfo=BEIJING),
            "organization": "市信息化管理办公室",
            "who": "陈志远",
            "deed": "退回补正申报材料",
            "reason": "需求分析报告未说明与既有不动产登记系统的数据迁移方案。",
            "stage_label": "退回补正",
            "stage_tone": "waiting",
            "clause": "三（二）1",
            "url": "#diff",
            "url_label": "查看标注",
        },
        {
            "at": datetime(2027, 2, 20, 10, 0, tzinfo=BEIJING),
            "organization": "市自然资源和规划局",
            "who": "王建国",
            "deed": "提交申报",
        },
    ]


def filters() -> list[dict[str, Any]]:
    """Two filters of a list with their counts."""
    return [
        {
            "label": "阶段",
            "options": [
                {"label": "论证中", "url": "?stage=1", "count": 12, "active": True},
                {"label": "建设中", "url": "?stage=2", "count": 38},
                {"label": "已验收", "url": "?stage=3", "count": 0},
            ],
        },
        {
            "label": "年度",
            "options": [{"label": "2026 年", "url": "?year=2026"}, {"label": "2027 年", "url": "?year=2027"}],
        },
    ]


def projects() -> list[dict[str, Any]]:
    """Rows of a project list."""
    return [
        {
            "number": "YL-2026-0117",
            "title": PROJECT,
            "unit": "市自然资源和规划局",
            "stage": "招标中",
            "tone": "active",
            "estimate": Decimal(12345600),
            "due": timezone.localdate() + timedelta(days=2),
        },
        {
            "number": "YL-2026-0098",
            "title": "城市运行“一网统管”感知网络扩容",
            "unit": "市城市管理综合执法局",
            "stage": "退回补正",
            "tone": "waiting",
            "estimate": Decimal(3860000),
            "due": timezone.localdate() - timedelta(days=4),
        },
        {
            "number": "YL-2025-0042",
            "title": "青石区智慧社区综合服务平台",
            "unit": "青石区民政局",
            "stage": "已投入使用",
            "tone": "done",
            "estimate": Decimal("986543.21"),
            "due": None,
        },
    ]


def sections() -> list[dict[str, Any]]:
    """The sections of a long form: one complete, one open, two to come."""
    return [
        {"label": "基本情况", "url": "#s1", "state": "complete"},
        {"label": "投资与资金来源", "url": "#s2", "state": "incomplete", "current": True},
        {"label": "信息资源共享", "url": "#s3", "state": "empty"},
        {"label": "附件", "url": "#s4", "state": "empty"},
    ]


def page() -> dict[str, Any]:
    """A page in the middle of a long list, with its count."""
    return {
        "page": KeysetPage(items=[], next_url="?after=x", previous_url="?before=x"),
        "count": CappedCount(1000, capped=True),
    }


def facts() -> list[tuple[str, Any]]:
    """What a page says about a project at a glance."""
    return [
        ("业主单位", "云岭市自然资源和规划局"),
        ("使用方", "云岭市不动产登记中心、云岭市住房保障服务中心"),
        ("建设主体", "云岭市大数据发展集团有限公司"),
        ("监理单位", None),
        ("发文字号", "云信领办〔2026〕17号"),
        ("计划年度", "2026 年"),
    ]


def sheet_faults() -> list[dict[str, Any]]:
    """What was wrong in a sheet, row by row: one cell of nonsense, one left empty."""
    return [
        {"row": 4, "column": "投资估算（元）", "message": "请填写数字。", "typed": "约三百万"},
        {"row": 7, "column": "项目名称", "message": "必填。", "typed": ""},
    ]
