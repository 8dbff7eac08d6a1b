from projects.models import NumberSequence


def next_number(*, series: str, year: int) -> int:
    """Take the next number of a series, without gaps. Call it inside the transaction that uses it.

    The row stays locked until that transaction ends: if it fails, the number is free again.
    """
    return next_numbers(series=series, year=year, count=1)[0]


def next_numbers(*, series: str, year: int, count: int) -> range:
    """Take several numbers of a series at once, on the same terms."""
    NumberSequence.objects.get_or_create(series=series, year=year)
    sequence = NumberSequence.objects.select_for_update(of=("self",), no_key=True).get(
        series=series, year=year
    )
    first = sequence.last + 1
    sequence.last += count
    sequence.save(update_fields=["last"])
    return range(first, first + count)
