"""`agora deal` and the acts of a trade that goes well, or ends early."""

import json
from typing import Annotated

import typer

from scripts.agora.errors import SecretMissing
from scripts.agora.keys import read_private
from scripts.agora.session import Session, session_of
from scripts.agora.showing import deal_table, deals_table, history_table, next_table, status_of
from scripts.agora.signing import perform
from scripts.agora.units import parse_id
from scripts.agora.writing import pin_evidence
from scripts.market.abi import Json
from scripts.market.chain import Call, Receipt, hexed
from scripts.market.shapes import Deal, DealId

app = typer.Typer(no_args_is_help=True, help="Look at deals.")

DealArgument = Annotated[str, typer.Argument(help="The deal's id.", metavar="DEAL")]
Evidence = Annotated[str | None, typer.Option(help="What you say about it, public for ever.")]


@app.command("list")
def listed(
    context: typer.Context, status: Annotated[str | None, typer.Option(help="Such as Funded or Disputed.")] = None
) -> None:
    """Lists the deals of an account."""
    session = session_of(context)
    deals = session.index.every("/v1/deals", party=session.address, status=status)
    session.console.print(deals_table(session, deals) if deals else "No deals.")


@app.command("show")
def show(context: typer.Context, deal: DealArgument) -> None:
    """Shows a deal, its history, and what may happen next."""
    session = session_of(context)
    deal_id = DealId(parse_id(deal, what="a deal's id"))
    terms = session.deal(deal_id)
    shown = session.index.deal(hexed(deal_id))
    session.console.print(deal_table(session, shown))
    session.console.print(history_table(session.index.every(f"/v1/deals/{hexed(deal_id)}/history")))
    if shown["next"]:
        session.console.print(next_table(shown, now=session.chain.now(), role=role_in(session, terms)))


def role_in(session: Session, deal: Deal) -> str | None:
    """None for a stranger, and for somebody with no single account."""
    if len(session.keyring.names()) != 1 and session.account is None:
        return None
    roles = {deal.buyer: "Buyer", deal.seller: "Seller", deal.arbiter: "Arbiter"}
    return roles.get(session.address)


def act(context: typer.Context, deal: str, name: str, *arguments: object) -> None:
    """Does one act on a deal and tells where the deal stands when the index has seen it."""
    session = session_of(context)
    deal_id = DealId(parse_id(deal, what="a deal's id"))
    terms = session.deal(deal_id)
    do(session, deal_id, session.chain.call("Escrow", name, terms, *arguments))


def do(session: Session, deal_id: DealId, call: Call) -> Receipt | None:
    receipt = perform(session, call)
    if receipt is not None:
        told(session, session.shown_deal(deal_id, min_block=receipt.block_number))
    return receipt


def told(session: Session, shown: Json | None) -> None:
    if shown is None:
        session.console.print("Done. The API does not answer, so the deal's new state is not shown.")
    else:
        session.console.print(f"The deal is {status_of(shown)}.")


def fulfil(context: typer.Context, deal: DealArgument, evidence: Evidence = None) -> None:
    """Seller: everything is delivered. The buyer's time to object begins."""
    act(context, deal, "fulfil", pin_evidence(session_of(context), evidence))


def send_back(context: typer.Context, deal: DealArgument, evidence: Evidence = None) -> None:
    """Buyer: the work needs a revision."""
    act(context, deal, "sendBack", pin_evidence(session_of(context), evidence))


def release(context: typer.Context, deal: DealArgument) -> None:
    """Buyer: pay the seller. Final."""
    act(context, deal, "release")


def hand_over(
    context: typer.Context,
    deal: DealArgument,
    *,
    code_from_file: Annotated[bool, typer.Option("--mine", help="Use the code kept when this machine bought.")] = False,
) -> None:
    """Whoever holds the code: pay the seller. The code is asked for."""
    session = session_of(context)
    if code_from_file:
        path = session.secrets("codes") / f"{deal}.json"
        if not path.is_file():
            raise SecretMissing(path, what="The hand-over code")
        code = json.loads(read_private(path))["code"]
    else:
        code = typer.prompt("The hand-over code", err=True)
    act(context, deal, "handOver", bytes.fromhex(code.removeprefix("0x")))


def finalize(context: typer.Context, deal: DealArgument) -> None:
    """Anyone: pay the seller after the buyer's time to object."""
    act(context, deal, "finalize")


def refund(context: typer.Context, deal: DealArgument) -> None:
    """Seller: give the buyer everything back."""
    act(context, deal, "refund")


def cancel(context: typer.Context, deal: DealArgument) -> None:
    """Buyer: cancel by the agreed schedule."""
    act(context, deal, "cancel")


def reclaim(context: typer.Context, deal: DealArgument) -> None:
    """Buyer: take everything back after the seller missed the deadline."""
    act(context, deal, "reclaim")
