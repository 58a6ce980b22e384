"""Acts of a trade that goes badly: claims and answers, settlements, deposits."""

import json
from pathlib import Path
from typing import Annotated

import typer

from scripts.agora.deals import DealArgument, Evidence, act
from scripts.agora.errors import SettlementUnreadable
from scripts.agora.session import Session, session_of
from scripts.agora.signing import unlock
from scripts.agora.units import parse_duration, parse_id, parse_share, show_share, show_time
from scripts.agora.writing import pin_evidence
from scripts.market import typed
from scripts.market.chain import hexed
from scripts.market.shapes import DealId

settle = typer.Typer(no_args_is_help=True, help="Agree on a split of what is in question.")
deposit = typer.Typer(no_args_is_help=True, help="Claim or return the buyer's deposit.")

Share = Annotated[str, typer.Argument(help="The seller's share in percent, such as 70.", metavar="PERCENT")]


def dispute(context: typer.Context, deal: DealArgument, share: Share, evidence: Evidence = None) -> None:
    """Claim a split of the price. The other side's silence executes it."""
    act(context, deal, "dispute", parse_share(share), pin_evidence(session_of(context), evidence))


def concede(context: typer.Context, deal: DealArgument) -> None:
    """Accept the other side's claim."""
    act(context, deal, "concede")


def contest(context: typer.Context, deal: DealArgument, evidence: Evidence = None) -> None:
    """Contest the other side's claim. The arbiter decides."""
    act(context, deal, "contest", pin_evidence(session_of(context), evidence))


def add_evidence(
    context: typer.Context, deal: DealArgument, text: Annotated[str, typer.Argument(help="Public for ever.")]
) -> None:
    """Add a statement to an open deal."""
    act(context, deal, "submitEvidence", pin_evidence(session_of(context), text))


def rule(context: typer.Context, deal: DealArgument, share: Share) -> None:
    """Arbiter: decide a contested claim."""
    act(context, deal, "rule", parse_share(share))


def execute(context: typer.Context, deal: DealArgument) -> None:
    """Anyone: pay by an unanswered claim, a ruling, or the arbiter's silence."""
    act(context, deal, "execute")


@settle.command("propose")
def propose(context: typer.Context, deal: DealArgument, share: Share) -> None:
    """Propose a split. A later proposal replaces an earlier one."""
    act(context, deal, "proposeSettlement", deposit_only(session_of(context), deal), parse_share(share))


@settle.command("accept")
def accept(context: typer.Context, deal: DealArgument, share: Share) -> None:
    """Accept the other side's proposal, if it is still the one you saw."""
    act(context, deal, "acceptSettlement", deposit_only(session_of(context), deal), parse_share(share))


@settle.command("sign")
def sign(
    context: typer.Context,
    deal: DealArgument,
    share: Share,
    valid: Annotated[str, typer.Option(help="How long your signature counts, such as 3d.")] = "3d",
    out: Annotated[Path, typer.Option(help="The file to hand to the other side.")] = Path("settlement.json"),
) -> None:
    """Sign a split that the other side can pay out, without a transaction of yours."""
    session = session_of(context)
    deal_id = DealId(parse_id(deal, what="a deal's id"))
    session.deal(deal_id)
    bps, phase = parse_share(share), deposit_only(session, deal)
    deadline = session.chain.now() + parse_duration(valid)
    question = "the deposit" if phase else "the price"
    session.console.print(
        f"You agree that the seller gets {show_share(bps)} of {question}, until {show_time(deadline)}."
    )
    if session.dry_run or not (session.agreed or typer.confirm("Sign it?", err=True)):
        return
    signature = typed.sign_settlement(
        session.chain, deal_id, unlock(session), deposit_only=phase, seller_bps=bps, deadline=deadline
    )
    signed = {"dealId": hexed(deal_id), "sellerBps": bps, "deadline": deadline, "signature": hexed(signature)}
    out.write_text(json.dumps(signed, indent=2) + "\n")
    session.console.print(f"Written to {out}.")


@settle.command("use")
def use(context: typer.Context, file: Annotated[Path, typer.Argument(help="What the other side signed.")]) -> None:
    """Pay out a split that the other side signed."""
    try:
        signed = json.loads(file.read_text())
        arguments = (int(signed["sellerBps"]), int(signed["deadline"]), bytes.fromhex(signed["signature"][2:]))
        deal = str(signed["dealId"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettlementUnreadable(file, reason=error) from error
    act(context, deal, "settleWithSignature", *arguments)


@deposit.command("claim")
def claim(context: typer.Context, deal: DealArgument, share: Share, evidence: Evidence = None) -> None:
    """Seller: claim a share of the deposit for damage."""
    act(context, deal, "claimDeposit", parse_share(share), pin_evidence(session_of(context), evidence))


@deposit.command("return")
def give_back(context: typer.Context, deal: DealArgument) -> None:
    """Seller at any time, anyone after the claim period: return the deposit."""
    act(context, deal, "returnDeposit")


def deposit_only(session: Session, deal: str) -> bool:
    """What is in question now, from the chain itself."""
    state = session.chain.read("Escrow", "stateOf", parse_id(deal, what="a deal's id"))
    return bool(state["depositOnly"])
