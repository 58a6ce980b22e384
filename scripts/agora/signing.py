"""From a call to a mined transaction: simulate, show it decoded, ask, sign, send, wait for the index."""

import dataclasses
from dataclasses import is_dataclass

import typer
from eth_account.signers.local import LocalAccount
from rich.table import Table

from scripts.agora.errors import DevelopmentKey
from scripts.agora.session import Session
from scripts.agora.units import show_amount, show_duration, show_share, show_time
from scripts.dev_accounts import is_dev_account
from scripts.market.buying import refund_steps
from scripts.market.chain import Call, Receipt, shown
from scripts.market.deployment import LOCAL_CHAINS
from scripts.market.shapes import NATIVE, Address

MONEY = {"price", "deposit"}
DURATIONS = {"inspection", "deliver_period", "cancel_period", "claim_period", "contest_period", "ruling_period"}
TIMES = {"deliver_by", "expires_at"}
QUIET = (0, NATIVE, bytes(32))


def perform(session: Session, call: Call) -> Receipt | None:
    """None in a dry run. A call that a contract would refuse is refused before anybody is asked for a password."""
    chain, console = session.chain, session.console
    gas = chain.estimate(call, session.address)
    console.print(table_of(session, call, gas=gas))
    if session.dry_run:
        console.print("A dry run: nothing was signed.")
        return None
    if not session.agreed and not typer.confirm("Sign and send it?", err=True):
        raise typer.Abort
    receipt = chain.send(call, unlock(session))
    console.print(f"Mined in block {receipt.block_number}, {receipt.gas_used:,} gas. {receipt.transaction}")
    return receipt


def unlock(session: Session) -> LocalAccount:
    """The key that signs, unless everybody knows it and the chain is not a local one."""
    chain_id = session.chain.deployment.chain_id
    if chain_id not in LOCAL_CHAINS and is_dev_account(session.address):
        raise DevelopmentKey(session.address, chain_id=chain_id)
    return session.keyring.unlock(session.name, password=session.password())


def table_of(session: Session, call: Call, *, gas: int) -> Table:
    deployed = session.chain.deployment
    function = deployed.interfaces[call.contract].functions[call.act]
    table = Table(title=f"{call.contract}.{call.act}", caption=function.notice, show_header=False, title_justify="left")
    table.add_row("as", f"{session.name}  {session.address}")
    table.add_row("to", f"{call.contract}  {call.to}")
    if call.value:
        table.add_row("pays", show_amount(call.value, NATIVE, deployed))
    for part, value in zip(function.inputs, call.arguments, strict=True):
        if is_dataclass(value) and not isinstance(value, type):
            token = getattr(value, "token", NATIVE)
            for term in dataclasses.fields(value):
                known = getattr(value, term.name)
                if known not in QUIET:
                    table.add_row(
                        f"{part['name']}: {term.name.replace('_', ' ')}",
                        term_text(session, term.name, known, token=token),
                    )
        else:
            table.add_row(part["name"], shown(value))
    table.add_row("gas", f"at most {gas:,}")
    return table


def term_text(session: Session, name: str, value: object, *, token: Address) -> str:
    deployed = session.chain.deployment
    text = shown(value)
    if name == "market":
        text = f"{deployed.name_of(text)}  {text}"
    elif isinstance(value, int) and name == "refunds":
        text = ", then ".join(f"{show_share(bps)} back until {show_time(until)}" for until, bps in refund_steps(value))
    elif isinstance(value, int) and name in MONEY:
        text = show_amount(value, token, deployed)
    elif isinstance(value, int) and name in TIMES:
        text = show_time(value)
    elif isinstance(value, int) and name in DURATIONS:
        text = show_duration(value)
    elif isinstance(value, int) and name.endswith("_bps"):
        text = show_share(value)
    return text
