from projects.models import NumberSequence


def next_number(*, series: str, year: int) -> int:
    """Take the next number of a series, without gaps. Call it inside the transaction that uses it.

    The row stays locked until that transaction ends: if it fails, the number is free again.
    """
    NumberSequence.objects.get_or_create(series=series, year=year)
    sequence = NumberSequence.objects.select_for_update(of=("self",)).get(series=series, year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last
