"""Whole trades whose acts are measured, each on a chain where nothing else has happened."""

from collections.abc import Callable
from hashlib import sha256

from eth_account.signers.local import LocalAccount
from eth_typing import Hash32
from eth_utils.crypto import keccak

from scripts.dev_accounts import dev_account
from scripts.devnet import Devnet
from scripts.market.chain import Chain
from scripts.market.shapes import (
    EMPTY,
    NATIVE,
    NOBODY,
    WHOLE_BPS,
    Address,
    Deal,
    DealId,
    Digest,
    Purchase,
    Terms,
    commitment_of,
    deal_id_of,
    deal_key_of,
    signed_listing,
    sku_of,
)

DAY = 86_400
PRICE = 123_456_789 * 10**9
TOKEN_PRICE = 49_990_000
STOCK = 100
# As the page names it: the title, and six digits by chance.
SKU = sku_of("walnut-bowl-7d03f1")
DOCUMENT = Digest(sha256(b"walnut bowl").digest())
EVIDENCE = sha256(b"evidence").digest()
SECRET = keccak(text="secret")
UNTIL_BITS = 40

Costs = dict[str, int]


class Market:
    """People with coins and tokens, and what they usually agree to: an arbiter, a day to cancel, no deposit."""

    def __init__(self, net: Devnet, chain: Chain, *, start: int) -> None:
        self.net, self.chain, self.start = net, chain, start
        self.buyer, self.seller, self.arbiter, self.referrer, self.anybody = (dev_account(n) for n in range(1, 6))
        token = chain.deployment.token_called("AUSD")
        assert token is not None
        self.token = token.address
        purse = 1_000 * TOKEN_PRICE
        for person in (self.buyer, self.seller):
            self.send(self.anybody, "TestToken", "mint", person.address, purse, at=self.token)
        self.send(self.buyer, "TestToken", "approve", chain.deployment.addresses["Escrow"], purse, at=self.token)

    def fresh(self, trade: Callable[["Market"], Costs]) -> Costs:
        """Runs the trade and takes everything back."""
        snapshot = self.net.rpc.ask("evm_snapshot")
        costs = trade(self)
        self.net.rpc.ask("evm_revert", snapshot)
        return costs

    def send(
        self, by: LocalAccount, contract: str, act: str, *arguments: object, value: int = 0, at: Address | None = None
    ) -> int:
        """The gas that the transaction used."""
        return self.chain.send(self.chain.call(contract, act, *arguments, value=value, at=at), by).gas_used

    def terms(self, *, token: Address = NATIVE, referral_bps: int = 0) -> Terms:
        return Terms(
            token=token,
            price=PRICE if token == NATIVE else TOKEN_PRICE,
            referral_bps=referral_bps,
            arbiter=Address(self.arbiter.address),
            arbiter_bps=500,
            deliver_period=7 * DAY,
            cancel_period=DAY,
            inspection=3 * DAY,
            contest_period=3 * DAY,
            ruling_period=14 * DAY,
            expires_at=self.start + 365 * DAY,
            document=DOCUMENT,
        )

    def deal(self, terms: Terms, *, salt: str = "first") -> Deal:
        shared = ("token", "price", "deposit", "arbiter", "arbiter_bps", "silence_bps", "inspection", "revisions")
        periods = ("claim_period", "contest_period", "ruling_period")
        return Deal(
            **{name: getattr(terms, name) for name in (*shared, *periods)},
            market=self.chain.deployment.addresses["FixedPrice"],
            buyer=Address(self.buyer.address),
            seller=Address(self.seller.address),
            referrer=Address(self.referrer.address) if terms.referral_bps else NOBODY,
            referral_bps=terms.referral_bps,
            deliver_by=self.start + 10 * DAY,
            refunds=(self.start + DAY) | WHOLE_BPS << UNTIL_BITS,
            handover=EMPTY,
            agreement=terms.document,
            salt=keccak(text=salt),
        )

    def publish(self, terms: Terms) -> int:
        return self.send(self.seller, "FixedPrice", "publish", SKU, terms, STOCK)

    def open(self, deal: Deal, authorization: bytes) -> int:
        value = deal.price + deal.deposit if deal.token == NATIVE else 0
        return self.send(self.buyer, "Escrow", "open", deal, authorization, value=value)

    def opened(self, terms: Terms) -> Deal:
        deal = self.deal(terms)
        self.publish(terms)
        self.open(deal, purchase(terms))
        return deal

    def sign(self, person: LocalAccount, contract: str, view: str, *arguments: object) -> bytes:
        digest = Hash32(self.chain.read(contract, view, *arguments))
        signature: bytes = person.unsafe_sign_hash(digest).signature
        return signature

    def id_of(self, deal: Deal) -> DealId:
        return deal_id_of(deal, chain_id=self.net.chain_id, escrow=self.chain.deployment.addresses["Escrow"])


def purchase(terms: Terms, signed: bytes = b"") -> bytes:
    return Purchase(
        sku=SKU,
        units=1,
        referral_bps=terms.referral_bps,
        deliver_period=terms.deliver_period,
        cancel_period=terms.cancel_period,
        expires_at=terms.expires_at,
    ).encoded(signed)


def happy_path(market: Market) -> Costs:
    terms = market.terms()
    deal = market.deal(terms)
    published, opened = market.publish(terms), market.open(deal, purchase(terms))
    released = market.send(market.buyer, "Escrow", "release", deal)
    return {
        "publish a listing": published,
        "open a deal in ETH from a published listing": opened,
        "release a deal in ETH": released,
        "open and release a deal in ETH": opened + released,
    }


def signed_purchase(market: Market) -> Costs:
    terms = market.terms()
    signature = market.sign(market.seller, "FixedPrice", "listingDigest", market.seller.address, SKU, 0, STOCK, terms)
    authorization = purchase(terms, signed_listing(STOCK, signature))
    return {"open a deal in ETH from a signed listing": market.open(market.deal(terms), authorization)}


def token_path(market: Market) -> Costs:
    terms = market.terms(token=market.token)
    deal = market.deal(terms)
    market.publish(terms)
    # An escrow that never held this token would pay 17,100 more, once.
    market.open(market.deal(terms, salt="before"), purchase(terms))
    return {
        "open a deal in a token from a published listing": market.open(deal, purchase(terms)),
        "release a deal in a token": market.send(market.buyer, "Escrow", "release", deal),
    }


def referral(market: Market) -> Costs:
    deal = market.opened(market.terms(referral_bps=250))
    return {"release a deal in ETH with a referral": market.send(market.buyer, "Escrow", "release", deal)}


def refund(market: Market) -> Costs:
    return {"refund a deal in ETH": market.send(market.seller, "Escrow", "refund", market.opened(market.terms()))}


def cancellation(market: Market) -> Costs:
    return {"cancel a deal in ETH": market.send(market.buyer, "Escrow", "cancel", market.opened(market.terms()))}


def silence(market: Market) -> Costs:
    deal = market.opened(market.terms())
    fulfilled = market.send(market.seller, "Escrow", "fulfil", deal, EVIDENCE)
    market.net.travel(deal.inspection + 1)
    finalized = market.send(market.anybody, "Escrow", "finalize", deal)
    return {"fulfil a deal": fulfilled, "finalize a deal in ETH after the buyer's silence": finalized}


def settlement(market: Market) -> Costs:
    deal = market.opened(market.terms())
    agreed = (HALF, market.start + 30 * DAY)
    signature = market.sign(market.seller, "Escrow", "settlementDigest", market.id_of(deal), False, *agreed)
    settled = market.send(market.buyer, "Escrow", "settleWithSignature", deal, *agreed, signature)
    return {"settle a deal in ETH by signature": settled}


def sponsorship(market: Market) -> Costs:
    deal = market.opened(market.terms())
    signed = (RELEASE, EMPTY, market.start + 30 * DAY)
    act, evidence, deadline = signed
    signature = market.sign(market.buyer, "Escrow", "sponsoredDigest", market.id_of(deal), act, evidence, 0, deadline)
    carried = market.send(market.anybody, "Escrow", "sponsor", deal, *signed, signature)
    return {"release a deal in ETH by the buyer's signature": carried}


def dispute(market: Market) -> Costs:
    deal = market.opened(market.terms())
    disputed = market.send(market.buyer, "Escrow", "dispute", deal, 0, EVIDENCE)
    contested = market.send(market.seller, "Escrow", "contest", deal, EVIDENCE)
    ruled = market.send(market.arbiter, "Escrow", "rule", deal, HALF)
    executed = market.send(market.anybody, "Escrow", "execute", deal)
    return {
        "dispute a deal": disputed,
        "contest a claim": contested,
        "rule and execute a contested claim in ETH": ruled + executed,
    }


def milestones(market: Market) -> Costs:
    terms = market.terms()
    deals = [market.deal(terms, salt=name) for name in ("first", "second", "third")]
    market.publish(terms)
    authorizations = [purchase(terms)] * len(deals)
    value = sum(deal.price for deal in deals)
    opened = market.send(market.buyer, "Escrow", "openBatch", deals, authorizations, value=value)
    return {"open three milestones in ETH in one batch": opened}


def review(market: Market) -> Costs:
    deal = market.opened(market.terms())
    market.send(market.buyer, "Escrow", "release", deal)
    author, score, key = Address(market.buyer.address), 5, deal_key_of(deal)
    commitment = commitment_of(market.id_of(deal), author, score=score, document=DOCUMENT, secret=SECRET)
    committed = market.send(market.buyer, "Reputation", "commitReview", market.id_of(deal), commitment)
    market.net.travel(15 * DAY)

    def reveal() -> int:
        return market.send(market.buyer, "Reputation", "revealReview", key, author, score, DOCUMENT, SECRET)

    def record() -> int:
        return market.send(market.anybody, "Reputation", "recordOutcome", key)

    first = market.fresh(lambda _: {"reveal": reveal(), "record": record()})
    record()
    return {
        "commit and reveal a review": committed + reveal(),
        "commit and reveal the first review of somebody": committed + first["reveal"],
        "record the outcome of a deal": first["record"],
    }


HALF = WHOLE_BPS // 2
RELEASE = 0  # SponsoredAct
TRADES = (
    happy_path,
    signed_purchase,
    token_path,
    referral,
    refund,
    cancellation,
    silence,
    settlement,
    sponsorship,
    dispute,
    milestones,
    review,
)
