"""Sheets for the evaluation of bids; the price has its legal share (财政部令第87号 art. 55)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from reviews.models import Criterion, Dimension, MarkSheet, Panel
from reviews.presets.lines import Line, Preset, gate, points

D = Dimension


def _price(most: int) -> Line:
    hint = "评标基准价÷投标报价×本项分值；评标基准价为符合要求的最低投标报价。由系统计算，评委不打分。"
    return Line("投标报价", D.ECONOMY, Decimal(most), hint, Criterion.Kind.PRICE)


_RESPONSIVE = gate("实质性响应", D.CONFORMITY, "资格、签章、有效期和实质性条款均符合招标文件。")

BIDS = (
    Preset(
        "bid_services",
        Panel.Kind.BID,
        _("Bids for services"),
        "财政部令第87号第五十五条：服务项目价格分值占比不低于10%",
        (
            _RESPONSIVE,
            points("技术方案", D.TECHNIQUE, 40, "针对性强，架构、接口和数据方案完整。"),
            points("需求理解与响应", D.CONFORMITY, 15, "对业务理解准确，响应无偏离。"),
            points("项目团队与进度", D.IMPLEMENTATION, 15, "负责人和骨干经验相符，进度可行。"),
            points("售后与培训", D.IMPLEMENTATION, 10, "响应时限、驻场、培训安排具体。"),
            _price(20),
        ),
        procured=MarkSheet.Procured.SERVICES,
    ),
    Preset(
        "bid_goods",
        Panel.Kind.BID,
        _("Bids for goods"),
        "财政部令第87号第五十五条：货物项目价格分值占比不低于30%",
        (
            _RESPONSIVE,
            points("技术指标", D.TECHNIQUE, 35, "逐项对照技术参数，正偏离有证明材料。"),
            points("供货与安装", D.IMPLEMENTATION, 15, "供货渠道、安装调试和进度可行。"),
            points("售后服务", D.IMPLEMENTATION, 10, "质保期、备件和响应时限。"),
            _price(40),
        ),
        procured=MarkSheet.Procured.GOODS,
    ),
)
