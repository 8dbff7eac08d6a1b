"""Real files to upload: a PDF, a DOCX, an XLSX, with Chinese names."""

import io
from pathlib import Path

import docx
import openpyxl
import pikepdf


def pdf(folder: Path, name: str) -> Path:
    """Write a PDF of one page."""
    path = folder / f"{name}.pdf"
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.save(path)
    return path


def word(folder: Path, name: str) -> Path:
    """Write a DOCX with a paragraph."""
    path = folder / f"{name}.docx"
    document = docx.Document()
    document.add_heading(name, level=1)
    document.add_paragraph("本报告说明项目建设的必要性、可行性和主要内容。")
    document.save(str(path))
    return path


def sheet(folder: Path, name: str) -> Path:
    """Write an XLSX with a table."""
    path = folder / f"{name}.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["费用项目", "金额（元）"])
    book.active.append(["软件开发", 1_800_000])
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
    return path
