"""Terms are hashed as they come: a bit beyond a term's width must never name a second deal with the same terms."""

import re

import pytest

from tests.contracts.model.identity import DEAL
from tests.contracts.world.chain import reverts_with
from tests.contracts.world.shapes import Deal

WIDTHS = {
    field: 160 if kind == "address" else int(re.sub(r"\D", "", kind))
    for field, kind in zip(Deal._fields, DEAL[1:-1].split(","), strict=True)
    if kind not in {"bytes32", "uint256"}
}


def soil(data, field, bit):
    """The same calldata with one more bit in the word of the field; the deal comes first and takes 21 words."""
    start = 10 + 64 * Deal._fields.index(field)
    word = int(data[start : start + 64], 16) | 1 << bit
    return data[:start] + f"{word:064x}" + data[start + 64 :]


@pytest.mark.parametrize("field", WIDTHS)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_deal_is_not_opened_with_a_stray_bit(escrow, deal, buyer, field, place):
    bit = WIDTHS[field] if place == "first" else 255
    data = soil(escrow.open.encode_input(deal, b""), field, bit)
    with reverts_with("StrayBits", 1 << bit - WIDTHS[field]):
        buyer.transfer(escrow, deal.value, data=data)


@pytest.mark.parametrize("field", WIDTHS)
def test_an_open_deal_is_not_reached_with_a_stray_bit(escrow, trade, funded_deal, buyer, field):
    data = soil(escrow.release.encode_input(funded_deal), field, 255)
    with reverts_with("DealUnknown", ...):
        buyer.transfer(escrow, data=data)
    assert trade.state(funded_deal).outcome == 0


def test_a_batch_refuses_stray_bits_as_well(escrow, deal, buyer):
    data = escrow.openBatch.encode_input([deal], [b""])
    price = f"{deal.price:064x}"
    assert data.count(price) == 1
    with reverts_with("StrayBits", 1):
        buyer.transfer(escrow, deal.value, data=data.replace(price, f"{deal.price | 1 << 128:064x}"))
