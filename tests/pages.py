"""What is wrong with a page, whatever it is about."""

from collections import Counter
from html.parser import HTMLParser


def faults_of(page: str) -> list[str]:
    """Name what breaks the security policy, the form protection or the structure of a page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    twice = [name for name, count in reader.ids.items() if count > 1]
    dangling = [name for name in reader.labelled if name not in reader.ids]
    return [
        *reader.faults,
        *(f"two elements have the id {name!r}" for name in twice),
        *(f"a label points to {name!r}, which is not on the page" for name in dangling),
    ]


class Reader(HTMLParser):
    """Collects faults while it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.labelled: list[str] = []
        self.open_post_form = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "label" and given.get("for"):
            self.labelled.append(given["for"])
        self.note_inline_code(tag, given)
        self.note_form(tag, given)

    def note_inline_code(self, tag: str, given: dict[str, str]) -> None:
        """The security policy lets no inline script or style through: it would be dead on the page."""
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.faults.append("an inline script")
        if tag == "style" or "style" in given:
            self.faults.append(f"an inline style in <{tag}>")
        self.faults += [f"an inline handler {name!r} in <{tag}>" for name in given if name.startswith("on")]

    def note_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            posts = given.get("method", "get").lower() == "post"
            self.open_post_form = (given.get("action") or "the page itself") if posts else ""
        if tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self.open_post_form = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.open_post_form:
            self.faults.append(f"a form posts to {self.open_post_form} without a csrf token")
            self.open_post_form = ""
