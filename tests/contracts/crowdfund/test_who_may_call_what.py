"""Every act by everybody in every phase, at each deadline and a second later: allowed exactly when the table says so."""

from dataclasses import dataclass

import pytest
from eth_utils import keccak

from tests.contracts.model.crowdfund import NO_TIER, CrowdfundModel, Phase
from tests.contracts.world.chain import Reverted, ask_all
from tests.contracts.world.shapes import NOTHING

CALLERS = ("buyer", "payer", "seller", "arbiter", "stranger")
CREATOR, BACKER, NEW = {"seller"}, {"buyer", "payer"}, {"arbiter", "stranger"}

STATE = {
    "CampaignUnknown",
    "CampaignExists",
    "CampaignNotOpen",
    "CampaignNotSucceeded",
    "CampaignNotRefundable",
    "CampaignOver",
    "NothingClaimed",
    "AlreadyDelivered",
    "AlreadyReported",
}
CALLER = {"NotCreator", "NoPledge", "AlreadyPledged", "CreatorCannotPledge"}
TIME = {"TooEarly", "TooLate"}
RETURNED = {Phase.FAILED, Phase.LAPSED, Phase.STOPPED}
PUBLISHED = set(Phase) - {Phase.NONE}


@dataclass(frozen=True)
class Row:
    """In which phases, after which facts (`-` in front: not after), by whom, from when and until when."""

    phases: set[Phase]
    by: set[str]
    facts: tuple[str, ...] = ()
    after: str = ""
    until: str = ""


TABLE = {
    "publish": Row({Phase.NONE}, CREATOR),
    "pledge": Row({Phase.OPEN}, NEW),
    "withdrawPledge": Row({Phase.OPEN}, BACKER, until="lock"),
    "claim": Row({Phase.SUCCEEDED}, CREATOR, after="due"),
    "veto": Row({Phase.SUCCEEDED}, BACKER, until="last due"),
    "stop": Row({Phase.OPEN, Phase.SUCCEEDED}, CREATOR),
    "refund": Row(RETURNED, set(CALLERS)),
    "deliver": Row(PUBLISHED, CREATOR, facts=("claimed", "-delivered")),
    "reportUndelivered": Row(PUBLISHED, BACKER, facts=("claimed", "-delivered", "-undelivered"), after="deliverBy"),
}
END, SECOND_DUE, THIRD_DUE = (("wait", tranche) for tranche in (1, 2, 3))
PLEDGES = ["publish", ("pledge", "buyer", 6_000_000), ("pledge", "payer", 4_000_000)]
JOURNEYS = {
    "never published": [],
    "open": PLEDGES,
    "open and below the goal": [*PLEDGES[:2], ("pledge", "payer", 1)],
    "failed": [*PLEDGES[:2], ("pledge", "payer", 1), END],
    "succeeded": [*PLEDGES, END],
    "stopped while open": [*PLEDGES, ("stop", "seller")],
    "first tranche claimed": [*PLEDGES, END, ("claim", "seller")],
    "second tranche claimed": [*PLEDGES, END, ("claim", "seller"), SECOND_DUE, ("claim", "seller")],
    "vetoed": [*PLEDGES, END, ("claim", "seller"), ("veto", "buyer")],
    "delivered": [*PLEDGES, END, ("claim", "seller"), ("deliver", "seller", NOTHING)],
    "reported": [*PLEDGES, END, ("claim", "seller"), ("wait", 0), ("reportUndelivered", "buyer")],
    "paid": [*PLEDGES, END, ("claim", "seller"), SECOND_DUE, ("claim", "seller"), THIRD_DUE, ("claim", "seller")],
}


@dataclass
class Story:
    """What has happened so far, as the model knows it."""

    fair: object
    model: CrowdfundModel

    def tell(self, step):
        name, *rest = step if isinstance(step, tuple) else (step,)
        campaign = self.fair.campaign
        if name == "wait":
            self.model.now = self.fair.clock.to((campaign.due(rest[0]) if rest[0] else campaign.deliverBy) + 1)
        elif name == "publish":
            self.fair.publish()
            self.model.publish(campaign, campaign.creator, self.fair.tiers)
        elif name == "pledge":
            person = getattr(self.fair.people, rest[0])
            self.fair.pledge(person, rest[1])
            self.model.pledge(campaign, person.address, self.fair.tiers, NO_TIER, rest[1])
        else:
            person = getattr(self.fair.people, rest[0])
            self.fair.send(name, person, *rest[1:])
            getattr(self.model, name)(campaign, person.address)

    def refusal(self, act, caller, now):
        """The errors one of which must refuse the act, or nothing if it is allowed."""
        self.model.now = now
        row, campaign = TABLE[act], self.fair.campaign
        phase = self.model.phase_of(campaign)
        fund = self.model.funds.get(self.fair.id)
        flags = (fund.flags | ({"claimed"} if fund.claimed else set())) if fund else set()
        moments = {
            "lock": self.fair.lock,
            "due": campaign.due(min(fund.claimed + 1, 4)) if fund else 0,
            "last due": campaign.due(campaign.tranches),
            "deliverBy": campaign.deliverBy,
        }
        if phase not in row.phases or any((fact.strip("-") in flags) == fact.startswith("-") for fact in row.facts):
            return STATE
        if caller not in row.by or (act == "refund" and not self._owes("buyer")):
            return CALLER
        is_late = row.until and now > moments[row.until]
        is_early = row.after and now <= moments[row.after]
        return TIME if is_late or is_early else None

    def _owes(self, name):
        return getattr(self.fair.people, name).address in self.model.funds[self.fair.id].left


def calldata(fair, act):
    """Of an act that fails for no other reason than what the table says."""
    arguments = {
        "publish": [fair.tiers],
        "pledge": [fair.tiers, NO_TIER, 7],
        "refund": [fair.people.buyer],
        "deliver": [NOTHING],
    }
    return getattr(fair.crowdfund, act).encode_input(fair.campaign, *arguments.get(act, []))


def refusals(fair, calls):
    """The name of the error that refuses each call, or nothing."""
    names = {}
    for item in fair.crowdfund.abi:
        if item["type"] == "error":
            signature = f"{item['name']}({','.join(field['type'] for field in item['inputs'])})"
            names["0x" + keccak(text=signature)[:4].hex()] = item["name"]
    asked = [
        [
            {
                "from": getattr(fair.people, caller).address,
                "to": fair.crowdfund.address,
                "data": calldata(fair, act),
                "value": hex(7 if act == "pledge" else 0),
            },
            "latest",
        ]
        for act, caller in calls
    ]
    answers = ask_all("eth_call", asked)
    return [names[answer[:10]] if isinstance(answer, Reverted) else None for answer in answers]


@pytest.mark.parametrize("journey", JOURNEYS)
def test_an_act_is_allowed_exactly_when_the_table_says_so(unpublished, clock, journey):
    story = Story(unpublished, CrowdfundModel(unpublished.chain_id, unpublished.crowdfund.address))
    story.model.now = clock.now
    for step in JOURNEYS[journey]:
        story.tell(step)
    now = clock.now
    is_known = journey != "never published"
    edges = {now, *(moment for moment in unpublished.campaign.edges if moment > now and is_known)}
    calls = [(act, caller) for act in TABLE for caller in CALLERS]

    for time in sorted(edges):
        clock.to(time)
        for (act, caller), refusal in zip(calls, refusals(unpublished, calls), strict=True):
            expected = story.refusal(act, caller, time)
            where = f"{act} by the {caller} {time - now} s after: {refusal}, expected {expected or 'success'}"
            assert (refusal in expected) if expected else refusal is None, where


def test_every_function_that_writes_is_in_the_table(crowdfund):
    """Nothing else reaches a campaign: no setter, no owner, no back door."""
    writing = {
        item["name"]
        for item in crowdfund.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    assert writing == {*TABLE, "withdraw"}
