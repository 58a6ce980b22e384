"""Repays a loan and recovers its collateral with a node alone: no index, no API, no page of ours.

RPC_URL=… LOAN=0x… LOAN_ID=0x… KEY=0x… FROM_BLOCK=0 python scripts/repay_loan.py
"""

import json
import os
from pathlib import Path

from web3 import Web3

ABI = Path(__file__).parent.parent / "contracts" / "abi"


def main() -> None:
    web3 = Web3(Web3.HTTPProvider(os.environ["RPC_URL"]))
    payer = web3.eth.account.from_key(os.environ["KEY"])
    loan = web3.eth.contract(Web3.to_checksum_address(os.environ["LOAN"]), abi=abi_of("Loan"))
    begin = int(os.environ.get("FROM_BLOCK", "0"))
    taken = loan.events.LoanTaken().get_logs({"loanId": os.environ["LOAN_ID"]}, from_block=begin)
    terms = taken[0]["args"]["terms"]
    # Interest grows until this is mined. What is too much comes back.
    most = sum(loan.functions.owedOf(terms).call()) * 1001 // 1000
    is_coin = int(terms["principalToken"], 16) == 0
    calls = [(loan.functions.repay(terms, most), most if is_coin else 0)]
    if not is_coin:
        token = web3.eth.contract(terms["principalToken"], abi=abi_of("TestToken"))
        calls.insert(0, (token.functions.approve(loan.address, most), 0))
    for call, value in calls:
        nonce = web3.eth.get_transaction_count(payer.address)
        filled = call.build_transaction({"from": payer.address, "value": web3.to_wei(value, "wei"), "nonce": nonce})
        sent = web3.eth.send_raw_transaction(payer.sign_transaction(filled).raw_transaction)
        mined = web3.eth.wait_for_transaction_receipt(sent)
        print(f"{call.fn_name}: status {mined['status']} in block {mined['blockNumber']}")


def abi_of(contract: str) -> list[dict[str, object]]:
    abi: list[dict[str, object]] = json.loads((ABI / f"{contract}.json").read_text())["abi"]
    return abi


if __name__ == "__main__":
    main()
