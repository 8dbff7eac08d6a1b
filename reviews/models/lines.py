"""Many short texts out of the database as one: a row for each would cost more than all the rest."""

from typing import Any

from django.db.models import Aggregate, Expression, Func, TextField, Value


class Lines(Aggregate):
    """All texts of a group in one, a line each, in no order."""

    function = "STRING_AGG"

    def __init__(self, text: Expression, **extra: Any) -> None:
        super().__init__(text, Value("\n"), output_field=TextField(), **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Call it as SQLite does."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def lines_of(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def joined(*parts: str | Expression, by: str) -> Func:
    """Write parts beside each other; none of them may be null."""
    texts = [each for one in parts for each in (Value(by), one)][1:]
    return Func(*texts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())
