"""An account with its record, its reviews and what waits for it at contracts that hold money."""

from typing import NamedTuple

from indexer.model.identity import Address, Amount, BlockNumber, DealId, Digest, Hash, Timestamp


class Account(NamedTuple):
    address: Address
    profile: Digest | None
    sales_open: int
    sales_closed: int
    purchases_open: int
    purchases_closed: int
    refunds: int
    missed_deadlines: int
    disputes_lost: int
    deposits_forfeited: int
    no_shows: int
    campaigns_delivered: int
    campaigns_undelivered: int
    loans_repaid: int
    loans_defaulted: int
    reviews: int
    score_sum: int
    first_block: BlockNumber
    first_at: Timestamp
    updated_block: BlockNumber

    @property
    def key(self) -> tuple[str]:
        return (self.address,)

    @classmethod
    def first_seen(cls, address: Address, *, number: BlockNumber, at: Timestamp) -> "Account":
        return cls(address, None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number, at, number)


class Review(NamedTuple):
    deal_id: DealId
    author: Address
    subject: Address
    commitment: Hash
    score: int | None
    document: Digest | None
    committed_block: BlockNumber
    committed_at: Timestamp
    revealed_block: BlockNumber | None
    revealed_at: Timestamp | None

    @property
    def key(self) -> tuple[str, str]:
        return (self.deal_id, self.author)


class Credit(NamedTuple):
    """`holder` is the contract at which it waits."""

    holder: Address
    account: Address
    token: Address
    amount: Amount

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.holder, self.account, self.token)
