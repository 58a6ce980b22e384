"""The command line for wallet holders: `python -m scripts.agora`.

export AGORA_RPC_URL=http://127.0.0.1:8545 AGORA_API_URL=http://127.0.0.1:8000
python -m scripts.agora search mug
"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from indexer.errors import IndexerError
from scripts.agora import accounts, buying, deals, disputes, messages, people, reviews, selling
from scripts.agora.errors import WalletError
from scripts.agora.session import Session
from scripts.market.chain import ChainError
from scripts.market.deployment import DeploymentMissing
from scripts.market.index import ApiError
from scripts.market.rpc import RpcError
from scripts.sealing import SealError

WIDE = 200
FAILURES = (WalletError, ChainError, DeploymentMissing, ApiError, RpcError, IndexerError, SealError, OSError)

app = typer.Typer(
    name="agora",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Buy, sell and settle on Agora from a terminal. Every transaction is tried and shown before you sign it.",
)
for name, group in (
    ("account", accounts.app),
    ("listing", selling.app),
    ("deal", deals.app),
    ("settle", disputes.settle),
    ("deposit", disputes.deposit),
    ("review", reviews.app),
    ("profile", people.app),
    ("message", messages.app),
):
    app.add_typer(group, name=name)
for panel, commands in (
    ("Find and buy", (buying.search, buying.buy)),
    ("Seller", (deals.fulfil, deals.refund)),
    ("Buyer", (deals.release, deals.send_back, deals.cancel, deals.reclaim)),
    ("Disputes", (disputes.dispute, disputes.concede, disputes.contest, disputes.rule, disputes.execute)),
    ("Anyone", (deals.hand_over, deals.finalize)),
    ("Yours", (people.withdraw, people.export)),
):
    for command in commands:
        app.command(rich_help_panel=panel)(command)
app.command("evidence", rich_help_panel="Disputes")(disputes.add_evidence)


@app.callback()
def settings(  # noqa: PLR0913, PLR0917  # the settings of every command
    context: typer.Context,
    rpc: Annotated[str, typer.Option(envvar="AGORA_RPC_URL", help="A node.")] = "http://127.0.0.1:8545",
    api: Annotated[str, typer.Option(envvar="AGORA_API_URL", help="An index.")] = "http://127.0.0.1:8000",
    home: Annotated[Path, typer.Option(envvar="AGORA_HOME", help="Where your accounts are.")] = Path("~/.agora"),
    account: Annotated[str | None, typer.Option("--as", help="Which of your accounts acts.")] = None,
    password_file: Annotated[Path | None, typer.Option(help="Its password, in a file that is yours alone.")] = None,
    deployment: Annotated[Path | None, typer.Option(envvar="AGORA_DEPLOYMENT", help="Where the contracts are.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try and show, sign nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Sign without asking again.")] = False,
) -> None:
    context.obj = Session(
        rpc_url=rpc,
        api_url=api,
        home=home.expanduser(),
        account=account,
        password_file=password_file,
        deployment=deployment,
        dry_run=dry_run,
        agreed=yes,
        # Ids must stay whole where another program reads them.
        console=Console(highlight=False, width=None if sys.stdout.isatty() else WIDE),
    )


def main() -> None:
    try:
        app()
    except FAILURES as error:
        Console(stderr=True, highlight=False).print(f"[red]{error}[/red]", soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
