"""Both sides of a closed deal review each other, blind."""

import os
from datetime import UTC, datetime

from eth_account.signers.local import LocalAccount

from indexer.content.documents import review_document
from scripts.market.shapes import Deal, commitment_of, deal_key_of
from tests.support.trading import Shop


def both_review(shop: Shop, deal: Deal, *written: tuple[LocalAccount, int, str]) -> None:
    """Each writes a score and a text; all commit before the first reveals."""
    deal_id = shop.deal_id(deal)
    revealed = []
    for author, score, text in written:
        document = shop.pin(review_document(text, datetime.fromtimestamp(shop.chain.now(), UTC)))
        content = {"score": score, "document": document, "secret": os.urandom(32)}
        shop.does(author, "Reputation", "commitReview", deal_id, commitment_of(deal_id, author.address, **content))
        revealed.append((author, tuple(content.values())))
    for author, content in revealed:
        shop.does(author, "Reputation", "revealReview", deal_key_of(deal), author.address, *content)
