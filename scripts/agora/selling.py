"""`agora listing`: publish what you sell. A listing is written down in a small file first, see `agora listing draft`."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from indexer.content.documents import listing_document
from scripts.agora.errors import BadDraft
from scripts.agora.session import Session, session_of
from scripts.agora.showing import listing_table
from scripts.agora.signing import perform
from scripts.agora.units import parse_address, parse_amount, parse_duration, parse_id, parse_share, parse_token
from scripts.agora.writing import now, pin, pin_picture
from scripts.market.chain import hexed
from scripts.market.shapes import NOBODY, Digest, Terms, listing_id_of, sku_of

app = typer.Typer(no_args_is_help=True, help="Sell: publish, revise, restock and withdraw listings.")

Draft = Annotated[Path, typer.Argument(help="The listing as a file, see `agora listing draft`.")]
Sku = Annotated[str, typer.Argument(help="Your own name for the listing.")]
Stock = Annotated[int, typer.Argument(min=0, help="How many are left.")]

EXAMPLE = """\
sku = "mug-blue"                 # your own name for it; it never changes
title = "Blue mug"
description = "Holds 300 ml."
category = "home/ceramics"
kind = "physical"                # or digital, service
tags = ["mug", "coffee"]
pictures = []                    # paths of png, jpeg, webp or gif files
attributes = { volume = "300 ml" }
ships_to = ["PT", "ES"]          # countries; none means everywhere
returns = "Within fourteen days."
language = "en"

token = "ETH"
price = "0.014"                  # per unit, as deposit
deposit = "0"
stock = 12
expires = "180d"                 # nobody can buy afterwards
deliver = "7d"                   # you need at most this long
cancel = "1d"                    # the buyer may cancel in full this long
inspection = "7d"                # the buyer may object this long after delivery
revisions = 0                    # how often the buyer may send the work back
claim = "0d"                     # how long you may claim the deposit after the price is paid
contest = "3d"                   # how long a claim waits for an answer
ruling = "7d"                    # how long a contested claim waits for the arbiter
arbiter = ""                     # an address, or nobody
arbiter_fee = "0"                # percent of what a ruling divides
silence = "50"                   # percent for you if the arbiter never rules
referral = "2"                   # percent you grant to the front end that brings a buyer
"""


@app.command("draft")
def draft(context: typer.Context, file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Writes an example to edit."""
    if file.exists():
        raise BadDraft(file, reason="it is already there.")
    file.write_text(EXAMPLE)
    session_of(context).console.print(f"Edit {file}, then: agora listing publish {file}")


@app.command("publish")
def publish(context: typer.Context, file: Draft) -> None:
    """Puts it on the market."""
    session, wanted = session_of(context), read_draft(file)
    terms = terms_of(session, wanted, pin_listing(session, wanted, file))
    if perform(session, session.chain.call("FixedPrice", "publish", sku_of(wanted["sku"]), terms, wanted["stock"])):
        session.console.print(f"Listing {listing_id(session, wanted['sku'])}")


@app.command("revise")
def revise(context: typer.Context, file: Draft) -> None:
    """Replaces text, pictures, terms and stock. Deals already open keep theirs."""
    session, wanted = session_of(context), read_draft(file)
    terms = terms_of(session, wanted, pin_listing(session, wanted, file))
    seen = stock_of(session, wanted["sku"])
    perform(session, session.chain.call("FixedPrice", "revise", sku_of(wanted["sku"]), terms, seen, wanted["stock"]))


@app.command("restock")
def restock(context: typer.Context, sku: Sku, stock: Stock) -> None:
    """Sets how many are left."""
    session = session_of(context)
    perform(session, session.chain.call("FixedPrice", "restock", sku_of(sku), stock_of(session, sku), stock))


@app.command("withdraw")
def withdraw(context: typer.Context, sku: Sku) -> None:
    """Takes it off the market."""
    session = session_of(context)
    perform(session, session.chain.call("FixedPrice", "withdraw", sku_of(sku)))


@app.command("show")
def show(
    context: typer.Context, listing: Annotated[str, typer.Argument(help="The listing's id.", metavar="LISTING")]
) -> None:
    """Shows a listing and its terms."""
    session = session_of(context)
    session.console.print(
        listing_table(session, session.index.listing(hexed(parse_id(listing, what="a listing's id"))))
    )


def read_draft(file: Path) -> dict[str, Any]:
    """With the example's values where the draft is silent."""
    example = tomllib.loads(EXAMPLE)
    try:
        wanted = tomllib.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise BadDraft(file, reason=f"{error}.") from error
    unknown = wanted.keys() - example.keys()
    missing = {"sku", "title", "description", "category", "price", "stock"} - wanted.keys()
    if unknown or missing:
        told = [
            *(f"{name} is missing" for name in sorted(missing)),
            *(f"{name} is unknown" for name in sorted(unknown)),
        ]
        raise BadDraft(file, reason=f"{', '.join(told)}.")
    quiet = {"tags": [], "attributes": {}, "ships_to": [], "returns": ""}
    wanted = example | quiet | wanted
    wrong = [name for name, value in wanted.items() if type(value) is not type(example[name])]
    if wrong:
        told = [f"{name} must be written as {example[name]!r} is" for name in wrong]
        raise BadDraft(file, reason=f"{', '.join(told)}.")
    return wanted


def pin_listing(session: Session, wanted: dict[str, Any], file: Path) -> Digest:
    alt = f"A picture of: {wanted['title']}"
    pictures = [pin_picture(session, file.parent / path, alt=alt) for path in wanted["pictures"]]
    document = listing_document(
        wanted["title"],
        wanted["description"],
        category=wanted["category"],
        kind=wanted["kind"],
        created_at=now(),
        tags=wanted["tags"],
        pictures=pictures,
        attributes=wanted["attributes"],
        ships_to=wanted["ships_to"],
        returns=wanted["returns"],
        language=wanted["language"],
    )
    return pin(session, document)


def terms_of(session: Session, wanted: dict[str, Any], document: Digest) -> Terms:
    token = parse_token(wanted["token"], session.chain.deployment)
    return Terms(
        token=token.address,
        price=parse_amount(wanted["price"], token),
        deposit=parse_amount(wanted["deposit"], token),
        referral_bps=parse_share(wanted["referral"]),
        arbiter=parse_address(wanted["arbiter"]) if wanted["arbiter"] else NOBODY,
        arbiter_bps=parse_share(wanted["arbiter_fee"]),
        silence_bps=parse_share(wanted["silence"]),
        deliver_period=parse_duration(wanted["deliver"]),
        cancel_period=parse_duration(wanted["cancel"]),
        inspection=parse_duration(wanted["inspection"]),
        revisions=wanted["revisions"],
        claim_period=parse_duration(wanted["claim"]),
        contest_period=parse_duration(wanted["contest"]),
        ruling_period=parse_duration(wanted["ruling"]),
        expires_at=session.chain.now() + parse_duration(wanted["expires"]),
        document=document,
    )


def stock_of(session: Session, sku: str) -> int:
    """As the chain has it now, so that a sale in between is not undone."""
    listing = session.chain.read("FixedPrice", "listingOf", listing_id_of(session.address, sku_of(sku)))
    return int(listing["stock"])


def listing_id(session: Session, sku: str) -> str:
    return hexed(listing_id_of(session.address, sku_of(sku)))
