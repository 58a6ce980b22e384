"""Invariant 11: no contract in the money path has an owner, a setter, a selfdestruct, a delegatecall or an upgrade."""

import json
import re

import pytest

from tests.repo.tree import ROOT

CONTRACTS = (
    "Escrow",
    "FixedPrice",
    "Request",
    "Booking",
    "Amendments",
    "Auction",
    "Crowdfund",
    "Loan",
    "Panel",
    "ArbitratorAdapter",
    "Reputation",
    "Profiles",
)
POWER = re.compile(r"^(owner|admin|govern|set[A-Z]|pause|unpause|upgrade|initialize|transferOwnership|renounce|sweep)")
DELEGATECALL, CALLCODE, SELFDESTRUCT = 0xF4, 0xF2, 0xFF
PUSH1, PUSH32 = 0x60, 0x7F


@pytest.mark.parametrize("contract", CONTRACTS)
def test_no_function_gives_anybody_power(contract):
    abi = json.loads((ROOT / f"contracts/abi/{contract}.json").read_text())["abi"]
    powers = [entry["name"] for entry in abi if entry["type"] == "function" and POWER.match(entry["name"])]

    assert not powers


@pytest.mark.parametrize("contract", CONTRACTS)
def test_no_opcode_can_replace_or_remove_the_code(contract):
    build = json.loads((ROOT / f"build/contracts/{contract}.json").read_text())
    opcodes = set(_opcodes(_without_metadata(bytes.fromhex(build["deployedBytecode"].removeprefix("0x")))))

    assert not opcodes & {DELEGATECALL, CALLCODE, SELFDESTRUCT}


def _without_metadata(code):
    """The last two bytes count the CBOR metadata before them, which is data and not code."""
    return code[: -2 - int.from_bytes(code[-2:], "big")]


def _opcodes(code):
    position = 0
    while position < len(code):
        opcode = code[position]
        yield opcode
        position += 1 + (opcode - PUSH1 + 1 if PUSH1 <= opcode <= PUSH32 else 0)
