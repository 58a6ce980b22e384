"""`agora review`: commit a review blind, reveal it when both have reviewed or the other's time is over."""

import json
import secrets
from typing import Annotated

import typer

from indexer.content.documents import document_of, review_document
from scripts.agora.deals import DealArgument, do
from scripts.agora.errors import SecretMissing
from scripts.agora.keys import read_private, write_private
from scripts.agora.session import session_of
from scripts.agora.units import parse_id
from scripts.agora.writing import now
from scripts.market.chain import hexed
from scripts.market.shapes import DealId, Digest, commitment_of, deal_key_of

app = typer.Typer(no_args_is_help=True, help="Review the other side of a closed deal, double blind.")

SECRET_BYTES = 32
MAX_SCORE = 5


@app.command("commit")
def commit(
    context: typer.Context,
    deal: DealArgument,
    score: Annotated[int, typer.Option(min=1, max=MAX_SCORE, help="From 1 to 5.")],
    text: Annotated[str, typer.Option(help="What you want others to know. Published when you reveal.")],
) -> None:
    """Commits to a review. Until you reveal it, score and text stay on this machine."""
    session = session_of(context)
    deal_id = DealId(parse_id(deal, what="a deal's id"))
    document = review_document(text, now())
    digest = Digest(bytes.fromhex(document.digest.removeprefix("0x")))
    secret = secrets.token_bytes(SECRET_BYTES)
    path = session.secrets("reviews") / f"{deal.lower()}-{session.address}.json"
    if not session.dry_run:
        kept = {"score": score, "document": json.loads(document.data), "secret": hexed(secret)}
        write_private(path, json.dumps(kept))
    commitment = commitment_of(deal_id, session.address, score=score, document=digest, secret=secret)
    if do(session, deal_id, session.chain.call("Reputation", "commitReview", deal_id, commitment)):
        session.console.print(f"Kept in {path}: without it you cannot reveal. Next: agora review reveal {deal}")


@app.command("reveal")
def reveal(context: typer.Context, deal: DealArgument) -> None:
    """Reveals the review you committed to."""
    session = session_of(context)
    path = session.secrets("reviews") / f"{deal.lower()}-{session.address}.json"
    if not path.is_file():
        raise SecretMissing(path, what="Your review")
    kept = json.loads(read_private(path))
    if not session.dry_run:
        session.index.pin_document(kept["document"])
    digest = bytes.fromhex(document_of(kept["document"]).digest.removeprefix("0x"))
    deal_id = DealId(parse_id(deal, what="a deal's id"))
    arguments = (session.address, kept["score"], digest, bytes.fromhex(kept["secret"][2:]))
    key = deal_key_of(session.deal(deal_id))
    do(session, deal_id, session.chain.call("Reputation", "revealReview", key, *arguments))
