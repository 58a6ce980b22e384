"""The loan contract and its model, side by side."""

from dataclasses import dataclass, field
from typing import Any

from brownie import web3
from eth_abi import decode

from tests.contracts.model import typed_data
from tests.contracts.model.loan import Debt, LoanModel, LoanState, LoanStatus, LoanTerms
from tests.contracts.model.sides import Sides
from tests.contracts.world.people import sign

STATE = ["uint8", "bool", "uint128", "uint128", "uint40", "uint40"]
FOREVER = 2**40


@dataclass
class LoanTwin(Sides):
    """The wallet contract signs with the seller's key."""

    model: LoanModel
    terms: list[LoanTerms] = field(default_factory=list)

    def take(self, signed: LoanTerms, nonce: int, *, taker: str, signer: str, value: int) -> bool:
        typed = typed_data.loan_offer(
            web3.eth.chain_id, self.contract.address, terms=signed, nonce=nonce, deadline=FOREVER
        )
        signature, caller = self._sign(signer, typed), self.people[taker].address
        taken: list[LoanTerms] = []
        is_done = self.send(
            lambda: taken.append(self.model.take(signed, nonce, FOREVER, caller=caller)),
            lambda: self.contract.take(signed, nonce, FOREVER, signature, self.by(taker, value=value)),
        )
        self.terms += taken
        return is_done

    def renegotiate(self, old: LoanTerms, new: LoanTerms, *, by: str, signer: str) -> bool:
        message = {"loanId": self.id_of(old), "deadline": FOREVER}
        signature = self._sign(
            signer, typed_data.renegotiation(web3.eth.chain_id, self.contract.address, terms=new, **message)
        )
        is_done = self.send(
            lambda: self.model.renegotiate(old, new, FOREVER, caller=self.people[by].address),
            lambda: self.contract.renegotiate(old, new, FOREVER, signature, self.by(by)),
        )
        if is_done:
            self.terms.append(new)
        return is_done

    def act(self, name: str, *arguments: Any, by: str, value: int = 0) -> bool:
        """Whether it was allowed."""
        return self.send(
            lambda: getattr(self.model, name)(*arguments, caller=self.people[by].address),
            lambda: getattr(self.contract, name)(*arguments, self.by(by, value=value)),
        )

    def compare(self) -> None:
        """States, what is owed, credits and balances, to the wei."""
        ids = list(self.model.debts)
        answers = self.ask([self.contract.stateOf.encode_input(loan_id) for loan_id in ids])
        for loan_id, answer in zip(ids, answers, strict=True):
            state = LoanState.read(decode(STATE, bytes.fromhex(answer[2:])))
            debt = self.model.debts[loan_id]
            assert state[2:] == (debt.outstanding, debt.interest, debt.taken_at, debt.accrued_at)
            assert state.status == debt.status
        self._compare_open()
        self._compare_money()

    def open_debts(self) -> list[Debt]:
        return [debt for debt in self.model.debts.values() if debt.status == LoanStatus.OPEN]

    def id_of(self, terms: LoanTerms) -> bytes:
        return bytes(self.contract.loanIdOf(terms))

    def _compare_open(self) -> None:
        debts = self.open_debts()
        owed = self.ask([self.contract.owedOf.encode_input(debt.terms) for debt in debts])
        holders = self.ask([self.contract.holderOf.encode_input(debt.terms) for debt in debts])
        for debt, amounts, holder in zip(debts, owed, holders, strict=True):
            now = debt.at(self.model.now)
            assert decode(["uint256", "uint256"], bytes.fromhex(amounts[2:])) == (now.outstanding, now.interest)
            assert int(holder, 16) == int(debt.holder, 16)

    def _compare_money(self) -> None:
        assert self.credits() == +self.model.credits
        balances = self.balances()
        for token in self.tokens:
            assert balances["contract", token] == self.model.held(token), "invariant 10: the collateral is here"
            for name, person in self.people.items():
                moved = balances[name, token] - self.start[name, token]
                assert moved == self.model.paid[person.address, token], f"{name} of {token}"

    def _sign(self, signer: str, typed: dict) -> bytes:
        return sign("seller" if signer == "wallet" else signer, typed)
