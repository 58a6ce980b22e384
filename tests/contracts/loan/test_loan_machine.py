"""Random loans by random people at random times: contract and model stay equal, and every wei comes out at the end.

`AGORA_MACHINE_EXAMPLES=500` plays longer, and other games each time.
"""

from collections import Counter
from random import Random
from types import SimpleNamespace
from typing import ClassVar

import pytest
from brownie import OddWallet, accounts, web3
from hypothesis import note
from hypothesis import strategies as st

from tests.contracts.loan.twin import LoanTwin
from tests.contracts.model import games
from tests.contracts.model.loan import LoanModel, LoanTerms
from tests.contracts.world.people import give_native
from tests.contracts.world.shapes import DAY, HOUR, NATIVE, NOTHING, ZERO

EXAMPLES = 25
STEPS = 50
ACCEPT, REFUSE = 0, 1
WHO = ("buyer", "seller", "payer", "stranger", "wallet")
PURSE = 10**27
AMOUNTS = (1, 2, 19, 10_000, 1_000_003, 10**18 + 7)
LIKELY = {"repay": 10, "transferNote": 2, "renegotiate": 4, "foreclose": 4}


class Machine:
    """One number a step decides everything in it, so that a game is long before Hypothesis runs out of entropy."""

    seed = st.integers(0, 2**64)
    done: ClassVar[Counter] = Counter()

    def __init__(cls, world):  # noqa: N805 - Brownie calls it with the class
        cls.world = world

    def setup(self):
        world = self.world
        model = LoanModel(web3.eth.chain_id, world.loan.address)
        self.twin = LoanTwin(world.loan, world.clock, world.people, world.tokens, model)
        self.count = 0

    def initialize(self, seed):
        random = Random(seed)
        self._mood(random)
        self._take(random)

    def rule_step(self, seed):
        random = Random(f"{seed} {self.count} {self.twin.model.now - self.world.start}")
        steps = {
            self._take: 3 if len(self.twin.open_debts()) < 4 else 0,
            self._take_again: 1,
            self._wait: 4,
            self._act: 12,
            self._revoke: 1,
            self._mood: 1,
            self._withdraw: 1,
        }
        random.choices(list(steps), list(steps.values()))[0](random)

    def invariant(self):
        self.twin.compare()

    def teardown(self):
        """The borrowers fall silent, the holders take the collateral, and everybody withdraws."""
        for debt in self.twin.open_debts():
            self.twin.wait_until(debt.end + 1)
            assert self.twin.act("foreclose", debt.terms, by=self.twin.name_of(debt.holder))
        for account, token in [key for key, amount in self.twin.model.credits.items() if amount]:
            assert self.twin.withdraw(self.twin.name_of(account), token, "stranger")
        self.twin.compare()
        assert all(self.twin.model.held(token) == 0 for token in self.world.tokens)

    def _take(self, random):
        terms = self._terms(random)
        lenders_turn = terms.principalToken == NATIVE or (terms.collateralToken != NATIVE and random.random() < 0.5)
        sides = (terms.lender, terms.borrower) if lenders_turn else (terms.borrower, terms.lender)
        taker, signer = map(self.twin.name_of, sides)
        signed = terms
        if random.random() < 0.3:
            signed = terms._replace(**{"lender" if lenders_turn else "borrower": ZERO})
        self._sign_and_take(signed, random.randrange(4), taker, signer, self._value(terms, lenders_turn=lenders_turn))

    def _take_again(self, random):
        """The same terms a second time."""
        if not self.twin.terms:
            return
        terms = random.choice(self.twin.terms)
        taker, signer = self.twin.name_of(terms.lender), self.twin.name_of(terms.borrower)
        value = self._value(terms, lenders_turn=True)
        self._sign_and_take(terms, 99, taker, signer, value)

    def _sign_and_take(self, signed, nonce, taker, signer, value):
        note(f"take {signed} by the {taker}")
        self.done["take", self.twin.take(signed, nonce, taker=taker, signer=signer, value=value)] += 1

    def _value(self, terms, *, lenders_turn):
        amount, token = (
            (terms.principal, terms.principalToken) if lenders_turn else (terms.collateral, terms.collateralToken)
        )
        return amount if token == NATIVE else 0

    def _terms(self, random):
        self.count += 1
        lender, borrower = random.sample(WHO, 2)
        principal_token = random.choice(self.world.tokens)
        tokens = [token for token in self.world.tokens if token != NATIVE or principal_token != NATIVE]
        return LoanTerms(
            lender=self._address(lender),
            borrower=self._address(borrower),
            principalToken=principal_token,
            principal=random.choice(AMOUNTS),
            rateBps=random.choice([0, 1, 1_200, 65_535]),
            collateralToken=random.choice(tokens),
            collateral=random.choice(AMOUNTS),
            duration=random.choice([1, HOUR, 30 * DAY]),
            grace=random.choice([0, 1, DAY]),
            collateralDeal=NOTHING,
            document=NOTHING,
            salt=self.count.to_bytes(32, "big"),
        )

    def _wait(self, random):
        """To the edge of a deadline, a second after, or a little on."""
        edges = [moment for debt in self.twin.open_debts() for moment in (debt.end, debt.end + 1)]
        ahead = [moment for moment in edges if moment > self.twin.model.now]
        moment = self.twin.model.now + random.choice([1, HOUR, DAY])
        if ahead and random.random() < 0.3:
            moment = min(ahead)
        self.twin.wait_until(moment)
        note(f"wait until {moment}")

    def _act(self, random):
        debts = self.twin.open_debts()
        if not debts:
            return
        debt = random.choice(debts)
        if random.random() < 0.05:
            debt = random.choice(list(self.twin.model.debts.values()))
        act = random.choices(list(LIKELY), list(LIKELY.values()))[0]
        holder = self.twin.name_of(debt.holder)
        person = holder if act != "repay" and random.random() < 0.7 else random.choice(WHO)
        note(f"{act} of loan {int.from_bytes(debt.terms.salt, 'big')} by the {person}")
        self.done[act, getattr(self, f"_{act}")(debt, person, random)] += 1

    def _repay(self, debt, person, random):
        owed = debt.at(self.twin.model.now)
        amount = random.choice([0, 1, owed.interest, owed.owed, owed.owed + 3, owed.owed // 2])
        value = amount if debt.terms.principalToken == NATIVE else 0
        return self.twin.act("repay", debt.terms, amount, by=person, value=value)

    def _foreclose(self, debt, person, _random):
        return self.twin.act("foreclose", debt.terms, by=person)

    def _transferNote(self, debt, person, random):  # noqa: N802 - as the act
        to = random.choice([ZERO, *map(self._address, WHO)])
        return self.twin.act("transferNote", debt.terms, to, by=person)

    def _renegotiate(self, debt, person, random):
        self.count += 1
        free = {"rateBps": random.choice([0, 500]), "duration": random.choice([1, DAY]), "grace": random.choice([0, 9])}
        kept = {"lender": debt.holder, "principal": debt.outstanding}
        new = debt.terms._replace(**free, **kept, salt=self.count.to_bytes(32, "big"))
        if random.random() < 0.2:
            new = new._replace(**random.choice([{"collateral": new.collateral + 1}, {"principal": new.principal + 1}]))
        other = debt.terms.borrower if self._address(person) == debt.holder else debt.holder
        return self.twin.renegotiate(debt.terms, new, by=person, signer=self.twin.name_of(other))

    def _revoke(self, random):
        self.twin.act("revoke", random.randrange(4), by=random.choice(WHO))

    def _mood(self, random):
        """The wallet begins or stops to refuse money."""
        refuses = random.random() < 0.7
        self.world.wallet.behave(REFUSE if refuses else ACCEPT, {"from": self.world.people["stranger"], "gas_price": 0})
        refusing = self.twin.model.refusing
        (refusing.add if refuses else refusing.discard)(self.world.wallet.address)

    def _withdraw(self, random):
        self.twin.withdraw(random.choice(WHO), random.choice(self.world.tokens), "stranger")

    def _address(self, name):
        return self.world.people[name].address


@pytest.mark.slow
def test_contract_and_model_stay_equal(state_machine, loan, token, gold, clock, people):
    wallet = people.stranger.deploy(OddWallet, people.seller)
    everybody = vars(people) | {"wallet": accounts.at(wallet.address, force=True)}
    for person in everybody.values():
        give_native(person.address, PURSE)
        for money in (token, gold):
            money.mint(person, PURSE, {"from": people.stranger})
            money.approve(loan, 2**256 - 1, {"from": person, "gas_price": 0})
    world = SimpleNamespace(
        loan=loan,
        clock=clock,
        start=clock.now,
        tokens=(NATIVE, token.address, gold.address),
        wallet=wallet,
        people=everybody,
    )
    state_machine(Machine, world, settings=games.settings(examples=EXAMPLES, steps=STEPS))
    missed = {(act, is_done) for act in ("take", *LIKELY) for is_done in (True, False)} - Machine.done.keys()
    assert games.IS_LONG or not missed, f"games without these prove nothing about them: {missed}"
