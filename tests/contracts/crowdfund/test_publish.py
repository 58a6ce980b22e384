"""A creator asks for pledges."""

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.crowdfund.conftest import TIERS
from tests.contracts.model.crowdfund import (
    CAMPAIGN,
    MAX_PLACES,
    MAX_RAISED,
    Campaign,
    CampaignState,
    Phase,
    Tier,
    hash_tiers,
)
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import DAY, MAX_PERIOD
from tests.contracts.world.trade import events_of

KINDS = CAMPAIGN[1:-1].split(",")


def publish(fair, person=None):
    return fair.crowdfund.publish(fair.campaign, fair.tiers, {"from": person or fair.campaign.creator})


def test_a_campaign_is_published_once(fair):
    with reverts_with("CampaignExists", fair.id):
        publish(fair)


def test_nobody_publishes_for_another(unpublished, stranger):
    with reverts_with("NotCreator", stranger):
        publish(unpublished, stranger)


@pytest.mark.parametrize("goal", [0, MAX_RAISED + 1])
def test_a_goal_can_be_reached(unpublished, goal):
    with reverts_with("BadGoal", goal, MAX_RAISED):
        publish(unpublished.changed(goal=goal))


@pytest.mark.parametrize("after", [0, MAX_PERIOD + 1])
def test_a_campaign_ends_in_the_future_and_within_a_year(unpublished, clock, after):
    now = clock.to(clock.now + 1)
    with reverts_with("BadEnd", now + after, now + MAX_PERIOD):
        publish(unpublished.changed(endsAt=now + after))


def test_nobody_promises_to_deliver_before_the_end(unpublished):
    ends_at = unpublished.campaign.endsAt
    with reverts_with("BadDelivery", ends_at - 1, ends_at):
        publish(unpublished.changed(deliverBy=ends_at - 1))


@pytest.mark.parametrize("term", ["claimPeriod", "tranchePeriod"])
@pytest.mark.parametrize("period", [0, MAX_PERIOD + 1])
def test_a_period_is_neither_zero_nor_endless(unpublished, term, period):
    with reverts_with("BadPeriod", period, MAX_PERIOD):
        publish(unpublished.changed(**{term: period}))


@pytest.mark.parametrize("tranches", [0, 5])
def test_a_creator_is_paid_in_one_to_four_parts(unpublished, tranches):
    with reverts_with("BadTranches", tranches, 4):
        publish(unpublished.changed(tranches=tranches))


def test_rewards_that_are_not_those_of_the_campaign_are_refused(unpublished):
    other = unpublished.with_tiers(Tier(1, 1))
    with reverts_with("WrongTiers", other.campaign.tiers, hash_tiers(TIERS)):
        other.crowdfund.publish(other.campaign, TIERS, {"from": other.campaign.creator})


def test_nine_rewards_are_too_many(unpublished):
    with reverts_with("TooManyTiers", 9, 8):
        publish(unpublished.with_tiers(*[Tier(1, 0)] * 9))


@pytest.mark.parametrize("tier", [Tier(0, 1), Tier(MAX_RAISED + 1, 1), Tier(1, MAX_PLACES + 1)])
def test_a_reward_has_a_price_and_its_places_can_be_counted(unpublished, tier):
    with reverts_with("BadTier", 1, *tier):
        publish(unpublished.with_tiers(Tier(5, 0), tier))


@pytest.mark.parametrize("field", [name for name, kind in zip(Campaign._fields, KINDS, strict=True) if "uint" in kind])
def test_no_term_has_a_stray_bit(unpublished, creator, field):
    """A bit right above the number's width: such a campaign would have a second id."""
    index = Campaign._fields.index(field)
    data = unpublished.crowdfund.publish.encode_input(unpublished.campaign, unpublished.tiers)
    start = 10 + 64 * index
    word = int(data[start : start + 64], 16) | 1 << int(KINDS[index].removeprefix("uint"))
    with reverts_with("StrayBits", 1):
        creator.transfer(unpublished.crowdfund, data=data[:start] + f"{word:064x}" + data[start + 64 :])


@pytest.mark.parametrize(("words_from_end", "width"), [(2, 128), (1, 32)], ids=["amount", "limit"])
def test_no_reward_has_a_stray_bit(unpublished, creator, words_from_end, width):
    """Whoever publishes such a reward names it by the hash of what nobody else would send."""
    tiers = encode(["uint256"] * 4, [32, 1, 5 | (words_from_end == 2) << width, 7 | (words_from_end == 1) << width])
    odd = unpublished.changed(tiers=keccak(tiers))
    data = odd.crowdfund.publish.encode_input(odd.campaign, [Tier(5, 7)])
    start = len(data) - 64 * words_from_end
    word = int(data[start : start + 64], 16) | 1 << width
    with reverts_with("BadTier", ...):
        creator.transfer(odd.crowdfund, data=data[:start] + f"{word:064x}" + data[start + 64 :])


@pytest.mark.ganache
def test_a_campaign_and_its_rewards_are_told(unpublished):
    tx = publish(unpublished)

    named = {"campaignId": unpublished.id}
    assert events_of(tx, unpublished.crowdfund) == [
        ("CampaignPublished", named | {"creator": unpublished.campaign.creator, "campaign": unpublished.campaign}),
        *[("TierOffered", named | {"tier": number} | tier._asdict()) for number, tier in enumerate(TIERS)],
    ]
    assert (unpublished.state, unpublished.phase) == (CampaignState(), Phase.OPEN)


def test_a_campaign_needs_no_rewards_and_one_tranche_no_period(unpublished):
    bare = unpublished.with_tiers().changed(tranches=1, tranchePeriod=0).publish()
    assert bare.phase == Phase.OPEN


def test_the_longest_and_largest_terms_are_accepted(unpublished, clock):
    now = clock.to(clock.now + 1)
    edges = {"goal": MAX_RAISED, "endsAt": now + MAX_PERIOD, "deliverBy": now + MAX_PERIOD, "tranches": 4}
    periods = {"claimPeriod": MAX_PERIOD, "tranchePeriod": MAX_PERIOD}
    large = unpublished.with_tiers(*[Tier(MAX_RAISED, MAX_PLACES)] * 8).changed(**edges, **periods).publish()
    assert large.phase == Phase.OPEN


def test_ids_and_hashes_are_what_anybody_computes(unpublished):
    assert bytes(unpublished.crowdfund.idOf(unpublished.campaign)) == unpublished.id
    assert bytes(unpublished.crowdfund.hashTiers(TIERS)) == hash_tiers(TIERS)
    assert bytes(unpublished.crowdfund.hashTiers([])) == hash_tiers([])


def test_a_changed_term_names_another_campaign(fair, backer):
    """Ids cannot collide: whoever leads a backer to other terms leads him to a campaign that is not there."""
    ids = {fair.id}
    for field, value in fair.campaign._asdict().items():
        other = value + 1 if isinstance(value, int) else {bytes: b"\7" * 32, str: fair.crowdfund.address}[type(value)]
        changed = fair.changed(**{field: other})
        assert changed.phase == Phase.NONE
        ids.add(changed.id)
        with reverts_with("CampaignUnknown", changed.id):
            changed.pledge(backer, 1)
    assert len(ids) == 1 + len(fair.campaign)


def test_one_creator_may_ask_for_the_same_twice(fair, clock):
    other = fair.changed(salt=b"\1" * 32, endsAt=clock.now + DAY).publish()
    assert (fair.phase, other.phase) == (Phase.OPEN, Phase.OPEN)
