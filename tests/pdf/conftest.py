import datetime as dt
import logging

import pytest

from egov.pdf.papers import Column, DocumentNumber, OfficialPaper, Section, Table, Verification
from egov.pdf.render import render_sealed
from egov.pdf.sealing.keys import seal_of


class Complaints(logging.Handler):
    """Keeps what WeasyPrint grumbles about: CSS that it ignores, fonts that it cannot load."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def complaints():
    handler = Complaints()
    logging.getLogger("weasyprint").addHandler(handler)
    yield handler
    logging.getLogger("weasyprint").removeHandler(handler)
    assert handler.messages == []


@pytest.fixture
def approval():
    """Make an initiation approval; each keyword replaces a part of it."""

    def make(**parts):
        sources = Table(
            columns=(Column(label="资金来源", share=60), Column(label="金额（万元）", amount=True, share=40)),
            rows=(("市电子政务专项资金", "800.00"), ("省级补助资金", "480.50")),
        )
        usual = {
            "issuer": "江州市信息化领导小组办公室",
            "number": DocumentNumber(code="江信领办", year=2026, serial=1),
            "title": "江州市信息化领导小组办公室关于全市政务数据共享交换平台（二期）项目立项的批复",
            "addressees": ("江州市大数据管理局",),
            "date": dt.date(2026, 1, 5),
            "opening": "你单位《江州市大数据管理局关于申请全市政务数据共享交换平台（二期）项目立项的请示》"
            "（江数字〔2025〕38号）收悉。经研究，批复如下：",
            "closing": "此复。",
            "sections": (
                Section(heading="原则同意项目立项", text="由江州市大数据管理局作为项目建设主体。"),
                Section(
                    heading="主要建设内容", text="（一）共享交换平台。汇聚28个部门的政务数据。\n1. 基础库。"
                ),
                Section(heading="总投资及资金来源", text="总投资1,280.50万元。", table=sources),
            ),
            "attachments": ("专家论证意见", "项目投资估算表"),
            "note": "此件公开发布",
            "copies_to": ("市政府办公室", "市财政局", "市审计局"),
        }
        return OfficialPaper(**(usual | parts))

    return make


@pytest.fixture
def sealed(approval):
    """Print an initiation approval with its data and seal it."""

    def make(data=None, **parts):
        page = "https://egov.example.gov.cn/public/verify/"
        verification = Verification(
            code="2345-6789-ABCD", page=page, link=f"{page}?number=x&code=2345-6789-ABCD"
        )
        paper = approval(is_sealed=True, verification=verification, **parts)
        seal = seal_of(paper.issuer, file="91330100MA00000000")
        return render_sealed(paper, seal=seal, data=data or {"金额": "1280.50"}, reason="签发")

    return make
