"""How listings, deals and accounts are printed."""

from collections.abc import Iterable
from datetime import UTC, datetime

from rich.table import Table

from scripts.agora.session import Session
from scripts.agora.units import show_amount, show_duration, show_share, show_time
from scripts.market.abi import Json
from scripts.market.shapes import NATIVE, Deal

ACTS = {
    "handOver": "hand-over",
    "sendBack": "send-back",
    "proposeSettlement": "settle propose",
    "acceptSettlement": "settle accept",
    "settleWithSignature": "settle use",
    "submitEvidence": "evidence",
    "claimDeposit": "deposit claim",
    "returnDeposit": "deposit return",
}


def listings_table(session: Session, listings: Iterable[Json]) -> Table:
    table = Table("Listing", "Price", "Left", "Seller and id")
    for listing in listings:
        terms = listing["terms"]
        price = show_amount(int(terms["price"]), terms["token"], session.chain.deployment)
        table.add_row(title_of(listing), price, str(listing["stock"]), f"{listing['seller']}\n{listing['listingId']}")
    return table


def listing_table(session: Session, listing: Json) -> Table:
    terms, deployed = listing["terms"], session.chain.deployment
    content = listing["document"]["content"] or {}
    table = Table(title=title_of(listing), show_header=False, title_justify="left")
    table.add_row("id", listing["listingId"])
    table.add_row("seller", listing["seller"])
    table.add_row("price", show_amount(int(terms["price"]), terms["token"], deployed))
    if terms["deposit"] != "0":
        table.add_row("deposit", show_amount(int(terms["deposit"]), terms["token"], deployed))
    table.add_row("state", f"{listing['status']}, {listing['stock']} left, {listing['unitsSold']} sold")
    table.add_row("text", content.get("description") or f"document {listing['document']['state']}")
    for name, value in (content.get("attributes") or {}).items():
        table.add_row(name, value)
    table.add_row("category", content.get("category", ""))
    table.add_row("delivery within", show_duration(terms["deliverPeriod"]))
    table.add_row("free cancellation", show_duration(terms["cancelPeriod"]))
    table.add_row("time to object", show_duration(terms["inspection"]))
    table.add_row("revisions", str(terms["revisions"]))
    table.add_row("arbiter", "nobody" if terms["arbiter"] == NATIVE else terms["arbiter"])
    table.add_row("offered until", show_time(terms["expiresAt"]))
    return table


def deals_table(session: Session, deals: Iterable[Json]) -> Table:
    table = Table("What", "Status", "Price", "Opened", "Deal")
    for shown in deals:
        deal = Deal.from_json(shown["deal"])
        price = show_amount(deal.price, deal.token, session.chain.deployment)
        what = shown["agreement"]["title"] or shown["agreement"]["cid"]
        table.add_row(what, status_of(shown), price, shown["openedAt"][:10], shown["dealId"])
    return table


def deal_table(session: Session, shown: Json) -> Table:
    deal, deployed = Deal.from_json(shown["deal"]), session.chain.deployment
    table = Table(title=shown["agreement"]["title"] or "Deal", show_header=False, title_justify="left")
    table.add_row("id", shown["dealId"])
    table.add_row("status", status_of(shown))
    table.add_row("buyer", deal.buyer)
    table.add_row("seller", deal.seller)
    table.add_row("price", show_amount(deal.price, deal.token, deployed))
    if deal.deposit:
        table.add_row("deposit", show_amount(deal.deposit, deal.token, deployed))
    if shown["claim"]:
        claim = shown["claim"]
        told = f"{claim['claimant']} claims {show_share(claim['sellerBps'])} for the seller ({claim['stage']})"
        table.add_row("claim", told)
    if shown["proposal"]:
        proposal = shown["proposal"]
        table.add_row("proposal", f"{proposal['proposer']} offers {show_share(proposal['sellerBps'])} for the seller")
    table.add_row("deliver by", show_time(deal.deliver_by))
    table.add_row("arbiter", "nobody" if deal.arbiter == NATIVE else deal.arbiter)
    for receiver, amount in shown["paid"].items():
        if amount != "0":
            table.add_row(f"paid to the {receiver}", show_amount(int(amount), deal.token, deployed))
    return table


def next_table(shown: Json, *, now: int, role: str | None) -> Table:
    table = Table("What may happen next", "By", "When")
    for act in shown["next"]:
        mine = " (you)" if act["by"] in {role, "Anyone"} else ""
        table.add_row(ACTS.get(act["act"], act["act"]), act["by"] + mine, when(act, now=now))
    return table


def when(act: Json, *, now: int) -> str:
    """The clock is the chain's."""
    begins, ends = (seconds_of(act[key]) if act[key] else None for key in ("from", "until"))
    if begins is not None and now <= begins:
        return f"after {show_time(begins)}"
    if ends is not None:
        return f"until {show_time(ends)}" if now <= ends else f"over since {show_time(ends)}"
    return "now"


def history_table(history: Iterable[Json]) -> Table:
    table = Table("Time", "Event", "Details")
    for entry in history:
        told = {
            name: value for name, value in entry["arguments"].items() if name not in {"deal", "dealId", "listingId"}
        }
        details = ", ".join(f"{name} {value}" for name, value in told.items() if value not in {"", "0x" + "0" * 64})
        table.add_row(entry["at"].replace("T", " ").rstrip("Z"), entry["name"], details)
    return table


def title_of(listing: Json) -> str:
    content = listing["document"]["content"]
    return content["title"] if content else f"(document {listing['document']['state']})"


def status_of(shown: Json) -> str:
    return shown["status"] if shown["outcome"] == "None" else f"{shown['status']} ({shown['outcome']})"


def seconds_of(moment: str) -> int:
    return int(datetime.fromisoformat(moment).astimezone(UTC).timestamp())
