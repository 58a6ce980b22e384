"""EIP-712 messages as a wallet builds them, without asking the contracts."""

from eth_account.messages import SignableMessage, encode_typed_data
from eth_utils import keccak

from tests.contracts.model import identity
from tests.contracts.model.loan import TERMS_TYPES as LOAN_TERMS_TYPES
from tests.contracts.model.loan import LoanTerms
from tests.contracts.model.request import TARIFF_TYPES, Tariff
from tests.contracts.world.shapes import Terms

DOMAIN = [
    {"name": "name", "type": "string"},
    {"name": "version", "type": "string"},
    {"name": "chainId", "type": "uint256"},
    {"name": "verifyingContract", "type": "address"},
]
SETTLEMENT = [
    {"name": "dealId", "type": "bytes32"},
    {"name": "depositOnly", "type": "bool"},
    {"name": "sellerBps", "type": "uint16"},
    {"name": "deadline", "type": "uint256"},
]
REVIEW_COMMITMENT = [
    {"name": "dealId", "type": "bytes32"},
    {"name": "author", "type": "address"},
    {"name": "commitment", "type": "bytes32"},
    {"name": "deadline", "type": "uint256"},
]
SPONSORED = [
    {"name": "dealId", "type": "bytes32"},
    {"name": "act", "type": "uint8"},
    {"name": "evidence", "type": "bytes32"},
    {"name": "revisionsUsed", "type": "uint8"},
    {"name": "deadline", "type": "uint256"},
]
SIGNED_LISTING = [
    {"name": "seller", "type": "address"},
    {"name": "sku", "type": "bytes32"},
    {"name": "revision", "type": "uint32"},
    {"name": "stock", "type": "uint32"},
    {"name": "terms", "type": "Terms"},
]
TERMS = [
    {"name": name, "type": kind} for name, kind in zip(Terms._fields, identity.TERMS[1:-1].split(","), strict=True)
]
TERMS_TYPE = f"Terms({','.join(field['type'] + ' ' + field['name'] for field in TERMS)})"
OFFER = [
    {"name": "dealId", "type": "bytes32"},
    {"name": "requestId", "type": "bytes32"},
    {"name": "epoch", "type": "uint32"},
    {"name": "deadline", "type": "uint256"},
]
TARIFF = [{"name": name, "type": kind} for name, kind in zip(Tariff._fields, TARIFF_TYPES, strict=True)]
AMENDMENT = [
    {"name": "dealId", "type": "bytes32"},
    {"name": "agreement", "type": "bytes32"},
    {"name": "number", "type": "uint32"},
    {"name": "deadline", "type": "uint256"},
]
LOAN_TERMS = [{"name": name, "type": kind} for name, kind in zip(LoanTerms._fields, LOAN_TERMS_TYPES, strict=True)]
LOAN_OFFER = [
    {"name": "terms", "type": "LoanTerms"},
    {"name": "nonce", "type": "uint256"},
    {"name": "deadline", "type": "uint256"},
]
RENEGOTIATION = [
    {"name": "loanId", "type": "bytes32"},
    {"name": "terms", "type": "LoanTerms"},
    {"name": "deadline", "type": "uint256"},
]
APPROVAL = [{"name": "dealId", "type": "bytes32"}, {"name": "deadline", "type": "uint256"}]
PERMIT = [
    {"name": "owner", "type": "address"},
    {"name": "spender", "type": "address"},
    {"name": "value", "type": "uint256"},
    {"name": "nonce", "type": "uint256"},
    {"name": "deadline", "type": "uint256"},
]


def _message(name: str, contract: str, *, chain_id: int, primary: str, types: dict, message: dict) -> dict:
    domain = {"name": name, "version": "1", "chainId": chain_id, "verifyingContract": contract}
    return {"types": {"EIP712Domain": DOMAIN, **types}, "primaryType": primary, "domain": domain, "message": message}


def settlement(chain_id: int, escrow: str, **message: object) -> dict:
    types = {"Settlement": SETTLEMENT}
    return _message("Agora Escrow", escrow, chain_id=chain_id, primary="Settlement", types=types, message=message)


def sponsored(chain_id: int, escrow: str, **message: object) -> dict:
    types = {"Sponsored": SPONSORED}
    return _message("Agora Escrow", escrow, chain_id=chain_id, primary="Sponsored", types=types, message=message)


def review_commitment(chain_id: int, reputation: str, **message: object) -> dict:
    types, primary = {"ReviewCommitment": REVIEW_COMMITMENT}, "ReviewCommitment"
    return _message("Agora Reputation", reputation, chain_id=chain_id, primary=primary, types=types, message=message)


def signed_listing(chain_id: int, market: str, *, terms: Terms, **message: object) -> dict:
    return _message(
        "Agora FixedPrice",
        market,
        chain_id=chain_id,
        primary="SignedListing",
        types={"SignedListing": SIGNED_LISTING, "Terms": TERMS},
        message={**message, "terms": terms._asdict()},
    )


def offer(chain_id: int, market: str, **message: object) -> dict:
    types = {"Offer": OFFER}
    return _message("Agora Request", market, chain_id=chain_id, primary="Offer", types=types, message=message)


def tariff(chain_id: int, market: str, terms: Tariff) -> dict:
    types, message = {"Tariff": TARIFF}, terms._asdict()
    return _message("Agora Request", market, chain_id=chain_id, primary="Tariff", types=types, message=message)


def amendment(chain_id: int, amendments: str, **message: object) -> dict:
    types = {"Amendment": AMENDMENT}
    return _message(
        "Agora Amendments", amendments, chain_id=chain_id, primary="Amendment", types=types, message=message
    )


def loan_offer(chain_id: int, loan: str, *, terms: LoanTerms, **message: object) -> dict:
    types, message = {"LoanOffer": LOAN_OFFER, "LoanTerms": LOAN_TERMS}, {**message, "terms": terms._asdict()}
    return _message("Agora Loan", loan, chain_id=chain_id, primary="LoanOffer", types=types, message=message)


def renegotiation(chain_id: int, loan: str, *, terms: LoanTerms, **message: object) -> dict:
    types, message = {"Renegotiation": RENEGOTIATION, "LoanTerms": LOAN_TERMS}, {**message, "terms": terms._asdict()}
    return _message("Agora Loan", loan, chain_id=chain_id, primary="Renegotiation", types=types, message=message)


def approval(chain_id: int, market: str, **message: object) -> dict:
    types = {"Approval": APPROVAL}
    return _message("Agora Booking", market, chain_id=chain_id, primary="Approval", types=types, message=message)


def permit(chain_id: int, token: str, *, name: str, **message: object) -> dict:
    return _message(name, token, chain_id=chain_id, primary="Permit", types={"Permit": PERMIT}, message=message)


def signable(typed_data: dict) -> SignableMessage:
    return encode_typed_data(full_message=typed_data)


def digest(typed_data: dict) -> bytes:
    message = signable(typed_data)
    return keccak(b"\x19" + message.version + message.header + message.body)
