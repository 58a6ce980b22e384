"""What can go wrong at the command line. Each error is one sentence with what to do.

WalletError
├── AccountMissing, AccountExists, AccountUnclear, FileIsOpen, WrongPassword, BadKey, DevelopmentKey
├── BadAmount, BadShare, BadDuration, BadId, BadAddress, UnknownToken, BadDraft, SettlementUnreadable
├── DealUnknown, NotYourDeal, TermsDiffer, DocumentDiffers
└── SecretMissing
"""

from pathlib import Path


class WalletError(Exception):
    """Nothing was signed or sent."""


class AccountMissing(WalletError):
    def __init__(self, name: str, *, known: list[str]) -> None:
        told = f"You have: {', '.join(known)}." if known else "`agora account new NAME` makes one."
        super().__init__(f"There is no account called {name!r}. {told}")


class AccountExists(WalletError):
    def __init__(self, name: str) -> None:
        super().__init__(f"An account called {name!r} is already there. Choose another name.")


class AccountUnclear(WalletError):
    def __init__(self, known: list[str]) -> None:
        told = f"Say which with --as: {', '.join(known)}." if known else "`agora account new NAME` makes one."
        super().__init__(f"This needs an account of yours. {told}")


class FileIsOpen(WalletError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"Others on this machine can read {path}. Run `chmod 600 {path}` first.")


class WrongPassword(WalletError):
    def __init__(self, name: str) -> None:
        super().__init__(f"This is not the password of {name!r}.")


class BadKey(WalletError):
    def __init__(self) -> None:
        super().__init__("A private key is 64 hexadecimal digits, with or without 0x.")


class DevelopmentKey(WalletError):
    def __init__(self, address: str, *, chain_id: int) -> None:
        super().__init__(f"Everybody knows the key of {address}: it does not sign on chain {chain_id}.")


class BadAmount(WalletError):
    def __init__(self, text: str, *, decimals: int) -> None:
        super().__init__(f"{text!r} is not an amount: a number with at most {decimals} decimals, such as 12.50.")


class BadShare(WalletError):
    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a share: percent from 0 to 100 with at most two decimals, such as 70.")


class BadDuration(WalletError):
    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a duration: a number of days, hours or minutes, such as 7d, 36h or 90m.")


class BadId(WalletError):
    def __init__(self, text: str, *, what: str) -> None:
        super().__init__(f"{text!r} is not {what}: 0x and 64 hexadecimal digits.")


class BadAddress(WalletError):
    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not an address: 0x and 40 hexadecimal digits, with the right capitals if mixed.")


class UnknownToken(WalletError):
    def __init__(self, symbol: str, *, known: list[str]) -> None:
        super().__init__(f"No token is called {symbol!r} here. Known: {', '.join(known)}.")


class BadDraft(WalletError):
    def __init__(self, path: Path, *, reason: str) -> None:
        super().__init__(f"{path} cannot be used: {reason} `agora listing draft` writes an example.")


class DealUnknown(WalletError):
    def __init__(self, deal_id: str) -> None:
        super().__init__(f"Neither the API nor the chain knows the deal {deal_id}.")


class TermsDiffer(WalletError):
    def __init__(self, deal_id: str) -> None:
        super().__init__(
            f"The API shows terms that are not those of {deal_id}. Do not trust it; use another with --api."
        )


class DocumentDiffers(WalletError):
    def __init__(self, cid: str) -> None:
        super().__init__(f"The API sent something else than {cid}. Do not trust it; use another with --api.")


class SecretMissing(WalletError):
    def __init__(self, path: Path, *, what: str) -> None:
        super().__init__(f"{what} is not on this machine: {path} is not there.")


class NotYourDeal(WalletError):
    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is neither the buyer nor the seller of this deal.")


class SettlementUnreadable(WalletError):
    def __init__(self, path: Path, *, reason: Exception) -> None:
        super().__init__(f"{path} is not what `agora settle sign` writes ({reason}).")
