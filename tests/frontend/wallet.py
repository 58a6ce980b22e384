"""The keys and the temper of the wallet that tests inject: it can decline, be on another chain, or fail."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from playwright.sync_api import BrowserContext

from scripts.market.rpc import NodeRefused, Rpc

SCRIPT = Path(__file__).with_name("injected_wallet.js").read_text()
DECLINED = {"code": 4001, "message": "User rejected the request."}
UNKNOWN_CHAIN = {"code": 4902, "message": "Unrecognized chain ID."}
SIGNING = {"eth_sendTransaction", "eth_signTypedData_v4"}


class Declines(Exception):
    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.error = error


@dataclass
class Wallet:
    """`asked` are the methods the page called; `declining` are those it will not do."""

    account: LocalAccount
    rpc: Rpc
    chain_id: int
    home_chain: int
    known_chains: set[int]
    declining: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    signed: list[dict[str, Any]] = field(default_factory=list)
    legacy: bool = False

    def inject(self, context: BrowserContext) -> None:
        context.expose_binding("agoraWallet", lambda _source, method, params: self.answer(method, params))
        context.add_init_script(SCRIPT.replace("WALLET_MODE", json.dumps("legacy" if self.legacy else "announced")))

    def answer(self, method: str, params: list[Any]) -> dict[str, Any]:
        self.asked.append(method)
        try:
            return {"result": self._do(method, params)}
        except Declines as refusal:
            return {"error": refusal.error}
        except NodeRefused as refusal:
            return {"error": refusal.error}

    def _do(self, method: str, params: list[Any]) -> Any:
        if method in self.declining:
            raise Declines(DECLINED)
        own: dict[str, Callable[[], Any]] = {
            "eth_requestAccounts": self._accounts,
            "eth_accounts": self._accounts,
            "eth_chainId": lambda: hex(self.chain_id),
            "wallet_switchEthereumChain": lambda: self._switch(int(params[0]["chainId"], 16)),
            "wallet_addEthereumChain": lambda: self.known_chains.add(int(params[0]["chainId"], 16)),
            "eth_sendTransaction": lambda: self._send(params[0]),
            "eth_signTypedData_v4": lambda: self._sign(json.loads(params[1])),
        }
        return own[method]() if method in own else self.rpc.ask(method, *params)

    def _accounts(self) -> list[str]:
        return [self.account.address.lower()]

    def _switch(self, chain_id: int) -> None:
        if chain_id not in self.known_chains:
            raise Declines(UNKNOWN_CHAIN)
        self.chain_id = chain_id

    def _send(self, wanted: dict[str, str]) -> str:
        transaction: dict[str, Any] = {
            "to": wanted["to"],
            "data": wanted["data"],
            "value": int(wanted["value"], 16),
            "gas": int(wanted["gas"], 16),
            "gasPrice": int(self.rpc.ask("eth_gasPrice"), 16),
            "nonce": int(self.rpc.ask("eth_getTransactionCount", self.account.address, "pending"), 16),
            "chainId": self.home_chain,
        }
        self.signed.append(transaction)
        return self._send_signed(transaction)

    def replace_last(self, *, pays_more: int, **changes: Any) -> str:
        """Speeds the last transaction up, or cancels it, as people do in their wallet."""
        last = self.signed[-1]
        return self._send_signed({**last, "gasPrice": last["gasPrice"] * pays_more, **changes})

    def _send_signed(self, transaction: dict[str, Any]) -> str:
        raw = self.account.sign_transaction(transaction).raw_transaction
        sent: str = self.rpc.ask("eth_sendRawTransaction", "0x" + raw.hex().removeprefix("0x"))
        return sent

    def _sign(self, typed: dict[str, Any]) -> str:
        self.signed.append(typed)
        return "0x" + self.account.sign_message(encode_typed_data(full_message=typed)).signature.hex().removeprefix(
            "0x"
        )
