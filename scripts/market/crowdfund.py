"""Campaigns: terms, rewards, their ids, pledges, and what tranches and refunds come to.

The fields stand in the order of the Solidity structs, for they are encoded in it.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import NewType

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts.market.chain import Call, Chain
from scripts.market.deployment import TOKEN_INTERFACE
from scripts.market.shapes import NATIVE, Address, Digest

CampaignId = NewType("CampaignId", bytes)

# The number of the reward of who wants none.
NO_TIER = 255
# In the last hours nobody takes a pledge back.
LOCK_SECONDS = 86_400
CAMPAIGN_TYPE = "(address,address,uint128,uint40,uint32,uint40,uint8,uint32,bytes32,bytes32,bytes32)"
TIERS_TYPE = "(uint128,uint32)[]"


@dataclass(frozen=True, slots=True)
class Tier:
    """A reward: the least that is pledged for it, and how many may choose it; 0 for as many as want."""

    amount: int
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    creator: Address
    token: Address = NATIVE
    goal: int
    ends_at: int
    claim_period: int
    deliver_by: int
    tranches: int = 1
    tranche_period: int = 0
    tiers: bytes
    document: Digest
    salt: bytes


def campaign_id_of(campaign: Campaign, *, chain_id: int, contract: Address) -> CampaignId:
    values = [chain_id, contract, astuple(campaign)]
    return CampaignId(keccak(encode(["uint256", "address", CAMPAIGN_TYPE], values)))


def tiers_hash_of(tiers: Sequence[Tier]) -> bytes:
    return keccak(encode([TIERS_TYPE], [[astuple(tier) for tier in tiers]]))


def pledging(chain: Chain, campaign: Campaign, tiers: Sequence[Tier], tier: int, amount: int) -> Call:
    """`tier` is the reward's number, or NO_TIER. A token must have been approved, see `approval`."""
    value = amount if campaign.token == NATIVE else 0
    return chain.call("Crowdfund", "pledge", campaign, list(tiers), tier, amount, value=value)


def approval(chain: Chain, campaign: Campaign, amount: int) -> Call | None:
    """The exact amount, never more; None for the native coin."""
    if campaign.token == NATIVE:
        return None
    return chain.call(TOKEN_INTERFACE, "approve", chain.deployment.addresses["Crowdfund"], amount, at=campaign.token)


def paid_after(raised: int, claimed: int, *, tranches: int) -> int:
    """What the creator has once so many tranches are claimed."""
    return raised * claimed // tranches


def share_of_rest(rest: int, pledged: int, *, before: int, raised: int) -> int:
    """What a refund pays when pledges of `before` were refunded from the same rest: together they get all of it."""
    return rest * (before + pledged) // raised - rest * before // raised
