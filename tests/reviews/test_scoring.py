from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reviews.scoring import Place, average, outliers, price_points

POINTS = st.decimals(min_value=0, max_value=100, places=2)
PRICES = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999999.99"), places=2)
PLACES = st.builds(Place, total=POINTS, price=PRICES, technical=POINTS, arrival=st.integers(1, 9999))


@given(st.lists(POINTS, min_size=1, max_size=15))
def test_an_average_lies_between_the_lowest_and_the_highest(totals):
    assert min(totals) <= average(totals) <= max(totals)


@given(st.lists(POINTS, min_size=1, max_size=15), st.randoms())
def test_the_order_of_the_members_changes_nothing(totals, chance):
    shuffled = list(totals)
    chance.shuffle(shuffled)
    assert average(shuffled) == average(totals)
    far = sorted(totals[n] for n in outliers(dict(enumerate(totals)), Decimal(20)))
    assert sorted(shuffled[n] for n in outliers(dict(enumerate(shuffled)), Decimal(20))) == far


@given(st.dictionaries(st.integers(), PRICES, min_size=1, max_size=8), st.integers(1, 100))
def test_a_lower_price_never_has_fewer_points_and_the_lowest_has_all(prices, weight):
    points = price_points(prices, Decimal(weight))
    by_price = [points[key] for key in sorted(prices, key=prices.__getitem__)]
    assert by_price == sorted(by_price, reverse=True)
    assert by_price[0] == weight
    assert all(0 <= one <= weight for one in by_price)


@given(st.lists(PLACES, min_size=2, max_size=8, unique_by=lambda one: one.arrival), st.randoms())
def test_every_tie_is_decided_the_same_way_however_the_list_began(places, chance):
    order = sorted(places, key=lambda one: one.key)
    shuffled = list(places)
    chance.shuffle(shuffled)
    assert sorted(shuffled, key=lambda one: one.key) == order
    for better, worse in pairwise(order):
        assert better.total >= worse.total
        reason = worse.decided_by(better)
        assert (reason == "") is (better.total > worse.total)
        if reason == "price":
            assert better.price < worse.price
        if reason == "technical":
            assert (better.price, better.technical > worse.technical) == (worse.price, True)


@given(st.dictionaries(st.integers(), POINTS, min_size=2, max_size=9), st.integers(0, 100))
def test_nobody_lies_far_from_others_who_gave_the_same(totals, tolerance):
    same = dict.fromkeys(totals, Decimal(70))
    assert outliers(same, Decimal(tolerance)) == set()
