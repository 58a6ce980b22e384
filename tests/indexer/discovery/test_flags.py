"""A shill is flagged, and those who merely want to buy are not."""

import random

import pytest

from indexer.discovery.flags import FEWEST_AUCTIONS, ObservedAuction, PlacedBid, shill_scores

WEEK = 7 * 86_400


def market(seed, *, shills=("shill",), auctions=10, buyers=40):
    """Auctions of one seller. Each buyer wants one of some of the lots, up to what it is worth to him, and comes when he
    comes; the shill begins early, answers at once with the least that counts, and stops before it could win."""
    chance = random.Random(seed)
    observed = []
    for _ in range(auctions):
        worth = {f"buyer {n}": chance.randint(500, 2_000) for n in chance.sample(range(buyers), 5)}
        events = [(chance.randint(WEEK // 10, WEEK), name) for name in worth for _ in range(3)]
        placed, ceiling = [], sorted(worth.values())[-2] * 0.9
        for at, name in sorted(events):
            price = placed[-1].amount if placed else 100
            if placed and placed[-1].bidder == name:
                continue
            amount = min(worth[name], price + chance.randint(price // 20, price // 3))
            if amount < price * 1.05:
                continue
            placed.append(PlacedBid(name, amount, at))
            if shills and amount * 1.05 < ceiling and at < WEEK * 0.9:
                shill = chance.choice(shills)
                placed.append(PlacedBid(shill, int(amount * 1.05) + 1, at + chance.randint(30, 600)))
        observed.append(ObservedAuction(0, WEEK, placed))
    return shill_scores(observed)


@pytest.mark.parametrize("seed", range(30))
def test_a_shill_is_flagged_and_honest_bidders_are_not(seed):
    scores = market(seed)

    assert scores["shill"].is_suspicious
    assert max(scores, key=lambda bidder: scores[bidder].score) == "shill"
    assert [bidder for bidder, score in scores.items() if score.is_suspicious] == ["shill"]


@pytest.mark.parametrize("seed", range(30))
def test_nobody_is_flagged_where_nobody_shills(seed):
    assert not any(score.is_suspicious for score in market(seed, shills=()).values())


def test_a_collector_who_wins_what_he_bids_for_is_not_flagged():
    lots = [
        ObservedAuction(0, WEEK, [PlacedBid("somebody", 100, 500), PlacedBid("collector", 200 + n, WEEK // 2)])
        for n in range(10)
    ]

    assert not shill_scores(lots)["collector"].is_suspicious


def test_a_few_auctions_tell_nothing():
    lot = ObservedAuction(0, WEEK, [PlacedBid("eager", 100, 0), PlacedBid("winner", 200, WEEK)])

    assert not shill_scores([lot] * (FEWEST_AUCTIONS - 1))["eager"].is_suspicious
    assert shill_scores([lot] * FEWEST_AUCTIONS)["eager"].auctions == FEWEST_AUCTIONS


def test_ratings_are_shares_of_what_happened():
    lots = [
        ObservedAuction(0, 100, [PlacedBid("a", 100, 10), PlacedBid("b", 110, 30), PlacedBid("a", 220, 90)]),
        ObservedAuction(0, 100, [PlacedBid("b", 100, 50)]),
        ObservedAuction(0, 100, []),
    ]

    a, b = (shill_scores(lots)[bidder].ratings for bidder in "ab")

    assert (a.exclusive, b.exclusive) == (0.5, 1)
    assert (a.losing, b.losing) == (0, 0.5)
    assert (a.frequent, b.frequent) == (1, 1)
    assert (a.early, b.early) == (0.9, 0.6)
    # b answered after 20 seconds with a tenth more, a after 60 seconds with as much again.
    assert (a.quick, a.small) == (0, 0)
    assert (round(b.quick, 6), round(b.small, 6)) == (round(2 / 3, 6), 0.9)
