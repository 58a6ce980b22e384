"""Loans of the sample market: one repaid, one that runs, one on offer."""

import hashlib
from collections.abc import Generator
from dataclasses import dataclass, replace

from indexer.content.market_documents import loan_document
from scripts.market import loan
from scripts.market.loan import LoanTerms, Signed
from scripts.seed.catalog import DAY
from scripts.seed.services import FINNEY
from scripts.seed.stage import Stage
from scripts.seed.timeline import Story

MOMENT = 0.01
DOLLARS = 10**6
LENT = "AUSD"
CARRIER = "shopfront"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Dollars for coins. `open_days` is how long the signature counts."""

    lender: str
    title: str
    text: str
    dollars: int
    collateral: int
    days: int
    rate_bps: int = 900
    open_days: int = 30


KILN = Plan(
    lender="greta",
    title="Dollars until the next firing",
    text="For a workshop that buys clay before it sells pots. Repay early whenever you like.",
    dollars=400,
    collateral=300 * FINNEY,
    days=60,
)
LOOM = Plan(
    lender="yuki",
    title="A second loom",
    text="Three months, for somebody who weaves.",
    dollars=650,
    collateral=500 * FINNEY,
    days=90,
)
STANDING = Plan(
    lender="yuki",
    title="800 dollars for three months, to whoever comes first",
    text="One coin is the collateral. A week of grace; after that I keep it and bear no grudge.",
    dollars=800,
    collateral=1_000 * FINNEY,
    days=90,
    rate_bps=700,
)


def stories(stage: Stage) -> list[tuple[float, Story]]:
    return [
        (8, repaid(stage, KILN, borrower="ines", after=21)),
        (16, running(stage, LOOM, borrower="amara", after=15, part=250)),
        (36, offered(stage, STANDING)),
    ]


def repaid(stage: Stage, plan: Plan, *, borrower: str, after: float) -> Story:
    terms = yield from taken(stage, plan, borrower=borrower)
    yield after
    repay(stage, terms, borrower, terms.principal * 11 // 10)


def running(stage: Stage, plan: Plan, *, borrower: str, after: float, part: int) -> Story:
    terms = yield from taken(stage, plan, borrower=borrower)
    yield after
    repay(stage, terms, borrower, part * DOLLARS)


def offered(stage: Stage, plan: Plan) -> Story:
    publish(stage, plan, terms_of(stage, plan))
    yield MOMENT


def taken(stage: Stage, plan: Plan, *, borrower: str) -> Generator[float, None, LoanTerms]:
    """The loan has the terms of the offer, with both sides named."""
    terms = terms_of(stage, plan)
    signed = publish(stage, plan, terms)
    yield 1
    stage.chain.send(loan.taking(stage.chain, terms, signed, by=stage.address(borrower)), stage.key(borrower))
    return replace(terms, borrower=stage.address(borrower))


def publish(stage: Stage, plan: Plan, terms: LoanTerms) -> Signed:
    """Anybody may carry a signed offer to the chain."""
    lender, deadline = stage.key(plan.lender), stage.chain.now() + plan.open_days * DAY
    allow(stage, plan.lender, terms.principal)
    signed = loan.sign_offer(stage.chain, terms, lender, nonce=number_of(plan), deadline=deadline)
    carried = (lender.address, terms, signed.nonce, signed.deadline, signed.signature)
    stage.does(CARRIER, "Loan", "publishOffer", *carried)
    return signed


def repay(stage: Stage, terms: LoanTerms, borrower: str, amount: int) -> None:
    """More than is owed is never taken."""
    allow(stage, borrower, amount)
    stage.chain.send(loan.repaying(stage.chain, terms, amount), stage.key(borrower))


def allow(stage: Stage, person: str, amount: int) -> None:
    token = stage.chain.deployment.token_called(LENT)
    assert token is not None, f"{LENT} is not deployed"
    stage.fill_purse(stage.key(person), token.address, amount)
    allowance = loan.approval(stage.chain, token.address, amount)
    assert allowance is not None, f"{LENT} is a token"
    stage.chain.send(allowance, stage.key(person))


def terms_of(stage: Stage, plan: Plan) -> LoanTerms:
    token = stage.chain.deployment.token_called(LENT)
    assert token is not None, f"{LENT} is not deployed"
    return LoanTerms(
        lender=stage.address(plan.lender),
        principal_token=token.address,
        principal=plan.dollars * DOLLARS,
        rate_bps=plan.rate_bps,
        collateral=plan.collateral,
        duration=plan.days * DAY,
        grace=7 * DAY,
        document=stage.pin(loan_document(plan.title, plan.text, stage.today())),
        salt=hashlib.sha256(plan.title.encode()).digest(),
    )


def number_of(plan: Plan) -> int:
    """Of the signature, so that one of a lender's can be taken back alone."""
    return int.from_bytes(hashlib.sha256(plan.title.encode()).digest()[:8])
