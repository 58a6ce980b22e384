"""Who has how much: pushes, and credits for those who cannot be paid."""

from collections import Counter
from dataclasses import dataclass, field

from tests.contracts.world.shapes import NATIVE, WHOLE, ZERO, Deal


def share(amount: int, bps: int) -> int:
    return amount * bps // WHOLE


@dataclass
class Purses:
    """`held` is what came into escrow and did not leave; `paid` what each account received in all."""

    held: Counter[str] = field(default_factory=Counter)
    paid: Counter[tuple[str, str]] = field(default_factory=Counter)
    credits: Counter[tuple[str, str]] = field(default_factory=Counter)
    refusing: set[str] = field(default_factory=set)

    def take(self, token: str, amount: int) -> None:
        self.held[token] += amount

    def push(self, account: str, token: str, amount: int) -> None:
        if amount == 0:
            return
        if account in self.refusing and token == NATIVE:
            self.credits[account, token] += amount
        else:
            self._leave(account, token, amount)

    def withdraw(self, account: str, token: str, to: str) -> int:
        amount = self.credits.pop((account, token))
        self._leave(to, token, amount)
        return amount

    def owed(self, token: str) -> int:
        return sum(amount for (_, owed), amount in self.credits.items() if owed == token)

    def _leave(self, account: str, token: str, amount: int) -> None:
        self.held[token] -= amount
        self.paid[account, token] += amount


def divide_price(
    deal: Deal, seller_bps: int, *, payee: str, discount: int = 0, after_ruling: bool = False
) -> list[tuple[str, int]]:
    """The deposit and the discount go back whole; the arbiter's fee comes first, the referral from the seller's share."""
    price = deal.price - discount
    fee = share(price, deal.arbiterBps) if after_ruling else 0
    earned = share(price - fee, seller_bps)
    referral = 0 if deal.referrer == ZERO else share(earned, deal.referralBps)
    return [
        (deal.arbiter, fee),
        (deal.referrer, referral),
        (payee, earned - referral),
        (deal.buyer, price - fee - earned + discount + deal.deposit),
    ]


def divide_deposit(deal: Deal, seller_bps: int, *, after_ruling: bool = False) -> list[tuple[str, int]]:
    fee = share(deal.deposit, deal.arbiterBps) if after_ruling else 0
    taken = share(deal.deposit - fee, seller_bps)
    return [(deal.arbiter, fee), (deal.seller, taken), (deal.buyer, deal.deposit - fee - taken)]
