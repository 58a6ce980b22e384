"""`agora account`: make, import and list the accounts of this machine."""

from pathlib import Path
from typing import Annotated

import typer
from eth_account import Account
from rich.table import Table

from scripts.agora.keys import key_of, read_private
from scripts.agora.session import session_of
from scripts.agora.units import show_amount
from scripts.dev_accounts import dev_account
from scripts.market.deployment import Deployment
from scripts.market.shapes import Address

app = typer.Typer(no_args_is_help=True, help="Make, import and list the accounts of this machine.")
Name = Annotated[str, typer.Argument(help="Your own name for the account.")]


@app.command("new")
def new(context: typer.Context, name: Name) -> None:
    """Makes an account. Its key stays on this machine, encrypted with your password."""
    session = session_of(context)
    address = session.keyring.add(name, bytes(Account.create().key), password=session.password(new=True))
    session.console.print(f"{name} is {address}. Back up {session.keyring.path(name)} and remember the password.")


@app.command("import")
def add(
    context: typer.Context,
    name: Name,
    key_file: Annotated[Path | None, typer.Option(help="A file with the key, readable by you alone.")] = None,
    dev: Annotated[int | None, typer.Option(help="A development account by its number, for local chains.")] = None,
) -> None:
    """Takes over a private key: asked for, from a file, or of a development account."""
    session = session_of(context)
    if dev is not None:
        key = bytes(dev_account(dev).key)
    elif key_file is not None:
        key = key_of(read_private(key_file))
    else:
        key = key_of(typer.prompt("The private key", hide_input=True, err=True))
    address = session.keyring.add(name, key, password=session.password(new=True))
    session.console.print(f"{name} is {address}.")


@app.command("list")
def show(context: typer.Context) -> None:
    """Lists your accounts."""
    session = session_of(context)
    table = Table("Name", "Address")
    for name in session.keyring.names():
        table.add_row(name, session.keyring.address(name))
    session.console.print(table)


@app.command("balance")
def balance(context: typer.Context) -> None:
    """Shows what an account has, in its wallet and waiting in the escrow."""
    session = session_of(context)
    chain, owner = session.chain, session.address
    table = Table("Token", "In the wallet", "To withdraw from the escrow")
    for token in chain.deployment.tokens:
        credit = int(chain.read("Escrow", "credit", owner, token.address))
        owned = chain.balance(owner, token.address)
        table.add_row(
            token.symbol,
            amount(owned, token.address, chain.deployment),
            amount(credit, token.address, chain.deployment),
        )
    session.console.print(table)


def amount(value: int, token: Address, deployment: Deployment) -> str:
    return show_amount(value, token, deployment) if value else "–"
