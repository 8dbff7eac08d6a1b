"""Document numbers, 发文字号 (7.2.5)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DocumentNumber:
    """发文字号 (7.2.5): the code of the organ, the year, and the serial number within the year."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, kw_only=True)
class NumberToCome(DocumentNumber):
    """The number of a draft: none is taken before the paper is issued."""

    serial: int = 0

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕　号"
