"""Who gets what of the money in question: IEscrow's rules, to the wei."""

from typing import NamedTuple

from indexer.model.identity import NO_MONEY, WHOLE, Amount


class Paid(NamedTuple):
    """What each party was paid or credited so far."""

    seller: Amount = NO_MONEY
    buyer: Amount = NO_MONEY
    referrer: Amount = NO_MONEY
    arbiter: Amount = NO_MONEY

    def plus(self, other: "Paid") -> "Paid":
        return Paid(
            Amount(self.seller + other.seller),
            Amount(self.buyer + other.buyer),
            Amount(self.referrer + other.referrer),
            Amount(self.arbiter + other.arbiter),
        )


NOTHING_PAID = Paid()


def share(amount: int, bps: int) -> Amount:
    return Amount(amount * bps // WHOLE)


def split_price(price: int, seller_bps: int, *, referral_bps: int, discount: int = 0, arbiter_bps: int = 0) -> Paid:
    """The buyer's discount comes first, then the arbiter's fee, the referral out of what the seller gets; every rounding
    favors the buyer."""
    fee = share(price - discount, arbiter_bps)
    rest = price - discount - fee
    seller = share(rest, seller_bps)
    referral = share(seller, referral_bps)
    return Paid(Amount(seller - referral), Amount(rest - seller + discount), referral, fee)


def split_deposit(deposit: int, seller_bps: int, *, arbiter_bps: int = 0) -> Paid:
    """No referral: the deposit was never a sale."""
    return split_price(deposit, seller_bps, referral_bps=0, arbiter_bps=arbiter_bps)
