"""Random acts by random people at random times: contract and model stay equal, and every wei comes out at the end.

`AGORA_MACHINE_EXAMPLES=500` plays longer, and other games each time.
"""

from collections import Counter
from random import Random
from types import SimpleNamespace
from typing import ClassVar

import pytest
from brownie import OddWallet, accounts, web3
from eth_abi import decode
from hypothesis import note
from hypothesis import strategies as st

from tests.contracts.model import games
from tests.contracts.model.crowdfund import (
    NO_TIER,
    Campaign,
    CampaignState,
    CrowdfundModel,
    Phase,
    Pledge,
    Tier,
    hash_tiers,
)
from tests.contracts.model.sides import balances_of, both
from tests.contracts.world.chain import ask_all
from tests.contracts.world.people import give_native
from tests.contracts.world.shapes import DAY, NATIVE, NOTHING

EXAMPLES = 15
STEPS = 50
ACCEPT, REFUSE = 0, 1
WHO = ("buyer", "payer", "referrer", "seller", "stranger", "wallet")
ACTS = ("withdrawPledge", "claim", "veto", "stop", "refund", "deliver", "reportUndelivered")
STATE = ["(uint16[8],uint104,uint8,bool,bool,bool,uint104,uint8,uint104)"]
PLEDGE = ["(uint104,uint8,bool,uint8)"]


class Machine:
    """One number a step decides everything in it, so that a game is long before Hypothesis runs out of entropy."""

    seed = st.integers(0, 2**64)
    reached: ClassVar[Counter] = Counter()

    def __init__(cls, world):  # noqa: N805 - Brownie calls it with the class
        cls.world = world

    def setup(self):
        self.model = CrowdfundModel(web3.eth.chain_id, self.world.crowdfund.address)
        self.model.now = self.world.clock.now
        self.start = self._balances()
        self.campaigns = []
        self.steps = 0

    def initialize(self, seed):
        self._publish(Random(seed))

    def rule_step(self, seed):
        self.steps += 1
        random = Random(f"{seed} {self.steps}")
        steps = {
            self._publish: 1 if len(self.campaigns) < 3 else 0,
            self._pledge: 8,
            self._act: 4,
            self._allowed: 8,
            self._wait: 2,
            self._mood: 1,
            self._withdraw: 1,
        }
        random.choices(list(steps), list(steps.values()))[0](random)

    def invariant(self):
        """States, pledges, credits and balances, to the wei."""
        purses = self.model.purses
        for campaign in self.campaigns:
            assert self._state(campaign) == self.model.state_of(campaign)
            for name, pledge in self._pledges(campaign).items():
                assert pledge == self.model.pledge_of(campaign, self._address(name)), name
        for (name, token), balance in self._balances().items():
            moved = balance - self.start[name, token]
            if name == "crowdfund":
                assert moved == purses.held[token]
                assert moved == purses.owed(token) + self._left(token), "invariant 9: held is what is owed"
            else:
                spent = sum(amount for who, paid, amount in self._spent() if (who, paid) == (name, token))
                assert moved == purses.paid[self._address(name), token] - spent, name

    def teardown(self):
        """Creators are silent: everybody else gets everything out, and withdraws it."""
        for campaign in self.campaigns:
            last = campaign.due(campaign.tranches) + campaign.claimPeriod + 1
            self._wait_until(last)
            self.reached[self.model.phase_of(campaign)] += 1
            for backer in sorted(self.model.funds[self.model.id_of(campaign)].left):
                if self.model.phase_of(campaign) != Phase.PAID:
                    assert self._do("refund", campaign, "stranger", backer)
        self.invariant()
        purses = self.model.purses
        for account, token in [key for key, amount in purses.credits.items() if amount]:
            purses.withdraw(account, token, self._address("stranger"))
            self.world.crowdfund.withdraw(token, self._address("stranger"), self._from(self._name(account)))
        self.invariant()
        assert not +purses.held

    # ── Steps ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _publish(self, random):
        tiers = [Tier(random.choice([1, 50, 400]), random.choice([0, 1, 2])) for _ in range(random.randint(0, 3))]
        ends_at = self.model.now + random.randint(1, 3 * DAY)
        campaign = Campaign(
            creator=self._address(random.choice(["seller", "wallet"])),
            token=random.choice(self.world.tokens),
            goal=random.choice([1, 400, 1_000, 1_501]),
            endsAt=ends_at,
            claimPeriod=random.choice([1, DAY, 3 * DAY]),
            deliverBy=ends_at + random.choice([0, DAY]),
            tranches=random.randint(1, 4),
            tranchePeriod=random.choice([1, DAY, 2 * DAY]),
            tiers=hash_tiers(tiers),
            document=NOTHING,
            salt=len(self.campaigns).to_bytes(32, "big"),
        )
        note(f"publish {campaign} with {tiers}")
        self.model.publish(campaign, campaign.creator, tiers)
        self.world.crowdfund.publish(campaign, tiers, self._from(self._name(campaign.creator)))
        self.campaigns.append(campaign)
        for _ in range(3):
            self._pledge(random)

    def _pledge(self, random):
        campaign, person = self._some(random, Phase.OPEN), random.choice(WHO)
        tiers = self.model.funds[self.model.id_of(campaign)].tiers
        tier = random.choice([NO_TIER, NO_TIER, *range(len(tiers) + 1)])
        amount = random.choice([0, 1, 7, 400, 501, random.randint(400, 1_000), random.randint(400, 1_000)])
        given = tiers if random.random() < 0.95 else [*tiers, Tier(1, 0)]
        note(f"pledge {amount} for {tier} by the {person}")
        both(
            lambda: self.model.pledge(campaign, self._address(person), given, tier, amount),
            lambda: self.world.crowdfund.pledge(
                campaign, given, tier, amount, self._from(person, amount if campaign.token == NATIVE else 0)
            ),
        )

    def _act(self, random):
        campaign, act = self._some(random, random.choice(list(Phase))), random.choice(ACTS)
        self._do(act, campaign, random.choice(WHO), self._address(random.choice(WHO)))

    def _allowed(self, random):
        """By the creator or by somebody who has pledged."""
        campaign = self._some(random, Phase.SUCCEEDED)
        act = random.choices(["claim", "veto", "deliver", "stop"], [4, 6, 2, 1])[0]
        fund = self.model.funds[self.model.id_of(campaign)]
        if self.model.phase_of(campaign) == Phase.OPEN and fund.raised >= campaign.goal:
            self._wait_until(campaign.endsAt + 1)
        if self.model.phase_of(campaign) in {Phase.FAILED, Phase.LAPSED, Phase.STOPPED}:
            act = "refund"
        backers = sorted(fund.left) or [campaign.creator]
        caller = campaign.creator if act in {"claim", "deliver", "stop"} else random.choice(backers)
        if act == "claim" and self.model.phase_of(campaign) == Phase.SUCCEEDED:
            self._wait_until(campaign.due(fund.claimed + 1) + random.randint(0, 1))
        self._do(act, campaign, self._name(caller), random.choice(backers))

    def _wait(self, random):
        """To the edge of a deadline, or a second after."""
        ahead = [moment for campaign in self.campaigns for moment in campaign.edges if moment > self.model.now]
        if ahead:
            self._wait_until(random.choice(sorted(ahead)[:4]))

    def _mood(self, random):
        """The wallet begins or stops to refuse money."""
        refuses = random.random() < 0.7
        self.world.wallet.behave(REFUSE if refuses else ACCEPT, self._from("stranger"))
        refusing = self.model.purses.refusing
        (refusing.add if refuses else refusing.discard)(self.world.wallet.address)

    def _withdraw(self, random):
        person, token, to = random.choice(WHO), random.choice(self.world.tokens), self._address("stranger")
        both(
            lambda: self.model.withdraw(self._address(person), token, to),
            lambda: self.world.crowdfund.withdraw(token, to, self._from(person)),
        )

    # ── What they need ───────────────────────────────────────────────────────────────────────────────────────────

    def _do(self, act, campaign, person, backer):
        note(f"{act} by the {person}, of {backer}, at {self.model.now}")
        told = (backer,) if act == "refund" else ()
        sent = (NOTHING,) if act == "deliver" else told
        return not both(
            lambda: getattr(self.model, act)(campaign, self._address(person), *told),
            lambda: getattr(self.world.crowdfund, act)(campaign, *sent, self._from(person)),
        )

    def _some(self, random, phase):
        there = [campaign for campaign in self.campaigns if self.model.phase_of(campaign) == phase]
        return random.choice(there or self.campaigns)

    def _wait_until(self, moment):
        if moment > self.model.now:
            self.model.now = self.world.clock.to(moment)
            note(f"wait until {moment}")

    def _left(self, token):
        """What the campaigns still owe to their creators and backers."""
        funds = [self.model.funds[self.model.id_of(campaign)] for campaign in self.campaigns if campaign.token == token]
        return sum(fund.raised - fund.paid - fund.returned for fund in funds)

    def _spent(self):
        """Every pledge that was made, the withdrawn ones too."""
        return [(self._name(backer), token, amount) for backer, token, amount in self.model.spent]

    def _address(self, name):
        return self.world.people[name].address

    def _name(self, address):
        return next(name for name, person in self.world.people.items() if person.address == address)

    def _from(self, name, value=0):
        # Without gas to pay, balances move by the campaigns alone.
        return {"from": self.world.people[name], "value": value, "gas_price": 0}

    def _state(self, campaign):
        (answer,) = self._ask([self.world.crowdfund.stateOf.encode_input(self.model.id_of(campaign))])
        (sold, *rest) = decode(STATE, answer)[0]
        return CampaignState(tuple(sold), *rest)

    def _pledges(self, campaign):
        campaign_id = self.model.id_of(campaign)
        asked = [self.world.crowdfund.pledgeOf.encode_input(campaign_id, self._address(name)) for name in WHO]
        return {name: Pledge(*decode(PLEDGE, answer)[0]) for name, answer in zip(WHO, self._ask(asked), strict=True)}

    def _ask(self, calls):
        answers = ask_all(
            "eth_call", [[{"to": self.world.crowdfund.address, "data": data}, "latest"] for data in calls]
        )
        return [bytes.fromhex(answer[2:]) for answer in answers]

    def _balances(self):
        places = {name: self._address(name) for name in WHO} | {"crowdfund": self.world.crowdfund.address}
        return balances_of(places, self.world.tokens)


@pytest.mark.slow
def test_contract_and_model_stay_equal(state_machine, crowdfund, token, clock, people):
    wallet = people.stranger.deploy(OddWallet, people.seller)
    everybody = vars(people) | {"wallet": accounts.at(wallet.address, force=True)}
    give_native(wallet.address, 10**18)
    for name in WHO:
        token.mint(everybody[name], 10**18, {"from": people.stranger})
        token.approve(crowdfund, 2**256 - 1, {"from": everybody[name], "gas_price": 0})
    world = SimpleNamespace(
        crowdfund=crowdfund, clock=clock, tokens=(NATIVE, token.address), wallet=wallet, people=everybody
    )
    state_machine(Machine, world, settings=games.settings(examples=EXAMPLES, steps=STEPS))
    missed = {Phase.FAILED, Phase.LAPSED, Phase.STOPPED, Phase.PAID} - set(Machine.reached)
    assert games.IS_LONG or not missed, f"games that never end like this prove nothing about it: {missed}"
