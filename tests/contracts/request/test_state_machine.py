"""Random people ask, sign, take back and accept at random times: contract and model say the same.

`AGORA_MACHINE_EXAMPLES=500` plays longer, and other games each time.
"""

from collections import Counter
from random import Random
from typing import ClassVar

import pytest
from hypothesis import note
from hypothesis import strategies as st

from tests.contracts.model import games
from tests.contracts.model.book import Refused
from tests.contracts.model.request import RequestModel, by_tariff, request_id, schedule
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import HOUR, MINUTE, NOTHING, Status
from tests.contracts.world.trade import events_of

EXAMPLES = 20
STEPS = 40
SALTS = (NOTHING, b"\1" * 32, b"\2" * 32)
SEEN = {
    *("RequestPosted", "OfferAccepted", "TariffPublished", "TariffAccepted", "EpochRaised"),
    *("EmptySalt", "RequestExpired", "OfferExpired", "BadOfferSignature", "TariffExpired", "TariffRevoked"),
    *("BadTariff", "BadTariffSignature", "NotTheTariff", "CapTooLow", "ReferralNotGranted", "DeliverByTooSoon"),
    "WrongSchedule",
}


class Machine:
    """One number a step decides everything in it."""

    seed = st.integers(0, 2**64)
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(cls, desk):  # noqa: N805 - Brownie calls it with the class
        cls.desk = desk

    def setup(self):
        self.model = RequestModel(now=self.desk.now)
        self.offers, self.tariffs, self.count = [], [], 0
        self.signers = {self.desk.people.seller.address: "seller", self.desk.people.payer.address: "payer"}

    def rule_step(self, seed):
        random = Random(f"{seed} {self.count}")
        self.count += 1
        steps = {
            self._post: 1,
            self._revoke: 1,
            self._sign_offer: 3,
            self._accept_offer: 5 if self.offers else 0,
            self._sign_tariff: 2,
            self._publish: 2 if self.tariffs else 0,
            self._hail: 5 if self.tariffs else 0,
            self._wait: 3,
        }
        random.choices(list(steps), list(steps.values()))[0](random)

    def invariant(self):
        for seller in self.signers:
            assert self.desk.market.epochOf(seller) == self.model.epoch_of(seller)

    def _post(self, random):
        salt, need = random.choice(SALTS), self.desk.need(expiresAt=self.model.now + random.randint(0, 2))
        buyer = self.desk.people.buyer
        self._both(
            lambda: self.model.post(buyer.address, salt, need),
            lambda: self.desk.market.post(salt, need, {"from": buyer}),
        )

    def _revoke(self, random):
        seller = random.choice(list(self.signers))
        self._both(lambda: self.model.revoke(seller), lambda: self.desk.market.revoke({"from": seller}))

    def _sign_offer(self, random):
        seller = random.choice(list(self.signers))
        deal = self._named(self.desk.job(seller=seller, deliverBy=self.model.now + 1000 * HOUR, refunds=0))
        salt, until = random.choice(SALTS), self.model.now + random.choice([0, 1, MINUTE, HOUR])
        signer = random.choices([seller, self.desk.people.stranger.address], [5, 1])[0]
        name = self.signers.get(signer, "stranger")
        request, epoch = request_id(deal.buyer, salt), self.model.epoch_of(seller)
        authorization = self.desk.offer(deal, salt=salt, until=until, signer=name)
        self.offers.append((deal, salt, until, (signer, self.desk.trade.id(deal), request, epoch), authorization))

    def _accept_offer(self, random):
        offer = random.choice(self.offers)
        deal, salt, until, signed, authorization = offer
        if random.random() < 0.2:
            deal = deal._replace(**random.choice([{"price": deal.price - 1}, {"revisions": 3}, {"agreement": NOTHING}]))
        done = self._both(
            lambda: self.model.accept_offer(deal, self.desk.trade.id(deal), salt=salt, deadline=until, signed=signed),
            lambda: self._open(deal, authorization),
        )
        if done:
            self.offers.remove(offer)

    def _sign_tariff(self, random):
        seller = random.choice(list(self.signers))
        tariff = self.desk.tariff._replace(
            seller=seller,
            base=random.randint(0, 10**6),
            minimum=random.randint(1, 10**6),
            noShowBps=random.choices([0, 1, 2_500, 10_000, 10_001], [4, 4, 4, 4, 1])[0],
            freePeriod=random.choices([0, MINUTE, 8 * MINUTE], [4, 4, 1])[0],
            referralBps=random.randint(0, 499),
            epoch=self.model.epoch_of(seller),
            expiresAt=self.model.now + random.choice([1, MINUTE, HOUR]),
        )
        signer = random.choices([seller, self.desk.people.stranger.address], [5, 1])[0]
        self.tariffs.append(
            (tariff, signer, self.desk.sign_tariff(tariff, signer=self.signers.get(signer, "stranger")))
        )

    def _publish(self, random):
        tariff, signer, signature = random.choice(self.tariffs)
        self._both(
            lambda: self.model.publish_tariff(tariff, self.desk.tariff_id(tariff), signer=signer, signature=signature),
            lambda: self.desk.market.publishTariff(tariff, signature, {"from": self.desk.people.stranger}),
        )

    def _hail(self, random):
        tariff, signer, signature = random.choice(self.tariffs)
        sound = written(tariff)
        start = self.model.now - random.randint(0, 2 * MINUTE)
        cap = random.choice([10**7, max(tariff.base, tariff.minimum)])
        deal = self._named(self.desk.ride(start=start, tariff=sound, price=cap, referralBps=tariff.referralBps))
        if random.random() < 0.5:
            deal = deal._replace(**random.choice(self._faults(deal, sound)))
        self._both(
            lambda: self.model.accept_tariff(
                deal, self.desk.trade.id(deal), tariff=tariff, tariff_id=self.desk.tariff_id(tariff), signer=signer
            ),
            lambda: self._open(deal, by_tariff(tariff, signature)),
        )

    def _faults(self, deal, tariff):
        return [
            {"price": max(tariff.base, tariff.minimum) - 1 or 1},
            {"deposit": 1},
            {"arbiterBps": deal.arbiterBps + 1},
            {"agreement": NOTHING},
            {"rulingPeriod": deal.rulingPeriod - 1},
            {"referralBps": tariff.referralBps + 1},
            {"deliverBy": self.model.now + tariff.deliverPeriod - 1},
            {"deliverBy": self.model.now + tariff.deliverPeriod},
            {"refunds": schedule(tariff, self.model.now + 1)},
            {"refunds": schedule(tariff._replace(noShowBps=tariff.noShowBps ^ 1), self.model.now)},
        ]

    def _wait(self, random):
        edges = [until + late for _, _, until, *_ in self.offers for late in (0, 1)]
        edges += [tariff.expiresAt - early for tariff, *_ in self.tariffs for early in (0, 1)]
        ahead = [moment for moment in edges if moment > self.model.now]
        self.model.now = self.desk.trade.clock.to(random.choice(ahead or [self.model.now + MINUTE]))
        note(f"wait until {self.model.now}")

    def _both(self, expect, send):
        try:
            event = expect()
        except Refused as refused:
            self.seen[refused.name] += 1
            with reverts_with(refused.name, *refused.values):
                send()
            return False
        self.seen[event[0]] += 1
        assert events_of(send(), self.desk.market) == [event]
        return True

    def _open(self, deal, authorization):
        tx = self.desk.trade.escrow.open(deal, authorization, {"from": deal.buyer, "value": deal.value})
        assert self.desk.trade.state(deal).status == Status.FUNDED
        return tx

    def _named(self, deal):
        return deal._replace(salt=self.count.to_bytes(32, "big"))


def written(tariff):
    """As near to the tariff as a schedule can be written at all: the escrow refuses any other."""
    return tariff._replace(freePeriod=min(tariff.freePeriod, MINUTE), noShowBps=min(tariff.noShowBps, 10_000))


@pytest.mark.slow
def test_contract_and_model_stay_equal(state_machine, desk):
    state_machine(Machine, desk, settings=games.settings(examples=EXAMPLES, steps=STEPS))
    missed = SEEN - set(Machine.seen)
    assert games.IS_LONG or not missed, f"games that never do this prove nothing about it: {missed}"
