"""Random acts by random people at random times: contract and model stay equal, and every wei comes out at the end.

`AGORA_MACHINE_EXAMPLES=500` plays longer, and other games each time.
"""

from random import Random
from types import SimpleNamespace
from typing import ClassVar

import pytest
from brownie import OddWallet, accounts, web3
from hypothesis import note
from hypothesis import strategies as st

from tests.contracts.model import chance, games, table, typed_data
from tests.contracts.model.drain import collect, drain
from tests.contracts.model.escrow import EscrowModel
from tests.contracts.model.twin import Twin
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import NATIVE, NOTHING, Outcome

EXAMPLES = 40
STEPS = 50
ACCEPT, REFUSE = 0, 1
WHO = ("buyer", "seller", "arbiter", "stranger", "wallet")
# What ends a deal or a phase of it is rare, so that deals live long enough to see everything.
LIKELY = {
    "fulfil": 10,
    "begin": 10,
    "chargeNoShow": 10,
    "contest": 10,
    "rule": 10,
    "sendBack": 4,
    "dispute": 6,
    "claimDeposit": 4,
    "finalize": 4,
    "execute": 8,
    "reclaim": 4,
    "proposeSettlement": 3,
    "handOver": 2,
    "release": 2,
}
SPONSORED = {"release": 0, "fulfil": 1, "cancel": 2}
EVIDENCED = {"fulfil", "sendBack", "contest", "submitEvidence"}


class Machine:
    """One number a step decides everything in it, so that a game is long before Hypothesis runs out of entropy."""

    seed = st.integers(0, 2**64)
    reached: ClassVar[set[Outcome]] = set()
    done: ClassVar[set[str]] = set()

    def __init__(cls, world):  # noqa: N805 - Brownie calls it with the class
        cls.world = world

    def setup(self):
        world = self.world
        model = EscrowModel(web3.eth.chain_id, world.escrow.address)
        self.twin = Twin(world.escrow, world.clock, world.people, world.tokens, model)
        self.silent = "buyer"

    def initialize(self, seed):
        random = Random(seed)
        self.silent = random.choice(["buyer", "seller", "wallet"])
        self._mood(random)
        self._open(random)

    def rule_step(self, seed):
        random = Random(f"{seed} {len(self.twin.deals)} {self.twin.model.now - self.world.start}")
        steps = {
            self._open: 1 if len(self.twin.open_deals()) < 4 else 0,
            self._wait: 4,
            self._allowed: 10,
            self._anything: 4,
            self._mood: 1,
            self._withdraw: 1,
            self._sponsored: 1,
        }
        random.choices(list(steps), list(steps.values()))[0](random)

    def invariant(self):
        self.twin.compare()

    def teardown(self):
        self.reached.update(state.outcome for state in self.twin.model.states.values())
        drain(self.twin, silent=self.silent)
        collect(self.twin)

    def _open(self, random):
        deal = chance.deal(random, self.world, now=self.twin.model.now, number=len(self.twin.deals))
        note(f"open {deal}")
        self.twin.open(deal, "payer")

    def _wait(self, random):
        """To the edge of a deadline, or a second after."""
        deal = self._some_deal(random)
        edges = self._situation(deal).edges
        ahead = [moment for moment in edges if moment > self.twin.model.now]
        if ahead:
            self.twin.wait_until(random.choice(ahead))
            note(f"wait until {self.twin.model.now}")

    def _allowed(self, random):
        deal = self._some_deal(random)
        allowed = self._refused(deal, None)
        if allowed:
            act = random.choices(list(allowed), [LIKELY.get(act, 1) for act in allowed])[0]
            is_done = self._do(act, deal, random.choice(allowed[act]), random)
            assert is_done, "what the table allows, the model allows"

    def _anything(self, random):
        """Half of it by those who come too early or too late."""
        deal = self._some_deal(random)
        untimely = self._refused(deal, table.TIME)
        acts = untimely if untimely and random.random() < 0.5 else dict.fromkeys(table.NAMES, WHO)
        act = random.choice(list(acts))
        self._do(act, deal, random.choice(acts[act]), random)

    def _refused(self, deal, refusal):
        """Who is refused an act for this reason now, or for no reason allowed it."""
        situation = self._situation(deal)
        now, addresses = self.twin.model.now, {name: person.address for name, person in self.twin.people.items()}
        callers = {
            act: [name for name in WHO if situation.refusal(act, addresses[name], now) == refusal]
            for act in table.NAMES
        }
        return {act: names for act, names in callers.items() if names}

    def _situation(self, deal):
        return table.Situation(deal, self.twin.model.state_of(deal), self.twin.model.payee_of(deal))

    def _mood(self, random):
        """The wallet begins or stops to refuse money."""
        refuses = random.random() < 0.7
        self.world.wallet.behave(REFUSE if refuses else ACCEPT, {"from": self.world.people["stranger"], "gas_price": 0})
        refusing = self.twin.model.purses.refusing
        (refusing.add if refuses else refusing.discard)(self.world.wallet.address)

    def _withdraw(self, random):
        self.twin.withdraw(random.choice(WHO), random.choice(self.world.tokens), "stranger")

    def _some_deal(self, random):
        return random.choice(self.twin.open_deals() or self.twin.deals)

    def _do(self, act, deal, person, random):
        note(f"{act} of deal {int.from_bytes(deal.salt, 'big')} by the {person}")
        state, share = self.twin.model.state_of(deal), chance.share(random)
        told, sent = {
            "settleWithSignature": ((state.depositOnly, share), None),
            "acceptSettlement": ((state.depositOnly, state.proposedBps), None),
            "proposeSettlement": ((state.depositOnly, share), None),
            "handOver": ((), (chance.CODE,)),
            "begin": ((), (chance.CODE,)),
            "discount": ((discount := self._discount(state, deal, random),), (discount, NOTHING)),
            "assign": ((self._heir(deal, random),), None),
            "dispute": ((share,), (share, NOTHING)),
            "claimDeposit": ((share,), (share, NOTHING)),
            "rule": ((share,), None),
        }.get(act, ((), (NOTHING,) * (act in EVIDENCED)))
        if act == "settleWithSignature":
            sent = (share, 2**40, self._signature(deal, person, state, share))
        is_done = self.twin.act(act, deal, person, *told, sent=sent)
        self.done.update({act} if is_done else ())
        return is_done

    def _discount(self, state, deal, random):
        """One that grows, if one can."""
        return random.choice([state.discount + 1, max(state.discount + 1, deal.price - 1)])

    def _heir(self, deal, random):
        """Somebody else who may be paid, or the seller again."""
        heirs = ("stranger", "payer", "wallet", "referrer")
        addresses = [self.twin.people[name].address for name in heirs] + [deal.seller] * 2
        return random.choice([address for address in addresses if address != deal.buyer])

    def _sponsored(self, random):
        """Mostly signed by the party; carried by the stranger."""
        deal, act = self._some_deal(random), random.choice(list(SPONSORED))
        state, party = self.twin.model.state_of(deal), deal.seller if act == "fulfil" else deal.buyer
        key = "buyer" if party == self.twin.people["buyer"].address else "seller"
        key = random.choice([key, key, key, "arbiter"])
        terms = {"dealId": self.world.escrow.idOf(deal), "act": SPONSORED[act], "evidence": NOTHING}
        message = typed_data.sponsored(
            web3.eth.chain_id, self.world.escrow.address, **terms, revisionsUsed=state.revisionsUsed, deadline=2**40
        )
        note(f"{act} of deal {int.from_bytes(deal.salt, 'big')} signed by the {key}")
        signer = self.twin.people["arbiter"].address if key == "arbiter" else party
        sent = (SPONSORED[act], NOTHING, 2**40, sign(key, message))
        if self.twin.act("sponsor", deal, "stranger", act, signer, sent=sent):
            self.done.add("sponsor")

    def _signature(self, deal, person, state, share):
        """The other party's; the seller's key signs for the wallet."""
        other = deal.seller if self.twin.people[person].address == deal.buyer else deal.buyer
        terms = {"dealId": self.world.escrow.idOf(deal), "depositOnly": state.depositOnly, "sellerBps": share}
        message = typed_data.settlement(web3.eth.chain_id, self.world.escrow.address, **terms, deadline=2**40)
        return sign("buyer" if other == self.twin.people["buyer"].address else "seller", message)


@pytest.mark.slow
def test_contract_and_model_stay_equal(state_machine, escrow, market, token, clock, people):
    wallet = people.stranger.deploy(OddWallet, people.seller)
    token.mint(people.payer, 10**27, {"from": people.stranger})
    token.approve(escrow, 2**256 - 1, {"from": people.payer})
    world = SimpleNamespace(
        escrow=escrow,
        market=market,
        clock=clock,
        start=clock.now,
        tokens=(NATIVE, token.address),
        wallet=wallet,
        people=vars(people) | {"wallet": accounts.at(wallet.address, force=True)},
    )
    state_machine(Machine, world, settings=games.settings(examples=EXAMPLES, steps=STEPS))
    missed = set(Outcome) - Machine.reached
    assert games.IS_LONG or not missed, f"games that never end like this prove nothing about it: {missed}"
    untried = {*table.NAMES, "sponsor"} - Machine.done
    assert games.IS_LONG or not untried, f"games where nobody does this prove nothing about it: {untried}"
