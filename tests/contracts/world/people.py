"""People whose keys are known on every chain, so that they can sign as well as send."""

from brownie import accounts, web3
from brownie.network.account import Account
from eth_account import Account as Keys
from eth_account.signers.local import LocalAccount

from tests.contracts.model.typed_data import signable
from tests.contracts.world.chain import ask

NAMES = ("buyer", "seller", "arbiter", "referrer", "payer", "stranger")
PURSE = 1_000 * 10**18


def key_of(name: str) -> LocalAccount:
    return Keys.from_key(web3.keccak(text=f"agora test {name}"))


def invite(name: str) -> Account:
    """Sends through the node, which knows the account as unlocked: signing here would cost 10 ms a transaction."""
    person = accounts.at(key_of(name).address, force=True)
    give_native(person.address, PURSE)
    return person


def give_native(address: str, amount: int) -> None:
    is_anvil = web3.client_version.lower().startswith("anvil")
    ask("anvil_setBalance" if is_anvil else "evm_setAccountBalance", address, hex(amount))


def sign(name: str, message: dict) -> bytes:
    return key_of(name).sign_message(signable(message)).signature
