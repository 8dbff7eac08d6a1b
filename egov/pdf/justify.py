"""Chinese lines end flush.

WeasyPrint 70 justifies a line by widening its spaces. Chinese has none: a line that the rules of
punctuation leave one character short would end ragged, which no official paper does. Here the gap is
shared out between the characters, as every word processor in a Chinese office does.
"""

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout

_by_spaces = inline.justify_line


def justify_chinese() -> None:
    """Teach WeasyPrint, once per process; lines without Han characters stay as they are."""
    inline.justify_line = _justify_line


def _justify_line(context, line, extra_width):
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    characters = sum(len(box.text) for box in texts)
    if characters > 1 and any(letter >= "\u3400" for box in texts for letter in box.text):
        _spread(context, line, extra_width / (characters - 1), 0)
    else:
        _by_spaces(context, line, extra_width)


def _spread(context, box, gap, shift):
    """Widen each character of the box by the gap and return how far what follows must move."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        box.style = box.style.copy()
        spacing = box.style["letter_spacing"]
        box.style["letter_spacing"] = gap + (0 if spacing == "normal" else spacing)
        box.pango_layout = create_layout(box.text, box.style, context, None, 0)
        box.pango_layout.deactivate()
        box.width += gap * len(box.text)
        return shift + gap * len(box.text)
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.translate(shift, 0)
        return shift
    before = shift
    box.position_x += shift
    for child in box.children:
        if child.is_in_normal_flow():
            shift = _spread(context, child, gap, shift)
    box.width += shift - before
    return shift
