"""Deals that are closed, and reviews of them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from brownie.network.account import Account
from brownie.network.contract import ProjectContract

from tests.contracts.model.identity import commitment, deal_key
from tests.contracts.world.shapes import Deal
from tests.contracts.world.trade import Trade


@dataclass(frozen=True)
class Opinion:
    """A review as its author keeps it until it is revealed."""

    reputation: ProjectContract
    trade: Trade
    deal: Deal
    author: Account
    score: int
    document: bytes = b"\4" * 32
    secret: bytes = b"\6" * 32

    @property
    def commitment(self) -> bytes:
        return commitment(
            self.trade.id(self.deal), self.author.address, score=self.score, document=self.document, secret=self.secret
        )

    def commit(self):
        return self.reputation.commitReview(self.trade.id(self.deal), self.commitment, {"from": self.author})

    def reveal(self, *, by: Account | None = None, **changes: object):
        told = {"score": self.score, "document": self.document, "secret": self.secret} | changes
        terms = (deal_key(self.deal), self.author, told["score"], told["document"], told["secret"])
        return self.reputation.revealReview(*terms, {"from": by or self.author})


@pytest.fixture
def closed_deal(escrow: ProjectContract, trade: Trade, make_deal: Callable[..., Deal], buyer: Account) -> Deal:
    deal = trade.open(make_deal(deposit=0))
    escrow.release(deal, {"from": buyer})
    return deal


@pytest.fixture
def opinion(reputation: ProjectContract, trade: Trade, closed_deal: Deal) -> Callable[[Account, int], Opinion]:
    return lambda author, score: Opinion(reputation, trade, closed_deal, author, score)
