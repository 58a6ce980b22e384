"""Loans: one against coins, whose note is sold, one that is never repaid, and an advance on an escrowed deal.

make recipe NAME=loan
"""

from dataclasses import astuple
from types import SimpleNamespace
from typing import Any

from scripts.market.loan import LoanTerms
from scripts.market.request import Gig, Milestone, by_offer, milestones_for
from scripts.market.shapes import EMPTY, Address
from scripts.recipes.start import DAY, ETHER, address, contracts, document, in_ether, now, people, sign, tell, wait

DOLLAR = 10**6
NONCE = 7


def main() -> None:
    place, who = contracts(), people("lender", "borrower", "buyer", "client")
    loans, token, lender, borrower = place.Loan, place.token, who.lender, who.borrower
    for person in (lender, borrower):
        token.mint(person, 5_000 * DOLLAR, {"from": person})
        token.approve(loans, 5_000 * DOLLAR, {"from": person})

    terms, word = offered(place, who, salt=b"first")
    taken = loans.take(terms, NONCE, *word, {"from": borrower, "value": ETHER})
    tell("A lender signs 1,000 dollars for 90 days at 12 %; the borrower takes them for 1 ETH.", taken)
    sold = loans.transferNote(terms, who.buyer, {"from": lender})
    tell("The lender sells the note.", sold)
    wait(30 * DAY)
    tell("After a month half is repaid, to the note's holder.", loans.repay(terms, 500 * DOLLAR, {"from": borrower}))
    wait(30 * DAY)
    repaid = loans.repay(terms, 600 * DOLLAR, {"from": borrower})
    tell("After another month the rest: only what is owed is taken, and the coin is back.", repaid)

    terms, word = offered(place, who, salt=b"second")
    taken = loans.take(terms, NONCE, *word, {"from": borrower, "value": ETHER})
    tell("He borrows again, and repays nothing.", taken)
    wait(97 * DAY + 1)
    tell("A week after it was due the lender keeps the coin.", loans.foreclose(terms, {"from": lender}))

    work = worked(place, who)
    assigned = place.Escrow.assign(work, loans, {"from": borrower})
    tell("A client has funded work for 1 ETH; the worker turns its price over to the loans.", assigned)
    terms, word = advanced(place, who, place.Escrow.idOf(work))
    taken = loans.takeAdvance(terms, work, NONCE, *word, {"from": lender, "value": 4 * ETHER // 5})
    tell(f"The lender advances {in_ether(4 * ETHER // 5)} of it.", taken)
    tell("The client pays for the work.", place.Escrow.release(work, {"from": who.client}))
    collected = loans.collect(terms, work, {"from": who.client})
    tell("Anybody divides it: the lender has his money first, the worker the rest.", collected)


def offered(place: SimpleNamespace, who: SimpleNamespace, *, salt: bytes) -> tuple[Any, tuple[int, bytes]]:
    terms = LoanTerms(
        lender=address(who.lender),
        borrower=address(who.borrower),
        principal_token=Address(place.token.address),
        principal=1_000 * DOLLAR,
        rate_bps=1_200,
        collateral=ETHER,
        duration=90 * DAY,
        grace=7 * DAY,
        document=document("Dollars against coins."),
        salt=salt.ljust(32, b"\0"),
    )
    return astuple(terms), signed(place, terms, who.lender)


def advanced(place: SimpleNamespace, who: SimpleNamespace, deal_id: Any) -> tuple[Any, tuple[int, bytes]]:
    """Here the borrower signs, because the lender brings the coins."""
    terms = LoanTerms(
        lender=address(who.lender),
        borrower=address(who.borrower),
        principal=4 * ETHER // 5,
        rate_bps=1_200,
        duration=30 * DAY,
        grace=7 * DAY,
        collateral_deal=bytes(deal_id),
        salt=b"advance".ljust(32, b"\0"),
    )
    return astuple(terms), signed(place, terms, who.borrower)


def signed(place: SimpleNamespace, terms: LoanTerms, by: Any) -> tuple[int, bytes]:
    until = now() + DAY
    return until, sign(by, place.Loan.offerDigest(astuple(terms), NONCE, until))


def worked(place: SimpleNamespace, who: SimpleNamespace) -> Any:
    gig = Gig(
        market=Address(place.Request.address),
        buyer=address(who.client),
        seller=address(who.borrower),
        inspection=3 * DAY,
        contest_period=3 * DAY,
        ruling_period=7 * DAY,
    )
    part = Milestone(price=ETHER, deliver_by=now() + 20 * DAY, agreement=document("A shelf."))
    deal, until = astuple(milestones_for(gig, [part])[0]), now() + DAY
    digest = place.Request.offerDigest(place.Escrow.idOf(deal), EMPTY, 0, until)
    offer = by_offer(EMPTY, until, sign(who.borrower, digest))
    place.Escrow.open(deal, offer, {"from": who.client, "value": ETHER})
    return deal
