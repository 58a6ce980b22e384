"""Deploys the contracts by Brownie and writes contracts/deployments/<chain id>.json, or the file AGORA_DEPLOYMENT names.

PORT=8545 scripts/brownie.sh run deploy             # on the development chain that listens on this port
brownie run deploy main ACCOUNT --network sepolia   # on a network Brownie knows, by an account Brownie keeps

A second run finds what is there and deploys nothing.
"""

import json
import os
from pathlib import Path
from typing import Any

from brownie import (
    Amendments,
    Auction,
    Booking,
    Crowdfund,
    Escrow,
    FixedPrice,
    Loan,
    Profiles,
    Reputation,
    Request,
    TestToken,
    accounts,
    web3,
)

from scripts.dev_accounts import is_dev_account

FOLDER = Path(__file__).resolve().parent.parent / "contracts" / "deployments"
LOCAL_CHAINS = {1337, 31337}
TOKEN = {"name": "Agora Dollar", "symbol": "AUSD", "decimals": 6}


class DeployError(SystemExit):
    """Nothing was deployed. The sentence says why and what to do."""


class DeployerMissing(DeployError):
    def __init__(self, chain_id: int) -> None:
        super().__init__(f"Chain {chain_id} is not local: name an account that Brownie keeps, `brownie accounts list`.")


class DevelopmentKey(DeployError):
    def __init__(self, address: str, chain_id: int) -> None:
        super().__init__(f"Everybody knows the key of {address}: it does not deploy on chain {chain_id}.")


def main(account: str = "") -> None:
    chain_id = int(web3.eth.chain_id)
    path = Path(os.environ.get("AGORA_DEPLOYMENT") or FOLDER / f"{chain_id}.json")
    if is_deployed(path):
        print(f"Already deployed on chain {chain_id}: {path}")
        return
    sender = {"from": deployer(account, chain_id)}
    record = deploy(sender, with_token=chain_id in LOCAL_CHAINS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=2) + "\n")
    print(f"Deployed on chain {chain_id}: {path}")


def is_deployed(path: Path) -> bool:
    """Whether the file is about this very chain, and every contract it names is there."""
    if not path.is_file():
        return False
    record = json.loads(path.read_text())
    if record["genesisHash"] != genesis_hash():
        return False
    places = [*record["contracts"].values(), *record["tokens"]]
    return all(web3.eth.get_code(place["address"]) for place in places)


def deployer(account: str, chain_id: int) -> Any:
    if chain_id in LOCAL_CHAINS:
        return accounts.load(account) if account else accounts[0]
    if not account:
        raise DeployerMissing(chain_id)
    loaded = accounts.load(account)
    if is_dev_account(loaded.address):
        raise DevelopmentKey(loaded.address, chain_id)
    return loaded


def deploy(sender: dict[str, Any], *, with_token: bool) -> dict[str, Any]:
    escrow = Escrow.deploy(sender)
    contracts = {
        "Escrow": escrow,
        "FixedPrice": FixedPrice.deploy(escrow, sender),
        "Request": Request.deploy(escrow, sender),
        "Booking": Booking.deploy(escrow, sender),
        "Amendments": Amendments.deploy(escrow, sender),
        "Auction": Auction.deploy(escrow, sender),
        "Crowdfund": Crowdfund.deploy(sender),
        "Loan": Loan.deploy(escrow, sender),
        "Reputation": Reputation.deploy(escrow, sender),
        "Profiles": Profiles.deploy(sender),
    }
    tokens = []
    if with_token:
        token = TestToken.deploy(TOKEN["name"], TOKEN["symbol"], TOKEN["decimals"], sender)
        tokens.append({"address": token.address, **TOKEN})
    places = {name: {"address": c.address, "block": c.tx.block_number} for name, c in contracts.items()}
    return {
        "chainId": int(web3.eth.chain_id),
        "genesisHash": genesis_hash(),
        "startBlock": min(place["block"] for place in places.values()),
        "contracts": places,
        "tokens": tokens,
    }


def genesis_hash() -> str:
    return "0x" + bytes(web3.eth.get_block(0)["hash"]).hex()
