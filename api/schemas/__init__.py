"""The shapes of answers, for the OpenAPI document. Bodies are rendered at index time; tests hold them against these."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.shapes import Address, Bps, Cid, Count, FacetValue, Hash, Many, Money, Seconds, Shape, Time


class Document(Shape):
    """A document named by the chain. `content` is there once `state` is verified; `reason` says what is wrong."""

    digest: Hash
    cid: Cid
    state: Literal["pending", "verified", "unavailable", "invalid"]
    reason: str | None
    content: dict[str, Any] | None


class Terms(Shape):
    """What one unit costs and by which terms: exactly the struct that the seller published."""

    token: Address
    price: Money
    deposit: Money
    referral_bps: Bps
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_period: Seconds
    cancel_period: Seconds
    inspection: Seconds
    revisions: Count
    claim_period: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    expires_at: Annotated[int, Field(ge=0, description="Unix time.")]
    document: Hash


class Listing(Shape):
    chain_id: int
    market: Address
    listing_id: Hash
    seller: Address
    sku: Hash
    status: Literal["active", "soldOut", "withdrawn"]
    revision: Count
    stock: Count
    units_sold: Count
    terms: Terms
    document: Document
    published_at: Time
    published_block: Count
    updated_at: Time
    updated_block: Count


class Listings(Many[Listing]):
    """`facets` are there when asked for; `correctedQuery` when nothing was found for the words as they were typed."""

    facets: dict[str, list[FacetValue]] = Field(default_factory=dict)
    corrected_query: str = ""


class DealTerms(Shape):
    """Exactly the struct that the escrow froze."""

    market: Address
    buyer: Address
    seller: Address
    token: Address
    price: Money
    deposit: Money
    referrer: Address
    referral_bps: Bps
    arbiter: Address
    arbiter_bps: Bps
    silence_bps: Bps
    deliver_by: Annotated[int, Field(ge=0, description="Unix time.")]
    inspection: Seconds
    revisions: Count
    claim_period: Seconds
    contest_period: Seconds
    ruling_period: Seconds
    refunds: Annotated[str, Field(pattern="^[0-9]+$", description="The packed refund schedule; 0 is none.")]
    handover: Hash
    agreement: Hash
    salt: Hash


class Claim(Shape):
    stage: Literal["Made", "Contested", "Ruled"]
    claimant: Literal["Buyer", "Seller"]
    seller_bps: Bps


class Proposal(Shape):
    proposer: Literal["Buyer", "Seller"]
    seller_bps: Bps


class DealListing(Shape):
    market: Address
    listing_id: Hash
    units: Count


class DealSource(Shape):
    """What the market sold: a listing, the lot of an auction, a place, an answer to a request, a ride by a tariff."""

    kind: Literal["listing", "auction", "place", "request", "tariff"]
    id: Hash
    units: Count


class Agreement(Shape):
    digest: Hash
    cid: Cid
    state: Literal["pending", "verified", "unavailable", "invalid"]
    title: str | None


class Amendment(Shape):
    """Another agreement that both parties signed since; the last one counts. Money and deadlines stay as they are."""

    number: Count
    digest: Hash
    cid: Cid
    agreed_at: Time


class Paid(Shape):
    seller: Money
    buyer: Money
    referrer: Money
    arbiter: Money


class NextAct(Shape):
    """Who may do what, later than `from` and not later than `until`; null is no bound. Compare with your own clock."""

    act: str
    by: Literal["Buyer", "Seller", "Arbiter", "Payee", "Anyone"]
    from_: Annotated[Time | None, Field(alias="from")]
    until: Time | None


class Deal(Shape):
    """`discount` is what the seller gives back of the price, `payee` who is paid the seller's share of it."""

    chain_id: int
    escrow: Address
    deal_id: Hash
    payer: Address
    deal: DealTerms
    status: Literal["Funded", "Fulfilled", "Completed", "Disputed", "Closed"]
    outcome: str
    claim: Claim | None
    proposal: Proposal | None
    deposit_only: bool
    revisions_used: Count
    since: Time
    opened_at: Time
    opened_block: Count
    updated_at: Time
    updated_block: Count
    closed_at: Time | None
    listing: DealListing | None
    source: DealSource | None
    agreement: Agreement
    agreements: list[Amendment]
    paid: Paid
    discount: Money
    payee: Address
    next: list[NextAct]


class HistoryEntry(Shape):
    """One event, as it was logged."""

    block_number: Count
    block_hash: Hash
    log_index: Count
    transaction_hash: Hash
    at: Time
    contract: Address
    name: Annotated[str, Field(examples=["DealOpened"])]
    arguments: dict[str, Any]


class Record(Shape):
    """Counts over the account's deals. `scoreMean` is null without reviews."""

    sales_open: Count
    sales_closed: Count
    purchases_open: Count
    purchases_closed: Count
    refunds: Count
    missed_deadlines: Count
    disputes_lost: Count
    deposits_forfeited: Count
    no_shows: Count
    campaigns_delivered: Count
    campaigns_undelivered: Count
    loans_repaid: Count
    loans_defaulted: Count
    reviews: Count
    score_sum: Count
    score_mean: float | None


class Credit(Shape):
    """`holder` is the contract to withdraw from."""

    holder: Address
    token: Address
    amount: Money


class Account(Shape):
    """`firstAt` is null for an address that was never seen: its record is empty."""

    chain_id: int
    address: Address
    profile: Document | None
    record: Record
    credits: list[Credit]
    first_at: Time | None
    first_block: Count | None


class Review(Shape):
    """`score` and `document` are null until the review is revealed."""

    chain_id: int
    deal_id: Hash
    author: Address
    subject: Address
    state: Literal["committed", "revealed"]
    score: Annotated[int, Field(ge=1, le=5)] | None
    document: Document | None
    committed_at: Time
    revealed_at: Time | None


class StoredDocument(Shape):
    """`digest` goes into the transaction; `cid` names the same bytes on IPFS."""

    digest: Hash
    cid: Cid
    size: Count


class StoredPicture(Shape):
    cid: Cid
    size: Count
    media_type: Literal["image/png", "image/jpeg", "image/webp", "image/gif"]
    width: Count
    height: Count


class Contract(Shape):
    """`notices` are the sentences for people: of functions, errors and events, by signature."""

    address: Address
    block: Count
    abi: list[dict[str, Any]]
    notices: dict[str, dict[str, str]]


class Token(Shape):
    address: Address
    name: str
    symbol: str
    decimals: Count


class Deployment(Shape):
    chain_id: int
    genesis_hash: Hash
    start_block: Count
    contracts: dict[str, Contract]
    tokens: list[Token]
    acts: dict[str, Any]


class ProblemError(Shape):
    field: str
    message: str


class Problem(Shape):
    """RFC 9457. `type` is stable and explained at its own address."""

    type: Annotated[str, Field(examples=["/problems/invalid-parameter"])]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    errors: list[ProblemError]
    request_id: str


class Health(Shape):
    status: Literal["ok"]


class Readiness(Shape):
    status: Literal["ready"]
    indexed_block: Count
    chain_block: Count | None
    lag: Count | None


class ProblemExplained(Shape):
    type: str
    title: str
    status: int
    advice: str
