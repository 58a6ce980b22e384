"""What every recipe begins with: all contracts deployed on the chain Brownie is connected to, people with coins and
keys, and somebody who tells what happens.
"""

from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import brownie
from brownie import accounts, chain, web3
from brownie.network.contract import ContractConstructor, ContractTx
from eth_account import Account
from eth_typing import Hash32
from eth_utils.crypto import keccak

from scripts.deploy import deploy
from scripts.market.shapes import Address, Digest

MINUTE, HOUR, DAY = 60, 3_600, 86_400
ETHER = 10**18
PURSE = 20 * ETHER

# Brownie's --silent does not reach the calls of contracts: a default of their own is in its way.
for act in (ContractConstructor.__call__, ContractTx.__call__, ContractTx.transact):
    act.__kwdefaults__["silent"] = None


def contracts() -> SimpleNamespace:
    """Newly deployed, by name: `place.Escrow`. `place.token` is a token with six decimals that anybody may mint."""
    record = deploy({"from": accounts[0]}, with_token=True)
    names = record["contracts"]
    deployed = {name: getattr(brownie, name).at(names[name]["address"]) for name in names}
    token = brownie.TestToken.at(record["tokens"][0]["address"])
    return SimpleNamespace(**deployed, token=token)


def people(*names: str) -> SimpleNamespace:
    """By name, each with a key of its own, which signs without a transaction."""
    invited = {name: accounts.add(keccak(text=f"a recipe's {name}")) for name in names}
    for account in invited.values():
        accounts[0].transfer(account, PURSE)
    return SimpleNamespace(**invited)


def tell(sentence: str, transaction: Any = None) -> None:
    """The sentence, then what the contracts logged and what it cost."""
    print(f"\n{sentence}")
    if transaction is not None:
        logged = ", ".join(dict.fromkeys(event.name for event in transaction.events))
        print(f"    → {logged} · {transaction.gas_used:,} gas")


def sign(person: Any, digest: bytes) -> bytes:
    """Wallets show the fields that the digest is made of before they sign: scripts/market/typed.py does."""
    signature: bytes = Account.unsafe_sign_hash(Hash32(bytes(digest)), person.private_key).signature
    return signature


def address(person: Any) -> Address:
    return Address(person.address)


def document(text: str) -> Digest:
    """The digest that stands on the chain for a text that is kept elsewhere."""
    return Digest(sha256(text.encode()).digest())


def now() -> int:
    return int(web3.eth.get_block("latest")["timestamp"])


def wait(seconds: int) -> None:
    chain.sleep(seconds)
    chain.mine()


def in_ether(amount: int) -> str:
    return f"{amount / ETHER:.4f} ETH"
