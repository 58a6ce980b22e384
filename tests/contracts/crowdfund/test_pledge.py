"""A backer pledges, for a reward or for none."""

import pytest

from tests.contracts.crowdfund.conftest import DEAR, FOR_ALL, ROOM_FOR_TWO, TIERS
from tests.contracts.model.crowdfund import (
    MAX_PLACES,
    MAX_RAISED,
    NO_TIER,
    CampaignState,
    Phase,
    Pledge,
    Tier,
    hash_tiers,
)
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.marks import in_both_currencies
from tests.contracts.world.people import give_native
from tests.contracts.world.shapes import NATIVE


def test_a_campaign_that_was_never_published_takes_nothing(unpublished, backer):
    with reverts_with("CampaignUnknown", unpublished.id):
        unpublished.pledge(backer, 100)


def test_after_the_end_nobody_pledges(fair, backer):
    fair.end()
    with reverts_with("CampaignNotOpen", fair.id, Phase.FAILED):
        fair.pledge(backer, 100)


def test_a_stopped_campaign_takes_nothing(fair, backer, creator):
    fair.send("stop", creator)
    with reverts_with("CampaignNotOpen", fair.id, Phase.STOPPED):
        fair.pledge(backer, 100)


def test_a_creator_does_not_back_the_own_campaign(fair, creator):
    with reverts_with("CreatorCannotPledge", creator):
        fair.pledge(creator, 100)


def test_a_backer_pledges_once(fair, backer):
    fair.pledge(backer, 100)
    with reverts_with("AlreadyPledged", fair.id, backer):
        fair.pledge(backer, 100)


@pytest.mark.parametrize(
    "tiers",
    [[], TIERS[:2], [*TIERS, TIERS[0]], TIERS[::-1], [Tier(1_000_000, 3), *TIERS[1:]], [Tier(1, 2), *TIERS[1:]]],
    ids=["none", "fewer", "more", "in another order", "more places", "cheaper"],
)
def test_rewards_that_are_not_those_of_the_campaign_are_refused(fair, backer, tiers):
    with reverts_with("WrongTiers", fair.campaign.tiers, hash_tiers(tiers)):
        fair.crowdfund.pledge(fair.campaign, tiers, NO_TIER, 100, {"from": backer, "value": 100})


def test_no_reward_can_be_written_in_a_second_way(fair, backer):
    """The limit of the first reward with a bit above its width, in the last word but four."""
    data = fair.crowdfund.pledge.encode_input(fair.campaign, TIERS, ROOM_FOR_TWO, 1_000_000)
    start = len(data) - 5 * 64
    word = int(data[start : start + 64], 16)
    assert word == TIERS[ROOM_FOR_TWO].limit
    with reverts_with("WrongTiers", ...):
        backer.transfer(fair.crowdfund, 1_000_000, data=data[:start] + f"{word | 1 << 32:064x}" + data[start + 64 :])


@pytest.mark.parametrize("tier", [3, 254])
def test_there_is_no_such_reward(fair, backer, tier):
    with reverts_with("TierUnknown", tier, 3):
        fair.pledge(backer, 10**7, tier)


@pytest.mark.parametrize(("tier", "amount", "least"), [(NO_TIER, 0, 1), (ROOM_FOR_TWO, 999_999, 1_000_000)])
def test_a_pledge_is_at_least_what_the_reward_asks_for(fair, backer, tier, amount, least):
    with reverts_with("PledgeTooLow", amount, least):
        fair.pledge(backer, amount, tier)


def test_a_tier_of_two_refuses_the_third(fair, backer, second, third):
    fair.pledge(backer, 1_000_000, ROOM_FOR_TWO)
    fair.pledge(second, 2_000_000, ROOM_FOR_TWO)
    with reverts_with("TierSoldOut", ROOM_FOR_TWO, 2):
        fair.pledge(third, 3_000_000, ROOM_FOR_TWO)
    assert fair.state.sold[:3] == (2, 0, 0)


def test_what_is_raised_is_counted_in_104_bits(fair, backer, second):
    give_native(backer.address, 2**105)
    fair.pledge(backer, MAX_RAISED - 99)
    with reverts_with("PledgeTooHigh", 100, 99):
        fair.pledge(second, 100)
    fair.pledge(second, 99)
    assert fair.state.raised == MAX_RAISED


@in_both_currencies
@pytest.mark.parametrize("difference", [-1, 1])
def test_exactly_the_amount_is_sent(fair, backer, difference):
    expected = 100 if fair.campaign.token == NATIVE else 0
    sent = expected + difference if expected else 1
    with reverts_with("WrongPayment", expected, sent):
        fair.crowdfund.pledge(fair.campaign, fair.tiers, NO_TIER, 100, {"from": backer, "value": sent})


@in_both_currencies
@pytest.mark.ganache
@pytest.mark.parametrize(
    ("tier", "amount", "sold"), [(ROOM_FOR_TWO, 1_000_007, 1), (FOR_ALL, 100, 0), (NO_TIER, 1, 0), (DEAR, 5_000_003, 1)]
)
def test_the_money_is_held_and_the_place_is_taken(fair, backer, tier, amount, sold):
    done = fair.watch(lambda: fair.pledge(backer, amount, tier))

    counts = tuple(sold if number == tier else 0 for number in range(8))
    assert done.after == CampaignState(sold=counts, raised=amount)
    assert fair.stake(backer) == Pledge(amount, tier, isLimited=bool(sold), vetoed=0)
    assert done.moved == {"buyer": -amount, "crowdfund": amount}
    told = {"campaignId": fair.id, "backer": backer.address, "tier": tier, "amount": amount, "raised": amount}
    assert done.events == [("PledgeMade", told)]


def test_a_pledge_in_the_last_second_counts(fair, backer):
    fair.clock.to(fair.campaign.endsAt)
    fair.pledge(backer, fair.campaign.goal)
    fair.end()
    assert fair.phase == Phase.SUCCEEDED


def test_every_tier_of_eight_is_counted_apart(unpublished, people, backer, second):
    wide = unpublished.with_tiers(*[Tier(number + 1, MAX_PLACES) for number in range(8)]).publish()
    for number, name in zip((0, 7, 3), ("buyer", "payer", "referrer"), strict=True):
        wide.pledge(getattr(people, name), 8, number)
    assert wide.state == CampaignState(sold=(1, 0, 0, 1, 0, 0, 0, 1), raised=24)


def test_a_campaign_without_rewards_takes_pledges(unpublished, backer):
    bare = unpublished.with_tiers().publish()
    bare.pledge(backer, 100)
    assert bare.state.raised == 100


def test_one_backer_may_back_many_campaigns(fair, backer):
    other = fair.changed(salt=b"\1" * 32).publish()
    fair.pledge(backer, 100)
    other.pledge(backer, 200)
    assert (fair.stake(backer).amount, other.stake(backer).amount) == (100, 200)
