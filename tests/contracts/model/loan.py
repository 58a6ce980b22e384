# ruff: noqa: N802, N806, N815 - terms and acts have the names of the ABI
"""Loans a second time, as short as they can be said: terms, ids, interest, and who gets what."""

from collections import Counter
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from eth_abi import encode
from eth_utils import keccak

from tests.contracts.model.book import Refused
from tests.contracts.world.shapes import DAY, NATIVE, ZERO

YEAR = 365 * DAY
MAX_TERM = 8 * YEAR
MAX_OWED = 2**92 - 1
TERMS_TYPES = (
    *("address", "address", "address", "uint128", "uint16", "address", "uint128", "uint32", "uint32"),
    *("bytes32", "bytes32", "bytes32"),
)


class LoanStatus(IntEnum):
    NONE = 0
    OPEN = 1
    REPAID = 2
    DEFAULTED = 3
    RENEGOTIATED = 4


class LoanTerms(NamedTuple):
    lender: str
    borrower: str
    principalToken: str
    principal: int
    rateBps: int
    collateralToken: str
    collateral: int
    duration: int
    grace: int
    collateralDeal: bytes
    document: bytes
    salt: bytes


class LoanState(NamedTuple):
    status: LoanStatus = LoanStatus.NONE
    isTransferred: bool = False
    outstanding: int = 0
    interest: int = 0
    takenAt: int = 0
    accruedAt: int = 0

    @classmethod
    def read(cls, word: tuple) -> "LoanState":
        return cls(LoanStatus(word[0]), *word[1:])


def loan_id(chain_id: int, contract: str, terms: LoanTerms) -> bytes:
    return keccak(encode(["uint256", "address", *TERMS_TYPES], [chain_id, contract, *terms]))


def interest_on(outstanding: int, rate_bps: int, seconds: int) -> int:
    """Simple interest for the time, rounded up."""
    return -(-outstanding * rate_bps * seconds // (10_000 * YEAR))


@dataclass(frozen=True)
class Debt:
    """An open loan, or how it ended."""

    terms: LoanTerms
    holder: str
    outstanding: int
    interest: int
    taken_at: int
    accrued_at: int
    status: LoanStatus = LoanStatus.OPEN

    @property
    def end(self) -> int:
        return self.taken_at + self.terms.duration + self.terms.grace

    def at(self, now: int) -> "Debt":
        """With interest counted until now, or until nobody can repay any more."""
        until = min(now, self.end)
        earned = interest_on(self.outstanding, self.terms.rateBps, until - self.accrued_at)
        return replace(self, interest=self.interest + earned, accrued_at=until)

    def less(self, amount: int) -> "Debt":
        """Interest first."""
        interest = min(amount, self.interest)
        outstanding = self.outstanding - min(amount - interest, self.outstanding)
        status = LoanStatus.OPEN if outstanding else LoanStatus.REPAID
        return replace(self, interest=self.interest - interest, outstanding=outstanding, status=status)

    @property
    def owed(self) -> int:
        return self.outstanding + self.interest


class LoanModel:
    """Every act by address. `refusing` wallets take no native coin and are owed it."""

    def __init__(self, chain_id: int, contract: str) -> None:
        self.now = 0
        self.debts: dict[bytes, Debt] = {}
        self.paid: Counter[tuple[str, str]] = Counter()
        self.credits: Counter[tuple[str, str]] = Counter()
        self.refusing: set[str] = set()
        self.used: set[tuple[str, int]] = set()
        self._id_of = lambda terms: loan_id(chain_id, contract, terms)

    def take(self, signed: LoanTerms, nonce: int, deadline: int, *, caller: str) -> LoanTerms:
        named = signed
        if signed.lender == ZERO:
            named = signed._replace(lender=caller)
        elif signed.borrower == ZERO:
            named = signed._replace(borrower=caller)
        loanId = self._id_of(named)
        if loanId in self.debts:
            raise Refused("LoanExists", loanId)
        if caller not in (named.lender, named.borrower):
            raise Refused("NotLoanParty", caller)
        signer = named.borrower if caller == named.lender else named.lender
        self._require_until(deadline)
        if (signer, nonce) in self.used:
            raise Refused("NonceIsUsed", signer, nonce)
        if named != signed:
            self.used.add((signer, nonce))
        self.debts[loanId] = Debt(named, named.lender, named.principal, 0, self.now, self.now)
        self.paid[named.borrower, named.collateralToken] -= named.collateral
        self.paid[named.lender, named.principalToken] -= named.principal
        self._push(named.borrower, named.principalToken, named.principal)
        return named

    def revoke(self, nonce: int, *, caller: str) -> None:
        self.used.add((caller, nonce))

    def repay(self, terms: LoanTerms, amount: int, *, caller: str) -> None:
        loanId, debt = self._open(terms)
        self._require_until(debt.end)
        if amount == 0:
            raise Refused("NothingPaid")
        debt = debt.at(self.now)
        paid = min(amount, debt.owed)
        self.debts[loanId] = debt = debt.less(paid)
        if terms.principalToken == NATIVE:
            self.paid[caller, NATIVE] -= amount
            self._push(caller, NATIVE, amount - paid)
        else:
            self.paid[caller, terms.principalToken] -= paid
        self._push(debt.holder, terms.principalToken, paid)
        if debt.status == LoanStatus.REPAID:
            self._push(terms.borrower, terms.collateralToken, terms.collateral)

    def foreclose(self, terms: LoanTerms, *, caller: str) -> None:
        loanId, debt = self._open(terms)
        if caller != debt.holder:
            raise Refused("NotHolder", caller)
        if self.now <= debt.end:
            raise Refused("TooEarly", debt.end, self.now)
        self.debts[loanId] = replace(debt.at(self.now), status=LoanStatus.DEFAULTED)
        self._push(debt.holder, terms.collateralToken, terms.collateral)

    def transferNote(self, terms: LoanTerms, to: str, *, caller: str) -> None:
        loanId, debt = self._open(terms)
        if caller != debt.holder:
            raise Refused("NotHolder", caller)
        if to == ZERO:
            raise Refused("BadHolder", to)
        self.debts[loanId] = replace(debt, holder=to)

    def renegotiate(self, terms: LoanTerms, new: LoanTerms, deadline: int, *, caller: str) -> None:
        loanId, debt = self._open(terms)
        newId = self._id_of(new)
        if newId in self.debts:
            raise Refused("LoanExists", newId)
        if caller not in (debt.holder, terms.borrower):
            raise Refused("NotLoanParty", caller)
        free = {name: getattr(new, name) for name in ("rateBps", "duration", "grace", "document", "salt")}
        if new != terms._replace(lender=debt.holder, principal=debt.outstanding, **free):
            raise Refused("TermsDiffer", loanId, newId)
        self._require_until(deadline)
        debt = debt.at(self.now)
        self.debts[loanId] = replace(debt, status=LoanStatus.RENEGOTIATED, outstanding=0, interest=0)
        self.debts[newId] = replace(debt, terms=new, taken_at=self.now, accrued_at=self.now)

    def withdraw(self, account: str, token: str, to: str) -> None:
        amount = self.credits.pop((account, token), 0)
        if amount == 0:
            raise Refused("NoCredit", account, token)
        self.paid[to, token] += amount

    def held(self, token: str) -> int:
        """Collateral of open loans, and credits."""
        open_debts = (debt.terms for debt in self.debts.values() if debt.status == LoanStatus.OPEN)
        locked = sum(terms.collateral for terms in open_debts if terms.collateralToken == token)
        return locked + sum(amount for (_, owed), amount in self.credits.items() if owed == token)

    def _open(self, terms: LoanTerms) -> tuple[bytes, Debt]:
        loanId = self._id_of(terms)
        if loanId not in self.debts:
            raise Refused("LoanUnknown", loanId)
        debt = self.debts[loanId]
        if debt.status != LoanStatus.OPEN:
            raise Refused("LoanNotOpen", loanId, debt.status)
        return loanId, debt

    def _require_until(self, moment: int) -> None:
        if self.now > moment:
            raise Refused("TooLate", moment, self.now)

    def _push(self, account: str, token: str, amount: int) -> None:
        if amount and token == NATIVE and account in self.refusing:
            self.credits[account, token] += amount
        else:
            self.paid[account, token] += amount
