"""`agora search`, `agora show`, `agora buy`: from a word to a deal."""

import hashlib
import json
import secrets
from typing import Annotated

import typer
from eth_utils.crypto import keccak

from scripts.agora.errors import DocumentDiffers
from scripts.agora.keys import write_private
from scripts.agora.session import Session, session_of
from scripts.agora.showing import listing_table, listings_table
from scripts.agora.signing import perform
from scripts.agora.units import parse_address, parse_id, parse_share
from scripts.market import buying
from scripts.market.abi import Json
from scripts.market.buying import Offer, Wish
from scripts.market.chain import Receipt, hexed
from scripts.market.shapes import EMPTY, NOBODY, Deal

CODE_BYTES = 16
SHOWN = 20


def search(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(help="What you look for; spelling mistakes are forgiven.")
    ] = None,
    category: Annotated[str | None, typer.Option(help="Such as home or home/ceramics.")] = None,
    seller: Annotated[str | None, typer.Option(help="Only this seller's.")] = None,
    sort: Annotated[str | None, typer.Option(help="newest, price, -price or relevance.")] = None,
) -> None:
    """Finds listings."""
    session = session_of(context)
    query = " ".join(words or ()) or None
    page = session.index.get("/v1/listings", q=query, category=category, seller=seller, sort=sort, limit=SHOWN)
    if page.get("correctedQuery"):
        session.console.print(f"Showing results for {page['correctedQuery']!r}.")
    session.console.print(listings_table(session, page["data"]) if page["data"] else "Nothing found.")


def buy(
    context: typer.Context,
    listing: Annotated[str, typer.Argument(help="The listing's id, as search shows it.", metavar="LISTING")],
    units: Annotated[int, typer.Option(min=1, help="How many.")] = 1,
    referrer: Annotated[str | None, typer.Option(help="The front end that brought you here.")] = None,
    referral: Annotated[str, typer.Option(help="Its share in percent, of what the seller grants.")] = "0",
    *,
    hand_over: Annotated[
        bool, typer.Option("--hand-over", help="Make a code that pays the seller when shown.")
    ] = False,
) -> None:
    """Pays for a listing into escrow."""
    session = session_of(context)
    shown = session.index.listing(hexed(parse_id(listing, what="a listing's id")))
    require_document(session, shown)
    session.console.print(listing_table(session, shown))
    code = secrets.token_bytes(CODE_BYTES) if hand_over else None
    wish = Wish(
        buyer=session.address,
        units=units,
        referrer=NOBODY if referrer is None else parse_address(referrer),
        referral_bps=parse_share(referral),
        handover=EMPTY if code is None else keccak(code),
    )
    receipt = pay(session, shown, wish, code)
    if receipt is not None:
        deal_id = hexed(receipt.event("DealOpened")["dealId"])
        session.console.print(f"Deal {deal_id}\nThe money is in escrow. Next: agora deal show {deal_id}")


def pay(session: Session, listing: Json, wish: Wish, code: bytes | None) -> Receipt | None:
    deal, purchase = buying.deal_for(Offer.from_json(listing), wish, now=session.chain.now())
    approval = buying.approval(session.chain, deal, payer=session.address)
    if approval is not None:
        session.console.print("First the escrow must be allowed to take exactly this amount of the token.")
        if perform(session, approval) is None:
            return None
    if code is not None and not session.dry_run:
        keep_code(session, deal, code)
    return perform(session, buying.opening(session.chain, deal, purchase))


def keep_code(session: Session, deal: Deal, code: bytes) -> None:
    """Before the money moves: a code lost with a broken connection could never be shown."""
    path = session.secrets("codes") / f"{hexed(session.deal_id(deal))}.json"
    write_private(path, json.dumps({"code": hexed(code)}))
    session.console.print(f"Hand-over code {hexed(code)}\nTell it the seller when you have the goods. Kept in {path}")


def require_document(session: Session, listing: Json) -> None:
    """What was shown must be what the seller's digest on the chain names."""
    document = listing["document"]
    if document["state"] != "verified":
        session.console.print(
            f"Warning: the listing's document is {document['state']}. You would buy by its terms alone."
        )
        return
    data = session.index.bytes_of(document["cid"])
    if hexed(hashlib.sha256(data).digest()) != listing["terms"]["document"] or json.loads(data) != document["content"]:
        raise DocumentDiffers(document["cid"])
