"""Who you are and what is yours: profile, money that waits in the escrow, everything you signed."""

import hashlib
import json
from pathlib import Path
from typing import Annotated

import typer

from indexer.content.documents import profile_document
from scripts.agora.errors import DocumentDiffers
from scripts.agora.messages import own_key
from scripts.agora.session import Session, session_of
from scripts.agora.signing import perform
from scripts.agora.units import parse_address, parse_token
from scripts.agora.writing import pin, pin_picture
from scripts.market.abi import Json
from scripts.market.chain import hexed
from scripts.market.shapes import EMPTY
from scripts.sealing import announced

app = typer.Typer(no_args_is_help=True, help="Tell others who you are.")
STATUSES = ("active", "soldOut", "withdrawn")


@app.command("update")
def update(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="The name others see beside your address.")],
    about: Annotated[str, typer.Option(help="What you do.")] = "",
    picture: Annotated[Path | None, typer.Option(help="A png, jpeg, webp or gif file.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language you speak, such as en; repeat it.")] = None,
    skill: Annotated[list[str] | None, typer.Option(help="Something you can do; repeat it.")] = None,
) -> None:
    """Publishes your profile, in place of an earlier one."""
    session = session_of(context)
    cid = pin_picture(session, picture, alt=name).cid if picture else None
    own = own_key(session)
    document = profile_document(
        name,
        about,
        picture=cid,
        languages=language or (),
        skills=skill or (),
        keys=[announced(own)] if own else (),
    )
    perform(session, session.chain.call("Profiles", "update", pin(session, document)))


@app.command("remove")
def remove(context: typer.Context) -> None:
    """Removes your profile from indexes. What was published stays published."""
    session = session_of(context)
    perform(session, session.chain.call("Profiles", "update", EMPTY))


def withdraw(
    context: typer.Context,
    token: Annotated[str, typer.Argument(help="ETH, or a token's symbol.")] = "ETH",  # noqa: S107  # a coin
    to: Annotated[str | None, typer.Option(help="Another address than your own.")] = None,
) -> None:
    """Withdraws a payment that could not be delivered, see `agora account balance`."""
    session = session_of(context)
    receiver = session.address if to is None else parse_address(to)
    perform(
        session,
        session.chain.call("Escrow", "withdraw", parse_token(token, session.chain.deployment).address, receiver),
    )


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Where to write it.")] = Path("agora-export.json"),
    address: Annotated[str | None, typer.Option(help="Somebody else's, for it is all public.")] = None,
) -> None:
    """Writes everything an account signed, with its documents, each checked against its digest."""
    session = session_of(context)
    owner = session.address if address is None else parse_address(address)
    index = session.index
    listings = [found for status in STATUSES for found in index.every("/v1/listings", seller=owner, status=status)]
    deals = index.every("/v1/deals", party=owner)
    reviews = index.every(f"/v1/accounts/{owner}/reviews", role="author")
    account = index.account(owner)
    history = {deal["dealId"]: index.every(f"/v1/deals/{deal['dealId']}/history") for deal in deals}
    history |= {item["listingId"]: index.every(f"/v1/listings/{item['listingId']}/history") for item in listings}
    shown = [account["profile"], *(part["document"] for part in (*listings, *reviews))]
    documents = {part["digest"]: checked(session, part) for part in shown if part and part["state"] == "verified"}
    everything = {
        "account": account,
        "listings": listings,
        "deals": deals,
        "reviews": reviews,
        "history": history,
        "documents": documents,
    }
    out.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n")
    counts = ", ".join(f"{len(part)} {name}" for name, part in everything.items() if name not in {"account", "history"})
    session.console.print(f"{counts}: written to {out}.")


def checked(session: Session, part: Json) -> str:
    data = session.index.bytes_of(part["cid"])
    if hexed(hashlib.sha256(data).digest()) != part["digest"]:
        raise DocumentDiffers(part["cid"])
    return data.decode()
