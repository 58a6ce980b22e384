"""The accounts of development chains. Everybody knows their keys: they are worth nothing anywhere else."""

from functools import cache

from eth_account import Account
from eth_account.signers.local import LocalAccount

from scripts.devnet import ACCOUNTS, MNEMONIC


@cache
def dev_account(number: int) -> LocalAccount:
    Account.enable_unaudited_hdwallet_features()
    account: LocalAccount = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}")
    return account


def is_dev_account(address: str) -> bool:
    return any(dev_account(number).address == address for number in range(ACCOUNTS))
