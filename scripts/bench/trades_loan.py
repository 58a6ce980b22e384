"""Loans whose acts are measured: three months at 12 %, a week of grace, signed by the side that does not send."""

from dataclasses import replace

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from scripts.bench.trades import DAY, DOCUMENT, PRICE, TOKEN_PRICE, Costs, Market
from scripts.market.loan import LoanTerms
from scripts.market.shapes import EMPTY, NATIVE, Address

NONCE = 7
PURSE = 1_000 * TOKEN_PRICE


def terms_of(market: Market, *, principal_token: Address, collateral_token: Address, salt: str = "first") -> LoanTerms:
    """The buyer lends to the seller."""
    return LoanTerms(
        lender=Address(market.buyer.address),
        borrower=Address(market.seller.address),
        principal_token=principal_token,
        principal=PRICE if principal_token == NATIVE else TOKEN_PRICE,
        rate_bps=1_200,
        collateral_token=collateral_token,
        collateral=PRICE if collateral_token == NATIVE else TOKEN_PRICE,
        duration=90 * DAY,
        grace=7 * DAY,
        collateral_deal=EMPTY,
        document=DOCUMENT,
        salt=keccak(text=salt),
    )


def take(market: Market, terms: LoanTerms, by: LocalAccount, value: int) -> int:
    signer = market.seller if by == market.buyer else market.buyer
    deadline = market.start + DAY
    signature = market.sign(signer, "Loan", "offerDigest", terms, NONCE, deadline)
    return market.send(by, "Loan", "take", terms, NONCE, deadline, signature, value=value)


def allow(market: Market) -> None:
    for person in (market.buyer, market.seller):
        loan = market.chain.deployment.addresses["Loan"]
        market.send(person, "TestToken", "approve", loan, PURSE, at=market.token)


def loan_of_coins(market: Market) -> Costs:
    allow(market)
    terms = terms_of(market, principal_token=NATIVE, collateral_token=market.token)
    # A contract that never held this token would pay 17,100 more, once.
    take(market, replace(terms, salt=keccak(text="before")), market.buyer, terms.principal)
    taken = take(market, terms, market.buyer, terms.principal)
    market.net.travel(30 * DAY)
    part = market.send(market.seller, "Loan", "repay", terms, PRICE // 2, value=PRICE // 2)
    rest = market.send(market.seller, "Loan", "repay", terms, PRICE, value=PRICE)
    return {
        "take a loan in ETH against a token": taken,
        "repay a part of a loan in ETH": part,
        "repay the rest of a loan in ETH with too much sent, and free the collateral": rest,
    }


def loan_of_tokens(market: Market) -> Costs:
    allow(market)
    terms = terms_of(market, principal_token=market.token, collateral_token=NATIVE)
    taken = take(market, terms, market.seller, terms.collateral)
    market.net.travel(30 * DAY)
    part = market.send(market.seller, "Loan", "repay", terms, TOKEN_PRICE // 2)
    # The borrower's token balance stays above zero.
    rest = market.send(market.seller, "Loan", "repay", terms, TOKEN_PRICE)
    return {
        "take a loan in a token against ETH": taken,
        "repay a part of a loan in a token": part,
        "repay the rest of a loan in a token, and free the collateral": rest,
    }


def default(market: Market) -> Costs:
    allow(market)
    terms = terms_of(market, principal_token=market.token, collateral_token=NATIVE)
    take(market, terms, market.seller, terms.collateral)
    transferred = market.send(market.buyer, "Loan", "transferNote", terms, market.anybody.address)
    market.net.travel(98 * DAY)
    foreclosed = market.send(market.anybody, "Loan", "foreclose", terms)
    return {"transfer the note of a loan": transferred, "foreclose a loan against ETH": foreclosed}


def advance(market: Market) -> Costs:
    usual = market.terms()
    deal = market.opened(usual)
    assigned = market.send(market.seller, "Escrow", "assign", deal, market.chain.deployment.addresses["Loan"])
    terms = replace(
        terms_of(market, principal_token=NATIVE, collateral_token=NATIVE),
        principal=PRICE * 4 // 5,
        collateral=0,
        collateral_deal=market.id_of(deal),
    )
    deadline = market.start + DAY
    signature = market.sign(market.seller, "Loan", "offerDigest", terms, NONCE, deadline)
    arguments = (terms, deal, NONCE, deadline, signature)
    taken = market.send(market.buyer, "Loan", "takeAdvance", *arguments, value=terms.principal)
    released = market.send(market.buyer, "Escrow", "release", deal)
    collected = market.send(market.anybody, "Loan", "collect", terms, deal)
    return {
        "assign a deal": assigned,
        "take an advance in ETH on a deal": taken,
        "release an assigned deal in ETH": released,
        "collect an advance in ETH": collected,
    }


TRADES = (loan_of_coins, loan_of_tokens, default, advance)
