"""What handlers have in common: a row changes as of a block, an account is heard of, a document may be named."""

from collections.abc import Iterator
from typing import Any

from indexer.changes import Change, NameDocument, Point, Put, Rows
from indexer.model.account import Account
from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING, Address, Digest


def noted(row: Any, at: Point, **fields: Any) -> Put:
    """The row with these fields, as of the block. Any row that tells when it was updated."""
    return Put(row._replace(updated_block=at.block.number, updated_at=at.block.timestamp, **fields))


def counted(account: Account, at: Point, **fields: Any) -> Put:
    """The account with these fields, as of the block."""
    return Put(account._replace(updated_block=at.block.number, **fields))


def heard_of(address: Address, at: Point, rows: Rows) -> Put:
    return counted(rows.account(address, block=at.block), at)


def named(digest: Digest, kind: DocumentKind) -> Iterator[Change]:
    """An empty digest names nothing."""
    if digest != NOTHING:
        yield NameDocument(digest, kind)
