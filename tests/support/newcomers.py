"""People nobody knew before a story began, so that no other story's trades are in their records."""

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from scripts.dev_accounts import dev_account
from scripts.devnet import Devnet, Kind
from scripts.market.chain import Call, Chain
from scripts.market.shapes import Address

ETHER = 10**18
PURSE = 100 * ETHER
BANK = 0
PASSWORD = "told to nobody"
NO_ZEROS = 255


def newcomers(chain: Chain, *names: str, purse: int = PURSE) -> dict[str, LocalAccount]:
    """By name, each with a key of its own and some coins."""
    invited = {name: Account.from_key(keccak(text=f"a newcomer called {name}")) for name in names}
    for account in invited.values():
        gift = Call("coin", "transfer", Address(account.address), (), b"", purse)
        chain.send(gift, dev_account(BANK))
    return invited


def crowd(net: Devnet, size: int) -> list[Address]:
    """Many accounts with coins for whom the node signs. Each address has as many zero bytes as any other: none."""
    members = [Address(to_checksum_address(member_at(number))) for number in range(size)]
    if net.kind is Kind.ANVIL:
        net.rpc.ask_all(*(("anvil_setBalance", member, hex(PURSE)) for member in members))
        net.rpc.ask("anvil_autoImpersonateAccount", True)
    else:
        # One round trip each: Ganache does not keep the order within one.
        net.rpc.ask_all(*(("evm_setAccountBalance", member, hex(PURSE)) for member in members))
        net.rpc.ask_all(*(("evm_addAccount", member, PASSWORD) for member in members))
        net.rpc.ask_all(*(("personal_unlockAccount", member, PASSWORD, 0) for member in members))
    return members


def member_at(number: int) -> bytes:
    return keccak(text="a crowd")[:18].replace(b"\0", b"\1") + bytes([1 + number // NO_ZEROS, 1 + number % NO_ZEROS])
