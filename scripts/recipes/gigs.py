"""A gig in three milestones: one payment, a deal for each, and a change of scope that both sign.

make recipe NAME=gigs
"""

from dataclasses import astuple
from types import SimpleNamespace

from scripts.market.request import Gig, Milestone, Need, by_offer, milestones_for
from scripts.market.shapes import NATIVE
from scripts.recipes.start import DAY, ETHER, address, contracts, document, in_ether, now, people, sign, tell, wait

SALT = b"a shelf for ninety books".ljust(32, b"\0")
PRICES = {"The drawing": ETHER // 20, "The shelf": ETHER // 5, "The fitting": ETHER // 10}


def main() -> None:
    place, who = contracts(), people("client", "worker")
    escrow, requests, client, worker = place.Escrow, place.Request, who.client, who.worker

    posted = requests.post(SALT, astuple(need()), {"from": client})
    tell("The client says what is needed, and names no price.", posted)

    gig = [astuple(deal) for deal in milestones_for(terms(place, who), parts())]
    request_id, until = requests.requestIdOf(client, SALT), now() + DAY
    digests = [requests.offerDigest(escrow.idOf(deal), request_id, 0, until) for deal in gig]
    offers = [by_offer(SALT, until, sign(worker, digest)) for digest in digests]
    opened = escrow.openBatch(gig, offers, {"from": client, "value": sum(PRICES.values())})
    tell(f"The worker signs three milestones for {in_ether(sum(PRICES.values()))}; one payment funds them.", opened)

    drawing, shelf, fitting = gig
    tell("The worker hands in the drawing.", escrow.fulfil(drawing, document("a drawing"), {"from": worker}))
    tell("The client wants it changed.", escrow.sendBack(drawing, document("higher"), {"from": client}))
    tell("The worker hands it in again.", escrow.fulfil(drawing, document("higher"), {"from": worker}))
    scope = document("The shelf holds a hundred books.")
    agreed = place.Amendments.amendmentDigest(escrow.idOf(shelf), scope, 1, until)
    amended = place.Amendments.amend(shelf, scope, until, sign(worker, agreed), {"from": client})
    tell("Both sign another scope for the shelf; the old one stays in the log.", amended)

    wait(14 * DAY + 1)
    tell("Two weeks of silence: anybody pays the worker.", escrow.finalize(drawing, {"from": worker}))
    tell("The fitting is no longer wanted: the worker pays it back.", escrow.refund(fitting, {"from": worker}))
    tell("The shelf is there, and the client pays at once.", escrow.release(shelf, {"from": client}))


def need() -> Need:
    text = document("Who builds me a shelf for ninety books?")
    return Need(token=NATIVE, budget=0, deliver_by=now() + 60 * DAY, expires_at=now() + 10 * DAY, document=text)


def terms(place: SimpleNamespace, who: SimpleNamespace) -> Gig:
    return Gig(
        market=place.Request.address,
        buyer=address(who.client),
        seller=address(who.worker),
        inspection=14 * DAY,
        revisions=2,
        contest_period=3 * DAY,
        ruling_period=7 * DAY,
    )


def parts() -> list[Milestone]:
    """A deadline for each, ten days apart."""
    return [
        Milestone(price=price, deliver_by=now() + 10 * DAY * number, agreement=document(title))
        for number, (title, price) in enumerate(PRICES.items(), start=2)
    ]
