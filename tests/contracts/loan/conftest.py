"""A lender, a borrower, who holds the note later, and what a loan moves between them."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from brownie import Loan, TestToken, web3
from brownie.network.account import Account
from brownie.network.contract import ProjectContract
from brownie.network.transaction import TransactionReceipt

from tests.contracts.model import typed_data
from tests.contracts.model.loan import LoanState, LoanTerms, loan_id
from tests.contracts.world.chain import Clock, ask_all
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import DAY, NATIVE, NOTHING
from tests.contracts.world.trade import BALANCE_OF, Event, events_of

PURSE = 10**15
NONCE = 7


@dataclass(frozen=True)
class Effects:
    """`moved` names everybody whose balance changed, by token, the gas of the sender left out."""

    tx: TransactionReceipt
    time: int
    moved: dict[str, dict[str, int]]
    events: list[Event]


@dataclass(frozen=True)
class Bank:
    """What an honest page builds for both sides; each builder takes changes that make it dishonest."""

    loan: ProjectContract
    clock: Clock
    people: dict[str, Any]
    usual: LoanTerms

    def terms(self, **changes: Any) -> LoanTerms:
        return self.usual._replace(**changes)

    def id(self, terms: LoanTerms) -> bytes:
        return loan_id(web3.eth.chain_id, self.loan.address, terms)

    def state(self, terms: LoanTerms) -> LoanState:
        return LoanState.read(self.loan.stateOf(self.id(terms)))

    def signature(self, terms: LoanTerms, signer: str, *, nonce: int = NONCE, deadline: int = 0) -> bytes:
        message = {"nonce": nonce, "deadline": deadline or self.clock.now + DAY}
        return sign(KEYS[signer], typed_data.loan_offer(web3.eth.chain_id, self.loan.address, terms=terms, **message))

    def taken(self, terms: LoanTerms) -> LoanTerms:
        self.take(terms)
        return terms

    def take(self, terms: LoanTerms, *, by: str = "", signer: str = "", **changes: Any) -> TransactionReceipt:
        """By the borrower, unless only the lender can bring the principal."""
        taker = by or ("lender" if terms.principalToken == NATIVE else "borrower")
        signed_by = signer or ("borrower" if taker == "lender" else "lender")
        nonce, deadline = changes.get("nonce", NONCE), changes.get("deadline", self.clock.now + DAY)
        signature = self.signature(changes.get("signed", terms), signed_by, nonce=nonce, deadline=deadline)
        value = changes.get("value", self.value_of(terms, taker))
        return self.loan.take(terms, nonce, deadline, signature, self.by(taker, value))

    def value_of(self, terms: LoanTerms, taker: str) -> int:
        principal = terms.principal if terms.principalToken == NATIVE and taker == "lender" else 0
        return principal + (terms.collateral if terms.collateralToken == NATIVE and taker == "borrower" else 0)

    def repay(self, terms: LoanTerms, amount: int, *, by: str = "borrower") -> TransactionReceipt:
        return self.loan.repay(terms, amount, self.by(by, amount if terms.principalToken == NATIVE else 0))

    def renegotiate(
        self, old: LoanTerms, new: LoanTerms, *, by: str = "borrower", signer: str = "lender", deadline: int = 0
    ) -> TransactionReceipt:
        return self.loan.renegotiate(*self._agreement(old, new, signer=signer, deadline=deadline), self.by(by))

    def renegotiation_input(self, old: LoanTerms, new: LoanTerms, *, signer: str, deadline: int) -> str:
        agreement = self._agreement(old, new, signer=signer, deadline=deadline)
        data: str = self.loan.renegotiate.encode_input(*agreement)
        return data

    def _agreement(self, old: LoanTerms, new: LoanTerms, *, signer: str, deadline: int) -> tuple:
        until = deadline or self.clock.now + DAY
        message = {"loanId": self.id(old), "deadline": until}
        typed = typed_data.renegotiation(web3.eth.chain_id, self.loan.address, terms=new, **message)
        return old, new, until, sign(KEYS[signer], typed)

    def by(self, person: str, value: int = 0) -> dict[str, Any]:
        return {"from": self.people[person], "value": value}

    def watch(self, send: Callable[[], TransactionReceipt], *tokens: str) -> Effects:
        """Sends, and sees everything it changed."""
        before = {token: self._balances(token) for token in tokens}
        tx = send()
        moved = {}
        for token in tokens:
            after = self._balances(token)
            if token == NATIVE:
                after |= {name: after[name] + tx.gas_used * tx.gas_price for name in self._names_of(tx.sender)}
            moved[token] = {name: after[name] - was for name, was in before[token].items() if after[name] != was}
        return Effects(tx, tx.timestamp, moved, events_of(tx, self.loan))

    def _names_of(self, account: Any) -> list[str]:
        return [name for name, person in self.people.items() if person.address == account]

    def _balances(self, token: str) -> dict[str, int]:
        addresses = {name: person.address for name, person in self.people.items()} | {"loan": self.loan.address}
        if token == NATIVE:
            answers = ask_all("eth_getBalance", [[address, "latest"] for address in addresses.values()])
        else:
            asked = [BALANCE_OF + address[2:].zfill(64) for address in addresses.values()]
            answers = ask_all("eth_call", [[{"to": token, "data": data}, "latest"] for data in asked])
        return {name: int(answer, 16) for name, answer in zip(addresses, answers, strict=True)}


# Whose key signs for whom.
KEYS = {"lender": "payer", "borrower": "seller", "holder": "referrer", "stranger": "stranger", "buyer": "buyer"}


@pytest.fixture
def loan(people: SimpleNamespace, escrow: ProjectContract) -> ProjectContract:
    return people.stranger.deploy(Loan, escrow)


@pytest.fixture
def lender(people: SimpleNamespace) -> Account:
    return people.payer


@pytest.fixture
def borrower(people: SimpleNamespace) -> Account:
    return people.seller


@pytest.fixture
def holder(people: SimpleNamespace) -> Account:
    return people.referrer


@pytest.fixture
def gold(people: SimpleNamespace, loan: ProjectContract, token: ProjectContract) -> ProjectContract:
    """What borrowers pledge; everybody lets the contract take both tokens."""
    gold = people.stranger.deploy(TestToken, "Gold", "XAU", 18)
    for person in (people.payer, people.seller, people.referrer, people.stranger):
        for money in (gold, token):
            money.mint(person, PURSE, {"from": people.stranger})
            money.approve(loan, 2**256 - 1, {"from": person})
    return gold


@pytest.fixture
def bank(loan: ProjectContract, clock: Clock, people: SimpleNamespace, gold: ProjectContract, currency: str) -> Bank:
    """Odd amounts, so that each rounding shows: 12 % a year for 90 days, and a week of grace."""
    usual = LoanTerms(
        lender=people.payer.address,
        borrower=people.seller.address,
        principalToken=currency,
        principal=1_000_003,
        rateBps=1_200,
        collateralToken=gold.address,
        collateral=3_000_017,
        duration=90 * DAY,
        grace=7 * DAY,
        collateralDeal=NOTHING,
        document=sha256(b"a van").digest(),
        salt=b"first".ljust(32, b"\0"),
    )
    return Bank(loan, clock, {name: getattr(people, key) for name, key in KEYS.items()}, usual)


@pytest.fixture
def terms(bank: Bank) -> LoanTerms:
    return bank.usual


@pytest.fixture
def taken(bank: Bank, terms: LoanTerms) -> LoanTerms:
    """A loan that was taken just now."""
    return bank.taken(terms)
