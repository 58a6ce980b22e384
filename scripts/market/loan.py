"""Loans: their terms, ids and signatures, and what a debt comes to.

The fields stand in the order of the Solidity struct, for they are encoded in it.
"""

from dataclasses import asdict, astuple, dataclass, fields
from typing import Any, NewType, Self

from eth_abi.abi import encode
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from scripts.market import typed
from scripts.market.chain import Call, Chain
from scripts.market.deployment import TOKEN_INTERFACE
from scripts.market.shapes import EMPTY, NATIVE, NOBODY, Address, Deal, Digest, camel

LoanId = NewType("LoanId", bytes)

YEAR = 365 * 86_400
WHOLE_BPS = 10_000
TERMS_FIELDS = (
    ("lender", "address"),
    ("borrower", "address"),
    ("principalToken", "address"),
    ("principal", "uint128"),
    ("rateBps", "uint16"),
    ("collateralToken", "address"),
    ("collateral", "uint128"),
    ("duration", "uint32"),
    ("grace", "uint32"),
    ("collateralDeal", "bytes32"),
    ("document", "bytes32"),
    ("salt", "bytes32"),
)
OFFER_FIELDS = (("terms", "LoanTerms"), ("nonce", "uint256"), ("deadline", "uint256"))
RENEGOTIATION_FIELDS = (("loanId", "bytes32"), ("terms", "LoanTerms"), ("deadline", "uint256"))
TERMS_TYPE = f"({','.join(kind for _, kind in TERMS_FIELDS)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """A lender or borrower of zero is whoever takes the loan. A collateral or a deal secures it, never both."""

    lender: Address = NOBODY
    borrower: Address = NOBODY
    principal_token: Address = NATIVE
    principal: int
    rate_bps: int
    collateral_token: Address = NATIVE
    collateral: int = 0
    duration: int
    grace: int
    collateral_deal: bytes = EMPTY
    document: Digest = EMPTY
    salt: bytes

    @classmethod
    def from_json(cls, shown: dict[str, Any]) -> Self:
        """From the `terms` object of the API's loan, or from a decoded LoanTaken."""
        return cls(**{field.name: read(field.name, shown[camel(field.name)]) for field in fields(cls)})

    def message(self) -> dict[str, Any]:
        return {camel(name): value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What whoever takes a loan sends along: the other side's word."""

    nonce: int
    deadline: int
    signature: bytes


def loan_id_of(terms: LoanTerms, *, chain_id: int, contract: Address) -> LoanId:
    values = [chain_id, contract, astuple(terms)]
    return LoanId(keccak(encode(["uint256", "address", TERMS_TYPE], values)))


def interest_on(outstanding: int, rate_bps: int, seconds: int) -> int:
    """Simple interest for the time, rounded up."""
    return -(-outstanding * rate_bps * seconds // (WHOLE_BPS * YEAR))


def taking(chain: Chain, terms: LoanTerms, signed: Signed, *, by: Address, deal: Deal | None = None) -> Call:
    """By whoever did not sign: a side that brings coins sends them along. `deal` is what secures an advance."""
    value = terms.principal if terms.principal_token == NATIVE and by == terms.lender else 0
    value += terms.collateral if terms.collateral_token == NATIVE and by != terms.lender else 0
    rest = (signed.nonce, signed.deadline, signed.signature)
    if deal is None:
        return chain.call("Loan", "take", terms, *rest, value=value)
    return chain.call("Loan", "takeAdvance", terms, deal, *rest, value=value)


def repaying(chain: Chain, terms: LoanTerms, amount: int) -> Call:
    """Never more than is owed is taken: send a little more to pay all of it."""
    return chain.call("Loan", "repay", terms, amount, value=amount if terms.principal_token == NATIVE else 0)


def approval(chain: Chain, token: Address, amount: int) -> Call | None:
    """The exact amount, never more; None for the native coin."""
    if token == NATIVE:
        return None
    return chain.call(TOKEN_INTERFACE, "approve", chain.deployment.addresses["Loan"], amount, at=token)


def sign_offer(chain: Chain, terms: LoanTerms, account: LocalAccount, *, nonce: int, deadline: int) -> Signed:
    message = {"terms": terms.message(), "nonce": nonce, "deadline": deadline}
    kinds = {"LoanOffer": OFFER_FIELDS, "LoanTerms": TERMS_FIELDS}
    data = typed.typed_data(chain, "Loan", "LoanOffer", message, kinds)
    expected = chain.read("Loan", "offerDigest", terms, nonce, deadline)
    signature = typed.sign(data, account, expected=expected, contract="Loan")
    return Signed(nonce=nonce, deadline=deadline, signature=signature)


def sign_renegotiation(
    chain: Chain, loan_id: LoanId, terms: LoanTerms, account: LocalAccount, *, deadline: int
) -> bytes:
    """The debt of this loan goes on under these terms."""
    message = {"loanId": loan_id, "terms": terms.message(), "deadline": deadline}
    kinds = {"Renegotiation": RENEGOTIATION_FIELDS, "LoanTerms": TERMS_FIELDS}
    data = typed.typed_data(chain, "Loan", "Renegotiation", message, kinds)
    expected = chain.read("Loan", "renegotiationDigest", loan_id, terms, deadline)
    return typed.sign(data, account, expected=expected, contract="Loan")


def read(name: str, shown: Any) -> Any:
    if name in {"collateral_deal", "document", "salt"}:
        return shown if isinstance(shown, bytes) else bytes.fromhex(shown.removeprefix("0x"))
    if name in {"lender", "borrower", "principal_token", "collateral_token"}:
        return to_checksum_address(shown)
    return int(shown)
