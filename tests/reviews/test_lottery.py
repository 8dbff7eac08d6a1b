"""The draw itself: unbiased, deterministic, and never outside its list."""

import hashlib
import hmac
import json
from collections import Counter
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.lottery import FORMAT, commitment, digest, drawn, faults_of, written

DRAWS = 100_000
NEVER = 1e-6
"""How rarely a fair draw may fail this test."""


def critical(freedom: int, chance: float) -> float:
    """Return the value that chi-squared exceeds with this chance (Wilson and Hilferty, 1931)."""
    z, part = NormalDist().inv_cdf(1 - chance), 2 / (9 * freedom)
    return freedom * (1 - part + z * part**0.5) ** 3


def closed(candidates, seats=3, reserves=2, taken=()):
    """Write a list of one specialty; a candidate is (employers, whether out)."""
    return listed({"0101": candidates}, [("0101", seats, reserves)], taken)


def listed(by_specialty, wanted, taken=()):
    return written(
        {
            "format": FORMAT,
            "asks": [{"specialty": code, "seats": seats, "reserves": more} for code, seats, more in wanted],
            "taken": sorted(taken),
            "candidates": {
                code: [" ".join([name(n), *map(str, sorted(own))]) for n, own, _out in people]
                for code, people in by_specialty.items()
            },
            "out": {
                name(n): [["holding", "甲公司"]]
                for people in by_specialty.values()
                for n, _own, out in people
                if out
            },
        }
    )


def name(n):
    return f"Z{n:05d}"


def strangers(count):
    return [(n, [], False) for n in range(count)]


def numbers(drawn_for):
    return [one["number"] for one in drawn_for]


@pytest.mark.slow
def test_over_many_draws_everybody_is_drawn_equally_often():
    """Chi-squared over seats without replacement: divided by (n - k) / (n - 1) it has n - 1 degrees."""
    people, seats = 12, 3
    text = closed(strangers(people), seats, 0)
    counts: Counter[str] = Counter()
    for n in range(DRAWS):
        seed = hashlib.sha256(f"seed {n}".encode()).hexdigest()
        counts.update(numbers(drawn(text, seed=seed)["seats"]))
    expected = DRAWS * seats / people
    raw = sum((count - expected) ** 2 / expected for count in counts.values())
    assert len(counts) == people
    assert raw * (people - 1) / (people - seats) < critical(people - 1, NEVER)


def test_the_critical_value_is_right():
    """From the tables: 11 degrees of freedom, 5 % and 1 ‰."""
    assert critical(11, 0.05) == pytest.approx(19.675, abs=0.02)
    assert critical(11, 0.001) == pytest.approx(31.264, rel=0.01)


def test_a_biased_order_would_be_found():
    counts = Counter({f"Z{n}": 25_000 + (600 if n == 0 else 0) for n in range(12)})
    raw = sum((count - 25_000) ** 2 / 25_000 for count in counts.values())
    assert raw * 11 / 9 < critical(11, NEVER)
    counts["Z0"] += 500
    raw = sum((count - 25_000) ** 2 / 25_000 for count in counts.values())
    assert raw * 11 / 9 > critical(11, NEVER)


def test_the_way_in_ten_lines_gives_the_same():
    """As the decision tells it, written anew."""
    seed, word = "5a" * 32, "418"
    text = closed([(n, [], n == 4) for n in range(9)])
    head = hashlib.sha256(text.encode()).hexdigest()
    order = json.loads(text)["candidates"]["0101"]
    for place in range(9):
        key = hmac.new(bytes.fromhex(seed), f"{head}\n{word}\n0101\n{place}".encode(), "sha256").hexdigest()
        other = place + int(key, 16) % (9 - place)
        order[place], order[other] = order[other], order[place]
    order.remove(name(4))
    result = drawn(text, seed=seed, word=word)
    assert numbers(result["seats"]) == order[:3]
    assert numbers(result["reserves"]) == order[3:5]


def test_another_seed_word_or_list_is_another_draw():
    text = closed(strangers(40))
    first = drawn(text, seed="00" * 32)
    assert first == drawn(text, seed="00" * 32)
    others = [
        drawn(text, seed="01" * 32),
        drawn(text, seed="00" * 32, word="7"),
        drawn(closed(strangers(41)), seed="00" * 32),
    ]
    assert [other for other in others if other == first] == []


def test_a_draw_of_the_first_format_still_holds():
    """A record that was exported before the format changed: two specialties, two of one employer, one out."""
    record = json.loads((Path(__file__).parent / "first_draw.json").read_text(encoding="utf-8"))
    assert list(faults_of(record)) == []
    broken = record | {"result": record["result"].replace("Z00006", "Z00003")}
    assert "The result does not follow from seed and list." in list(faults_of(broken))


candidates = st.lists(
    st.tuples(st.lists(st.integers(1, 6), unique=True, max_size=3), st.sampled_from([False, False, True])),
    max_size=25,
)
asks = st.lists(
    st.tuples(st.sampled_from(["0101", "0202"]), st.integers(1, 4), st.integers(0, 3)),
    unique_by=lambda ask: ask[0],
    min_size=1,
)


@given(
    candidates,
    st.sets(st.integers(0, 24)),
    asks,
    st.sets(st.integers(1, 6), max_size=2),
    st.binary(min_size=32, max_size=32),
)
def test_nobody_is_drawn_who_is_out_twice_or_beside_a_colleague(known, second, wanted, taken, seed):
    people = [(n, *fields) for n, fields in enumerate(known)]
    fit = {"0101": people, "0202": [one for one in people if one[0] in second]}
    result = drawn(listed(fit, wanted, taken), seed=seed.hex())
    by_number = {name(n): (n, set(own), out) for n, own, out in people}
    everybody = [*result["seats"], *result["reserves"]]
    assert len(set(numbers(everybody))) == len(everybody)
    for one in everybody:
        n, _own, out = by_number[one["number"]]
        assert not out
        assert one["specialty"] == "0101" or n in second
    employers = [by_number[number][1] for number in numbers(result["seats"])]
    assert sum(map(len, employers)) == len(set().union(*employers))
    assert not set().union(*employers) & taken


@given(candidates, st.binary(min_size=32, max_size=32))
def test_seats_stay_empty_only_where_nobody_is_left(known, seed):
    alone = [(n, [n + 1], out) for n, (_own, out) in enumerate(known)]
    result = drawn(closed(alone, seats=4, reserves=2), seed=seed.hex())
    eligible = [one for one in alone if not one[2]]
    assert len(result["seats"]) == min(4, len(eligible))
    assert len(result["reserves"]) == max(0, min(2, len(eligible) - 4))


def test_what_is_hashed_is_one_text_for_one_content():
    assert written({"b": 1, "a": "甲"}) == '{"a":"甲","b":1}'
    assert digest("甲") == hashlib.sha256("甲".encode()).hexdigest()
    assert commitment("00" * 32) == hashlib.sha256(bytes(32)).hexdigest()
    assert json.loads(written({"a": []})) == {"a": []}
