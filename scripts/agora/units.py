"""What people type and read: amounts in units of a token, shares in percent, durations in days, dates."""

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from eth_utils.address import is_address, is_checksum_formatted_address, to_checksum_address

from scripts.agora.errors import BadAddress, BadAmount, BadDuration, BadId, BadShare, UnknownToken
from scripts.market.deployment import Deployment, Token
from scripts.market.shapes import WHOLE_BPS, Address

SECONDS = {"d": 86_400, "h": 3_600, "m": 60}
DURATION = re.compile(r"(\d+)\s*([dhm])")
ID = re.compile(r"0x[0-9a-fA-F]{64}")


def parse_amount(text: str, token: Token) -> int:
    try:
        amount = Decimal(text) * 10**token.decimals
    except InvalidOperation as error:
        raise BadAmount(text, decimals=token.decimals) from error
    if not amount.is_finite() or amount < 0 or amount != int(amount):
        raise BadAmount(text, decimals=token.decimals)
    return int(amount)


def show_amount(amount: int, token: Address, deployment: Deployment) -> str:
    """An unknown token's amounts stay in its smallest unit: to guess decimals would be to guess the price."""
    known = deployment.token(token)
    if known is None:
        return f"{amount} (smallest unit) of {token}"
    units = Decimal(amount).scaleb(-known.decimals)
    return f"{units.normalize() if units % 1 else units.quantize(Decimal(1)):f} {known.symbol}"


def parse_token(symbol: str, deployment: Deployment) -> Token:
    token = deployment.token_called(symbol)
    if token is None:
        raise UnknownToken(symbol, known=[token.symbol for token in deployment.tokens])
    return token


def parse_share(text: str) -> int:
    """Percent to basis points."""
    try:
        share = Decimal(text.strip().removesuffix("%")) * (WHOLE_BPS // 100)
    except InvalidOperation as error:
        raise BadShare(text) from error
    if not share.is_finite() or not 0 <= share <= WHOLE_BPS or share != int(share):
        raise BadShare(text)
    return int(share)


def show_share(bps: int) -> str:
    return f"{Decimal(bps) / 100:f} %"


def parse_duration(text: str) -> int:
    found = DURATION.fullmatch(text.strip())
    if found is None:
        raise BadDuration(text)
    return int(found[1]) * SECONDS[found[2]]


def show_duration(seconds: int) -> str:
    for letter, name in (("d", "day"), ("h", "hour"), ("m", "minute")):
        if seconds and seconds % SECONDS[letter] == 0:
            count = seconds // SECONDS[letter]
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds} seconds"


def show_time(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")


def parse_address(text: str) -> Address:
    """Mixed capitals are a checksum; a mistyped letter is found by it."""
    mixed = is_address(text.lower()) and text[2:] not in {text[2:].lower(), text[2:].upper()}
    if not is_address(text.lower()) or (mixed and not is_checksum_formatted_address(text)):
        raise BadAddress(text)
    checksummed = to_checksum_address(text.lower())
    if mixed and checksummed != text:
        raise BadAddress(text)
    return Address(checksummed)


def parse_id(text: str, *, what: str) -> bytes:
    if not ID.fullmatch(text):
        raise BadId(text, what=what)
    return bytes.fromhex(text[2:])
