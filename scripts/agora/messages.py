"""`agora message`: texts that the other side of a deal alone can read, such as a delivery address.

Hand the sealed text over by any channel. Encrypted relays come later; nothing here is ever published.
"""

from pathlib import Path

import typer
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from scripts import sealing
from scripts.agora.deals import DealArgument
from scripts.agora.errors import NotYourDeal, SecretMissing
from scripts.agora.keys import read_private, write_private
from scripts.agora.session import Session, session_of
from scripts.agora.units import parse_id
from scripts.market.shapes import DealId

app = typer.Typer(no_args_is_help=True, help="Seal and open texts between the two sides of a deal.")


@app.command("key")
def key(context: typer.Context) -> None:
    """Makes the key to which others seal texts for you. `agora profile update` announces it."""
    session = session_of(context)
    path = key_path(session)
    if not path.exists():
        raw = X25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        write_private(path, raw.hex())
    session.console.print(f"Kept in {path}. Announce it with `agora profile update`.")


@app.command("seal")
def seal(context: typer.Context, deal: DealArgument) -> None:
    """Seals a text for the other side. The text is asked for, or read from the standard input."""
    session = session_of(context)
    deal_id = DealId(parse_id(deal, what="a deal's id"))
    receiver = sealing.key_in(session.index.account(other_side(session, deal_id)))
    sealed = sealing.seal(typer.prompt("The text", err=True), receiver, deal_id=deal_id)
    session.console.print(sealed.hex(), soft_wrap=True)


@app.command("open")
def unseal(context: typer.Context, deal: DealArgument) -> None:
    """Opens a text that was sealed for you. It is asked for, or read from the standard input."""
    session = session_of(context)
    deal_id = DealId(parse_id(deal, what="a deal's id"))
    own = own_key(session)
    if own is None:
        raise SecretMissing(key_path(session), what="Your key for messages")
    try:
        sealed = bytes.fromhex(typer.prompt("The sealed text", err=True).strip())
    except ValueError as error:
        raise sealing.NotForYou from error
    session.console.print(sealing.unseal(sealed, own, deal_id=deal_id), markup=False, soft_wrap=True)


def key_path(session: Session) -> Path:
    return session.home / "messages" / session.address


def own_key(session: Session) -> X25519PrivateKey | None:
    path = key_path(session)
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(read_private(path))) if path.is_file() else None


def other_side(session: Session, deal_id: DealId) -> str:
    deal = session.deal(deal_id)
    sides = {deal.buyer: deal.seller, deal.seller: deal.buyer}
    if session.address not in sides:
        raise NotYourDeal(session.address)
    return sides[session.address]
