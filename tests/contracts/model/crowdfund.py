# ruff: noqa: N802, N815 - acts and terms have the names of the ABI
"""The rules of campaigns a second time, as short as they can be said. The contract is held against this."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.model.book import Refused
from tests.contracts.model.money import Purses
from tests.contracts.world.shapes import HOUR

NO_TIER = 255
TIERS = 8
LOCK_PERIOD = 24 * HOUR
MAX_RAISED = 2**104 - 1
MAX_PLACES = 2**16 - 1
CAMPAIGN = "(address,address,uint128,uint40,uint32,uint40,uint8,uint32,bytes32,bytes32,bytes32)"


class Phase(IntEnum):
    NONE = 0
    OPEN = 1
    FAILED = 2
    SUCCEEDED = 3
    LAPSED = 4
    STOPPED = 5
    PAID = 6


class Campaign(NamedTuple):
    creator: str
    token: str
    goal: int
    endsAt: int
    claimPeriod: int
    deliverBy: int
    tranches: int
    tranchePeriod: int
    tiers: bytes
    document: bytes
    salt: bytes

    def due(self, tranche: int) -> int:
        return self.endsAt + (tranche - 1) * self.tranchePeriod

    @property
    def edges(self) -> list[int]:
        """The last second of each time that counts, and the second after."""
        moments = {self.endsAt - LOCK_PERIOD, self.deliverBy}
        for tranche in range(1, self.tranches + 1):
            moments |= {self.due(tranche), self.due(tranche) + self.claimPeriod}
        return sorted({moment + late for moment in moments for late in (0, 1)})


class Tier(NamedTuple):
    amount: int
    limit: int


class Pledge(NamedTuple):
    amount: int = 0
    tier: int = 0
    isLimited: bool = False
    vetoed: int = 0


class CampaignState(NamedTuple):
    sold: tuple[int, ...] = (0,) * TIERS
    raised: int = 0
    claimed: int = 0
    isStopped: bool = False
    isDelivered: bool = False
    isUndelivered: bool = False
    vetoed: int = 0
    tranche: int = 0
    refunded: int = 0


def hash_tiers(tiers: list[Tier]) -> bytes:
    return keccak(encode(["(uint128,uint32)[]"], [tiers]))


def campaign_id(chain_id: int, crowdfund: str, campaign: Campaign) -> bytes:
    return keccak(encode(["uint256", "address", CAMPAIGN], [chain_id, crowdfund, campaign]))


@dataclass
class Fund:
    """What was pledged, and what became of it. `left` is who still has something to get back."""

    tiers: list[Tier]
    pledged: dict[str, tuple[int, int]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    vetoes: list[tuple[int, str]] = field(default_factory=list)
    paid: int = 0
    returned: int = 0
    claimed: int = 0
    shared: int = 0
    flags: set[str] = field(default_factory=set)

    @property
    def raised(self) -> int:
        return sum(amount for amount, _ in self.pledged.values())

    def is_limited(self, tier: int) -> bool:
        return tier != NO_TIER and self.tiers[tier].limit > 0

    def sold(self, tier: int) -> int:
        return sum(1 for _, chosen in self.pledged.values() if chosen == tier and self.is_limited(tier))

    def against(self, tranche: int) -> int:
        return sum(self.pledged[backer][0] for vetoed, backer in self.vetoes if vetoed == tranche)


class CrowdfundModel:
    def __init__(self, chain_id: int, address: str) -> None:
        self.now = 0
        self.purses = Purses()
        self.funds: dict[bytes, Fund] = {}
        self.spent: list[tuple[str, str, int]] = []
        self.id_of: Callable[[Campaign], bytes] = lambda campaign: campaign_id(chain_id, address, campaign)

    def publish(self, campaign: Campaign, caller: str, tiers: list[Tier]) -> None:
        if self.id_of(campaign) in self.funds:
            raise Refused("CampaignExists", self.id_of(campaign))
        self._only_creator(campaign, caller)
        self.funds[self.id_of(campaign)] = Fund(tiers)

    def pledge(self, campaign: Campaign, caller: str, tiers: list[Tier], tier: int, amount: int) -> None:
        fund = self._in(campaign, "CampaignNotOpen", Phase.OPEN)
        if caller == campaign.creator:
            raise Refused("CreatorCannotPledge", caller)
        if caller in fund.left:
            raise Refused("AlreadyPledged", self.id_of(campaign), caller)
        if hash_tiers(tiers) != campaign.tiers:
            raise Refused("WrongTiers", campaign.tiers, hash_tiers(tiers))
        self._choose(fund, tier, amount)
        self.purses.take(campaign.token, amount)
        self.spent.append((caller, campaign.token, amount))
        fund.pledged[caller] = (amount, tier)
        fund.left.add(caller)

    def withdrawPledge(self, campaign: Campaign, caller: str) -> None:
        fund = self._in(campaign, "CampaignNotOpen", Phase.OPEN)
        self._only_backer(campaign, fund, caller)
        self._until(campaign.endsAt - LOCK_PERIOD)
        amount, _ = fund.pledged.pop(caller)
        fund.left.discard(caller)
        self.purses.push(caller, campaign.token, amount)

    def claim(self, campaign: Campaign, caller: str) -> None:
        fund = self._in(campaign, "CampaignNotSucceeded", Phase.SUCCEEDED)
        self._only_creator(campaign, caller)
        self._after(campaign.due(fund.claimed + 1))
        fund.claimed += 1
        amount = fund.raised * fund.claimed // campaign.tranches - fund.paid
        fund.paid += amount
        self.purses.push(caller, campaign.token, amount)

    def veto(self, campaign: Campaign, caller: str) -> None:
        fund = self._in(campaign, "CampaignNotSucceeded", Phase.SUCCEEDED)
        self._only_backer(campaign, fund, caller)
        self._until(campaign.due(campaign.tranches))
        tranche = next(number for number in range(1, 5) if campaign.due(number) >= self.now)
        if (tranche, caller) in fund.vetoes:
            raise Refused("AlreadyVetoed", self.id_of(campaign), tranche)
        fund.vetoes.append((tranche, caller))
        if fund.against(tranche) > fund.raised - fund.against(tranche):
            fund.flags.add("stopped")

    def stop(self, campaign: Campaign, caller: str) -> None:
        fund = self._in(campaign, "CampaignOver", Phase.OPEN, Phase.SUCCEEDED)
        self._only_creator(campaign, caller)
        fund.flags.add("stopped")

    def refund(self, campaign: Campaign, caller: str, backer: str) -> None:
        fund = self._in(campaign, "CampaignNotRefundable", Phase.FAILED, Phase.LAPSED, Phase.STOPPED)
        self._only_backer(campaign, fund, backer)
        amount, _ = fund.pledged[backer]
        if fund.claimed:
            rest = fund.raised - fund.paid
            before, fund.shared = fund.shared, fund.shared + amount
            amount = rest * fund.shared // fund.raised - rest * before // fund.raised
        fund.left.remove(backer)
        fund.returned += amount
        self.purses.push(backer, campaign.token, amount)

    def deliver(self, campaign: Campaign, caller: str) -> None:
        fund = self._undelivered(campaign)
        self._only_creator(campaign, caller)
        fund.flags.add("delivered")

    def reportUndelivered(self, campaign: Campaign, caller: str) -> None:
        fund = self._undelivered(campaign)
        if "undelivered" in fund.flags:
            raise Refused("AlreadyReported", self.id_of(campaign))
        self._only_backer(campaign, fund, caller)
        self._after(campaign.deliverBy)
        fund.flags.add("undelivered")

    def withdraw(self, caller: str, token: str, to: str) -> None:
        if self.purses.credits[caller, token] == 0:
            raise Refused("NoCredit", caller, token)
        self.purses.withdraw(caller, token, to)

    def phase_of(self, campaign: Campaign) -> Phase:
        fund = self.funds.get(self.id_of(campaign))
        if fund is None:
            return Phase.NONE
        if "stopped" in fund.flags:
            return Phase.STOPPED
        if self.now <= campaign.endsAt:
            return Phase.OPEN
        if fund.raised < campaign.goal:
            return Phase.FAILED
        if fund.claimed == campaign.tranches:
            return Phase.PAID
        is_lapsed = self.now > campaign.due(fund.claimed + 1) + campaign.claimPeriod
        return Phase.LAPSED if is_lapsed else Phase.SUCCEEDED

    def state_of(self, campaign: Campaign) -> CampaignState:
        fund = self.funds[self.id_of(campaign)]
        tranche = fund.vetoes[-1][0] if fund.vetoes else 0
        return CampaignState(
            sold=tuple(fund.sold(tier) if tier < len(fund.tiers) else 0 for tier in range(TIERS)),
            raised=fund.raised,
            claimed=fund.claimed,
            isStopped="stopped" in fund.flags,
            isDelivered="delivered" in fund.flags,
            isUndelivered="undelivered" in fund.flags,
            vetoed=fund.against(tranche),
            tranche=tranche,
            refunded=fund.shared,
        )

    def pledge_of(self, campaign: Campaign, backer: str) -> Pledge:
        fund = self.funds[self.id_of(campaign)]
        if backer not in fund.left:
            return Pledge()
        amount, tier = fund.pledged[backer]
        vetoed = max((number for number, person in fund.vetoes if person == backer), default=0)
        return Pledge(amount, tier, fund.is_limited(tier), vetoed)

    def _choose(self, fund: Fund, tier: int, amount: int) -> None:
        if tier == NO_TIER:
            least, limit = 1, 0
        elif tier < len(fund.tiers):
            least, limit = fund.tiers[tier]
        else:
            raise Refused("TierUnknown", tier, len(fund.tiers))
        if amount < least:
            raise Refused("PledgeTooLow", amount, least)
        if limit and fund.sold(tier) >= limit:
            raise Refused("TierSoldOut", tier, limit)
        if amount > MAX_RAISED - fund.raised:
            raise Refused("PledgeTooHigh", amount, MAX_RAISED - fund.raised)

    def _undelivered(self, campaign: Campaign) -> Fund:
        fund = self._in(campaign, "", *Phase)
        if not fund.claimed:
            raise Refused("NothingClaimed", self.id_of(campaign))
        if "delivered" in fund.flags:
            raise Refused("AlreadyDelivered", self.id_of(campaign))
        return fund

    def _in(self, campaign: Campaign, error: str, *phases: Phase) -> Fund:
        phase = self.phase_of(campaign)
        if phase == Phase.NONE:
            raise Refused("CampaignUnknown", self.id_of(campaign))
        if phase not in phases:
            raise Refused(error, self.id_of(campaign), phase)
        return self.funds[self.id_of(campaign)]

    def _only_creator(self, campaign: Campaign, caller: str) -> None:
        if caller != campaign.creator:
            raise Refused("NotCreator", caller)

    def _only_backer(self, campaign: Campaign, fund: Fund, caller: str) -> None:
        if caller not in fund.left:
            raise Refused("NoPledge", self.id_of(campaign), caller)

    def _until(self, moment: int) -> None:
        if self.now > moment:
            raise Refused("TooLate", moment, self.now)

    def _after(self, moment: int) -> None:
        if self.now <= moment:
            raise Refused("TooEarly", moment, self.now)
