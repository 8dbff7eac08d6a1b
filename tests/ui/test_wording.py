"""The Chinese catalogue keeps to the words of the regulation and to Chinese punctuation."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
# Words that people reach for, and the regulation's own word for the same thing.
WORDS = {
    "用户单位": "使用方",
    "使用单位": "使用方",
    "建设单位": "项目建设主体",
    "申报单位": "业主单位",
    "项目概算": "投资概算",
    "预算概算": "投资概算",
    "中标通知函": "中标通知书",
    "评审意见书": "评审意见",
    "论证会": "专家论证",
    "立项批准": "立项批复",
    "终止立项": "不予立项",
    "驳回": "退回补正、不予立项",
    "最终验收": "竣工验收",
    "预验收": "初步验收",
    "上线运行": "投入使用",
    "绩效考核": "绩效评价",
    "审计跟踪": "审计日志",
    "保证书": "保证金",
}
HALF_WIDTH = re.compile(r"[一-鿿][,;:!?]|[,;!?][一-鿿]|[一-鿿]\.$|[一-鿿]\(|\)[一-鿿]|\"")


def _texts() -> list[tuple[str, str]]:
    entries = polib.pofile(str(CATALOGUE))
    return [(e.msgid, text) for e in entries for text in [e.msgstr, *e.msgstr_plural.values()] if text]


@pytest.mark.parametrize(("wrong", "right"), WORDS.items())
def test_one_word_for_one_thing(wrong: str, right: str) -> None:
    assert not [text for _msgid, text in _texts() if wrong in text], f"we say {right}"


def test_punctuation_is_full_width() -> None:
    assert not [text for _msgid, text in _texts() if HALF_WIDTH.search(text)]


def test_a_sentence_stays_a_sentence() -> None:
    odd = [
        (msgid, text)
        for msgid, text in _texts()
        if text.endswith("。") != msgid.endswith((".", "!")) and not msgid.endswith(("?", ":", "No."))
    ]
    assert not odd
