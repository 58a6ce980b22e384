"""Random auctions by random people at random times: contract and model stay equal, and every bid comes back or is paid.

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

from tests.contracts.auction.twin import AuctionTwin
from tests.contracts.model import games
from tests.contracts.model.auction import AuctionModel, Lot, end_of, minimum_of, reserve_hash, sale_end_of
from tests.contracts.world.people import give_native
from tests.contracts.world.shapes import DAY, HOUR, NATIVE, NOTHING, ZERO

EXAMPLES = 25
STEPS = 50
ACCEPT, REFUSE = 0, 1
WHO = ("buyer", "payer", "referrer", "wallet", "seller", "arbiter", "stranger")
SECRET = b"\5" * 32
PURSE = 10**27
PRICES = (1, 2, 19, 10_000, 1_000_003, 10**18 + 7)
LIKELY = {"bid": 14, "settle": 6, "reveal": 6, "expire": 2, "buyNow": 3, "cancelAuction": 1, "publish": 1}


class Machine:
    """One number a step decides everything in it, so that a game is long before Hypothesis runs out of entropy."""

    seed = st.integers(0, 2**64)
    done: ClassVar[Counter] = Counter()

    def __init__(cls, world):  # noqa: N805 - Brownie calls it with the class
        cls.world = world

    def setup(self):
        world = self.world
        model = AuctionModel(web3.eth.chain_id, world.auction.address)
        self.twin = AuctionTwin(world.auction, world.clock, world.people, world.tokens, model, world.trade)
        self.reserves = {}

    def initialize(self, seed):
        random = Random(seed)
        self._mood(random)
        self._publish(random)

    def rule_step(self, seed):
        random = Random(f"{seed} {len(self.twin.lots)} {self.twin.model.now - self.world.start}")
        steps = {
            self._publish: 1 if len(self.twin.open_lots()) < 3 else 0,
            self._wait: 4,
            self._act: 12,
            self._mood: 1,
            self._withdraw: 1,
        }
        random.choices(list(steps), list(steps.values()))[0](random)

    def invariant(self):
        self.twin.compare()

    def teardown(self):
        self.twin.compare_sales()
        self.twin.drain()

    def _publish(self, random):
        lot = self._lot(random)
        note(f"publish {lot}")
        assert self.twin.act("publish", lot, self._name(lot.seller))
        self.twin.lots.append(lot)

    def _lot(self, random):
        now, price, number = self.twin.model.now, random.choice(PRICES), len(self.twin.lots)
        starts = now + random.choice([0, 0, 1, HOUR])
        reserve = random.choice([None, None, None, 0, price, 3 * price])
        lot = Lot(
            seller=self._address(random.choice(["seller", "wallet", "stranger"])),
            token=random.choice(self.world.tokens),
            startPrice=price,
            buyNowPrice=random.choice([0, price, 10 * price, 99 * price]),
            reserveHash=NOTHING if reserve is None else reserve_hash(reserve, SECRET),
            incrementBps=random.choice([0, 1, 500, 10_000]),
            startsAt=starts,
            endsAt=starts + random.choice([1, HOUR, DAY]),
            extension=random.choice([0, 1, 600, HOUR]),
            maxExtensions=random.choice([0, 1, 3]),
            revealPeriod=random.choice([1, HOUR, DAY]),
            arbiter=random.choice([ZERO, self._address("arbiter")]),
            arbiterBps=random.choice([0, 1_000]),
            silenceBps=random.choice([0, 10_000]),
            deliverPeriod=random.choice([1, DAY]),
            inspection=random.choice([0, DAY]),
            contestPeriod=DAY,
            rulingPeriod=DAY,
            document=b"\2" * 32,
            salt=number.to_bytes(32, "big"),
        )
        self.reserves[lot.salt] = reserve
        return lot

    def _wait(self, random):
        """To the edge of a deadline, or a second after."""
        lot = random.choice(self.twin.lots)
        state = self.twin.model.state_of(lot)
        end = end_of(lot, state)
        edges = [lot.startsAt - 1, lot.startsAt, end - lot.extension, end - lot.extension + 1, end, end + 1]
        sale = sale_end_of(lot, state)
        ahead = [moment for moment in (*edges, sale, sale + 1) if moment > self.twin.model.now]
        if ahead:
            self.twin.wait_until(random.choice(ahead[:4]))
            note(f"wait until {self.twin.model.now}")

    def _act(self, random):
        lot = random.choice(self.twin.open_lots() or self.twin.lots)
        act = random.choices(list(LIKELY), list(LIKELY.values()))[0]
        is_sellers = act in {"reveal", "cancelAuction"} and random.random() < 0.8
        person = self._name(lot.seller) if is_sellers else random.choice(WHO)
        arguments = {"bid": self._amount, "reveal": self._reserve}.get(act, lambda *_: ())(lot, random)
        note(f"{act} of lot {int.from_bytes(lot.salt, 'big')} by the {person}: {arguments}")
        self.done[act, self.twin.act(act, lot, person, *arguments)] += 1

    def _amount(self, lot, random):
        least = minimum_of(lot, self.twin.model.state_of(lot))
        return (max(least + random.choice([-1, 0, 0, 1, least]), 1),)

    def _reserve(self, lot, random):
        reserve = self.reserves[lot.salt] or 0
        return (reserve + 1, SECRET) if random.random() < 0.2 else (reserve, SECRET)

    def _mood(self, random):
        """The wallet begins or stops to refuse money."""
        refuses = random.random() < 0.7
        self.world.wallet.behave(REFUSE if refuses else ACCEPT, {"from": self.world.people["stranger"], "gas_price": 0})
        refusing = self.twin.model.purses.refusing
        (refusing.add if refuses else refusing.discard)(self.world.wallet.address)

    def _withdraw(self, random):
        self.twin.withdraw(random.choice(WHO), random.choice(self.world.tokens), "stranger")

    def _address(self, name):
        return self.world.people[name].address

    def _name(self, address):
        return next(name for name, person in self.world.people.items() if person.address == address)


@pytest.mark.slow
def test_contract_and_model_stay_equal(state_machine, auction, house, token, clock, people):
    wallet = people.stranger.deploy(OddWallet, people.seller)
    everybody = vars(people) | {"wallet": accounts.at(wallet.address, force=True)}
    for person in everybody.values():
        give_native(person.address, PURSE)
        token.mint(person, PURSE, {"from": people.stranger})
        token.approve(auction, 2**256 - 1, {"from": person, "gas_price": 0})
    world = SimpleNamespace(
        auction=auction,
        trade=house.trade,
        clock=clock,
        start=clock.now,
        tokens=(NATIVE, token.address),
        wallet=wallet,
        people=everybody,
    )
    state_machine(Machine, world, settings=games.settings(examples=EXAMPLES, steps=STEPS))
    missed = {(act, is_done) for act in LIKELY for is_done in (True, False)} - Machine.done.keys() - {("publish", True)}
    assert games.IS_LONG or not missed, f"games without these prove nothing about them: {missed}"
