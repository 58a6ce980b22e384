"""Keys of wallet holders: encrypted files (keystore v3, scrypt) in a folder that only their owner can read.

A key is never taken from the command line or the environment, where other programs could read it.
"""

import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from scripts.agora.errors import AccountExists, AccountMissing, AccountUnclear, BadKey, FileIsOpen, WrongPassword
from scripts.market.shapes import Address

KEY = re.compile(r"(0x)?[0-9a-fA-F]{64}")
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Keyring:
    folder: Path

    def names(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def address(self, name: str) -> Address:
        """Known without the password."""
        if not self.path(name).is_file():
            raise AccountMissing(name, known=self.names())
        return Address(to_checksum_address("0x" + json.loads(self.path(name).read_text())["address"]))

    def chosen(self, name: str | None) -> str:
        """The named account, or the only one."""
        names = self.names()
        if name is None and len(names) != 1:
            raise AccountUnclear(names)
        return name or names[0]

    def add(self, name: str, key: bytes, *, password: str) -> Address:
        if self.path(name).exists():
            raise AccountExists(name)
        encrypted = Account.encrypt(key, password)
        write_private(self.path(name), json.dumps(encrypted))
        return self.address(name)

    def unlock(self, name: str, *, password: str) -> LocalAccount:
        self.address(name)
        try:
            key = Account.decrypt(self.path(name).read_text(), password)
        except ValueError as error:
            raise WrongPassword(name) from error
        account: LocalAccount = Account.from_key(key)
        return account


def key_of(text: str) -> bytes:
    if not KEY.fullmatch(text.strip()):
        raise BadKey
    return bytes.fromhex(text.strip().removeprefix("0x"))


def read_private(path: Path) -> str:
    """A file with a secret: refused when others on the machine can read it."""
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise FileIsOpen(path)
    return path.read_text().rstrip("\n")


def write_private(path: Path, text: str) -> None:
    """Readable by its owner alone from the first byte on, and never half-written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
