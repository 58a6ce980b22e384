"""What a command works with: the settings of this call, and the chain and index they lead to."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import typer
from rich.console import Console

from scripts.agora.errors import DealUnknown, TermsDiffer
from scripts.agora.keys import Keyring, read_private
from scripts.market import deployment
from scripts.market.abi import Json
from scripts.market.chain import Chain, hexed
from scripts.market.index import ApiRefused, ApiUnreachable, Index
from scripts.market.lookup import deal_on_chain
from scripts.market.rpc import Rpc
from scripts.market.shapes import Address, Deal, DealId, deal_id_of

NOT_FOUND = 404


@dataclass(frozen=True)
class Session:
    rpc_url: str
    api_url: str
    home: Path
    account: str | None
    password_file: Path | None
    deployment: Path | None
    dry_run: bool
    agreed: bool
    console: Console

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.home / "keys")

    @cached_property
    def index(self) -> Index:
        return Index(self.api_url)

    @cached_property
    def chain(self) -> Chain:
        """Addresses come from this checkout, never from the API: it must not be able to name its own escrow."""
        rpc = Rpc(self.rpc_url)
        path = self.deployment or deployment.path_for(int(rpc.ask("eth_chainId"), 16))
        chain = Chain(rpc, deployment.load(path))
        chain.require_same()
        return chain

    @property
    def name(self) -> str:
        return self.keyring.chosen(self.account)

    @property
    def address(self) -> Address:
        return self.keyring.address(self.name)

    def password(self, *, new: bool = False) -> str:
        if self.password_file is not None:
            return read_private(self.password_file)
        told = "A password for the new account" if new else f"The password of {self.name}"
        answer: str = typer.prompt(told, hide_input=True, confirmation_prompt=new, err=True)
        return answer

    def deal_id(self, deal: Deal) -> DealId:
        deployed = self.chain.deployment
        return deal_id_of(deal, chain_id=deployed.chain_id, escrow=deployed.addresses["Escrow"])

    def deal(self, deal_id: DealId) -> Deal:
        """From the API, checked against the id; from the chain when the API does not answer or does not know."""
        shown = self.shown_deal(deal_id)
        if shown is None:
            found = deal_on_chain(self.chain, deal_id)
            if found is None:
                raise DealUnknown(hexed(deal_id))
            return found
        deal = Deal.from_json(shown["deal"])
        if self.deal_id(deal) != deal_id:
            raise TermsDiffer(hexed(deal_id))
        return deal

    def shown_deal(self, deal_id: DealId, *, min_block: int | None = None) -> Json | None:
        try:
            return self.index.deal(hexed(deal_id), min_block=min_block)
        except ApiUnreachable:
            return None
        except ApiRefused as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def secrets(self, kind: str) -> Path:
        """Where this account keeps secrets of a kind for this chain."""
        return self.home / kind / str(self.chain.deployment.chain_id)


def session_of(context: typer.Context) -> Session:
    session = context.find_object(Session)
    assert session is not None, "the application's callback makes it"
    return session
