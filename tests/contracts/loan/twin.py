"""The contract and the model side by side: every act goes to both, and both must say and do the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from brownie import web3
from brownie.network.contract import ProjectContract
from eth_abi import decode

from tests.contracts.model import typed_data
from tests.contracts.model.escrow import Refused
from tests.contracts.model.loan import Debt, LoanModel, LoanState, LoanStatus, LoanTerms
from tests.contracts.world.chain import Clock, ask_all, reverts_with
from tests.contracts.world.people import sign
from tests.contracts.world.shapes import NATIVE
from tests.contracts.world.trade import BALANCE_OF

STATE = ["uint8", "bool", "uint128", "uint128", "uint40", "uint40"]
FOREVER = 2**40


@dataclass
class LoanTwin:
    """`people` send by name; the wallet contract signs with the seller's key."""

    loan: ProjectContract
    clock: Clock
    people: dict[str, Any]
    tokens: tuple[str, ...]
    model: LoanModel
    terms: list[LoanTerms] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.model.now = self.clock.now
        self.start = self.balances()

    def wait_until(self, moment: int) -> None:
        if moment > self.model.now:
            self.model.now = self.clock.to(moment)

    def take(self, signed: LoanTerms, nonce: int, *, taker: str, signer: str, value: int) -> bool:
        typed = typed_data.loan_offer(web3.eth.chain_id, self.loan.address, terms=signed, nonce=nonce, deadline=FOREVER)
        signature, caller = self._sign(signer, typed), self.people[taker].address
        taken: list[LoanTerms] = []
        is_done = self._send(
            lambda: taken.append(self.model.take(signed, nonce, FOREVER, caller=caller)),
            lambda: self.loan.take(signed, nonce, FOREVER, signature, self._from(taker, value)),
        )
        self.terms += taken
        return is_done

    def renegotiate(self, old: LoanTerms, new: LoanTerms, *, by: str, signer: str) -> bool:
        message = {"loanId": self.id_of(old), "deadline": FOREVER}
        signature = self._sign(
            signer, typed_data.renegotiation(web3.eth.chain_id, self.loan.address, terms=new, **message)
        )
        is_done = self._send(
            lambda: self.model.renegotiate(old, new, FOREVER, caller=self.people[by].address),
            lambda: self.loan.renegotiate(old, new, FOREVER, signature, self._from(by)),
        )
        if is_done:
            self.terms.append(new)
        return is_done

    def act(self, name: str, *arguments: Any, by: str, value: int = 0) -> bool:
        """Whether it was allowed."""
        return self._send(
            lambda: getattr(self.model, name)(*arguments, caller=self.people[by].address),
            lambda: getattr(self.loan, name)(*arguments, self._from(by, value)),
        )

    def withdraw(self, person: str, token: str, to: str) -> bool:
        account, destination = self.people[person].address, self.people[to].address
        return self._send(
            lambda: self.model.withdraw(account, token, destination),
            lambda: self.loan.withdraw(token, destination, self._from(person)),
        )

    def compare(self) -> None:
        """States, what is owed, credits and balances, to the wei."""
        ids = list(self.model.debts)
        answers = self._call([self.loan.stateOf.encode_input(loan_id) for loan_id in ids])
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
        return bytes(self.loan.loanIdOf(terms))

    def name_of(self, address: str) -> str:
        return next(name for name, person in self.people.items() if person.address == address)

    def balances(self) -> dict[tuple[str, str], int]:
        addresses = {name: person.address for name, person in self.people.items()} | {"loan": self.loan.address}
        seen = {}
        for token in self.tokens:
            if token == NATIVE:
                answers = ask_all("eth_getBalance", [[address, "latest"] for address in addresses.values()])
            else:
                asked = [BALANCE_OF + address[2:].zfill(64) for address in addresses.values()]
                answers = ask_all("eth_call", [[{"to": token, "data": data}, "latest"] for data in asked])
            seen |= {(name, token): int(answer, 16) for name, answer in zip(addresses, answers, strict=True)}
        return seen

    def _compare_open(self) -> None:
        debts = self.open_debts()
        owed = self._call([self.loan.owedOf.encode_input(debt.terms) for debt in debts])
        holders = self._call([self.loan.holderOf.encode_input(debt.terms) for debt in debts])
        for debt, amounts, holder in zip(debts, owed, holders, strict=True):
            now = debt.at(self.model.now)
            assert decode(["uint256", "uint256"], bytes.fromhex(amounts[2:])) == (now.outstanding, now.interest)
            assert int(holder, 16) == int(debt.holder, 16)

    def _compare_money(self) -> None:
        owners = [(person.address, token) for person in self.people.values() for token in self.tokens]
        answers = self._call([self.loan.credit.encode_input(*owner) for owner in owners])
        waiting = {owner: int(answer, 16) for owner, answer in zip(owners, answers, strict=True)}
        assert waiting == {owner: self.model.credits[owner] for owner in owners}
        balances = self.balances()
        for token in self.tokens:
            assert balances["loan", token] == self.model.held(token), "invariant 10: the collateral is here"
            for name, person in self.people.items():
                moved = balances[name, token] - self.start[name, token]
                assert moved == self.model.paid[person.address, token], f"{name} of {token}"

    def _sign(self, signer: str, typed: dict) -> bytes:
        return sign("seller" if signer == "wallet" else signer, typed)

    def _send(self, expect: Callable[[], Any], send: Callable[[], Any]) -> bool:
        try:
            expect()
        except Refused as refused:
            with reverts_with(refused.name, *refused.values):
                send()
            return False
        send()
        return True

    def _from(self, person: str, value: int = 0) -> dict[str, Any]:
        # Without gas to pay, balances move by the loans alone.
        return {"from": self.people[person], "value": value, "gas_price": 0}

    def _call(self, data: list[str]) -> list[str]:
        return (
            ask_all("eth_call", [[{"to": self.loan.address, "data": item}, "latest"] for item in data]) if data else []
        )
