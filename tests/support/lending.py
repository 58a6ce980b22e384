"""A lender and a borrower of a story, who sign, take and repay loans as their wallets would."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from eth_account.signers.local import LocalAccount

from scripts.devnet import Devnet, Kind
from scripts.market import loan
from scripts.market.chain import Receipt, hexed
from scripts.market.loan import LoanTerms, Signed, loan_id_of
from scripts.market.shapes import Address, Deal
from scripts.marketplace import Marketplace
from tests.support.trading import DAY, Shop

PURSE = 10**12


@dataclass(frozen=True)
class Bank:
    """Dollars are lent, and coins secure them."""

    shop: Shop
    lender: LocalAccount
    borrower: LocalAccount

    @property
    def chain(self):
        return self.shop.chain

    @property
    def dollar(self) -> Address:
        return self.chain.deployment.tokens[1].address

    @property
    def contract(self) -> Address:
        return self.chain.deployment.addresses["Loan"]

    def supply(self, *people: LocalAccount) -> None:
        """With dollars, of which the contract may take what they owe."""
        for person in people:
            self.shop.chain.send(self.chain.call("TestToken", "mint", person.address, PURSE, at=self.dollar), person)
            self.shop.chain.send(loan.approval(self.chain, self.dollar, PURSE), person)

    def terms(self, **changes) -> LoanTerms:
        shape = {
            "lender": self.lender.address,
            "borrower": self.borrower.address,
            "principal_token": self.dollar,
            "principal": 1_000_000_007,
            "rate_bps": 1_200,
            "collateral": 10**18,
            "duration": 90 * DAY,
            "grace": 7 * DAY,
            "salt": os.urandom(32),
        }
        return LoanTerms(**shape | changes)

    def signed(self, terms: LoanTerms, by: LocalAccount) -> Signed:
        deadline = self.chain.now() + DAY
        return loan.sign_offer(self.chain, terms, by, nonce=int.from_bytes(os.urandom(8)), deadline=deadline)

    def taken(self, **changes) -> LoanTerms:
        terms = self.terms(**changes)
        call = loan.taking(self.chain, terms, self.signed(terms, self.lender), by=self.borrower.address)
        self.chain.send(call, self.borrower)
        return terms

    def advanced(self, deal: Deal, **changes) -> LoanTerms:
        """In coins, which the lender brings; the borrower signs."""
        terms = self.terms(**{"collateral": 0, "collateral_deal": self.shop.deal_id(deal)} | changes)
        signed = self.signed(terms, self.borrower)
        self.chain.send(loan.taking(self.chain, terms, signed, by=self.lender.address, deal=deal), self.lender)
        return terms

    def repay(self, terms: LoanTerms, amount: int = PURSE, *, by: LocalAccount | None = None) -> Receipt:
        return self.chain.send(loan.repaying(self.chain, terms, amount), by or self.borrower)

    def id_of(self, terms: LoanTerms) -> bytes:
        return loan_id_of(terms, chain_id=self.chain.deployment.chain_id, contract=self.contract)

    def state(self, terms: LoanTerms) -> dict:
        return self.chain.read("Loan", "stateOf", self.id_of(terms))

    def shown(self, terms: LoanTerms) -> dict:
        path = f"/v1/loans/{hexed(self.id_of(terms))}"
        return self.shop.index.get(path, min_block=self.shop.head())["data"]

    def moment(self, receipt: Receipt) -> int:
        block = self.chain.rpc.ask("eth_getBlockByNumber", hex(receipt.block_number), False)
        return int(block["timestamp"], 16)

    def dollars(self, *people: LocalAccount) -> list[int]:
        return [self.chain.balance(person.address, self.dollar) for person in people]


@contextmanager
def mined_at(net: Devnet, moment: int) -> Iterator[None]:
    """Transactions sent in the meantime are mined in a block of exactly this time. Later blocks are later."""
    net.travel_to(moment - 1)
    if net.kind is Kind.ANVIL:
        net.rpc.ask("evm_setAutomine", False)
        yield
        net.rpc.ask("evm_setNextBlockTimestamp", moment)
        net.mine()
        net.rpc.ask("evm_setAutomine", True)
    else:
        net.rpc.ask("miner_stop")
        yield
        net.rpc.ask("evm_mine", moment)
        net.rpc.ask("evm_setTime", (moment + 1) * 1000)
        net.rpc.ask("miner_start")


@contextmanager
def without_services(market: Marketplace) -> Iterator[None]:
    """Index and API are stopped where they stand, and answer nobody; afterwards they go on."""
    children = (market.indexer, market.api)
    for child in children:
        os.killpg(child.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for child in children:
            os.killpg(child.process.pid, signal.SIGCONT)
