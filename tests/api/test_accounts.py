"""GET /v1/accounts/{address} and its reviews."""

from eth_utils import to_checksum_address

from indexer.model.document import DocumentKind
from tests.api.market import CONTRACTS, TOKEN, address


def test_an_address_never_seen_has_an_empty_record(api, market):
    told = api.data(f"/v1/accounts/{address('nobody')}")

    assert told["address"] == to_checksum_address(address("nobody"))
    assert set(told["record"].values()) == {0, None}
    assert told["firstAt"] is None
    assert told["credits"] == []


def test_a_record_counts_deals(api, market):
    listing = market.publish("vase")
    market.buy(listing, salt="1")
    closed = market.buy(listing, salt="2")
    market.release(closed)
    market.return_deposit(closed)

    seller = api.data(f"/v1/accounts/{address('ada')}")
    buyer = api.data(f"/v1/accounts/{address('bob')}")

    assert (seller["record"]["salesOpen"], seller["record"]["salesClosed"]) == (1, 1)
    assert (buyer["record"]["purchasesOpen"], buyer["record"]["purchasesClosed"]) == (1, 1)
    assert seller["firstBlock"] == 1


def test_an_address_may_come_in_any_case(api, market):
    market.publish("vase")
    spellings = [address("ada"), "0x" + address("ada")[2:].upper(), to_checksum_address(address("ada"))]

    assert len({api.data(f"/v1/accounts/{spelling}")["address"] for spelling in spellings}) == 1


def test_a_wrong_checksum_is_refused_with_a_sentence(api, market):
    answer = api.get("/v1/accounts/0x70997970C51812dc3A010C7d01b50e0d17dc79c8")

    assert answer.status_code == 400
    assert "checksum" in answer.json()["errors"][0]["message"]


def test_credits_wait_to_be_withdrawn(api, market):
    market.publish("vase")
    market.credit("ada", 2**90)

    told = api.data(f"/v1/accounts/{address('ada')}")

    assert told["credits"] == [
        {
            "holder": to_checksum_address(CONTRACTS["Escrow"]),
            "token": to_checksum_address(TOKEN),
            "amount": str(2**90),
        }
    ]


def test_reviews_are_blind_until_revealed(api, market):
    deal_id = _closed_deal(market)
    market.commit_review(deal_id)

    about = api.data(f"/v1/accounts/{address('ada')}/reviews")
    by = api.data(f"/v1/accounts/{address('bob')}/reviews", role="author")

    assert about == by
    assert (about[0]["state"], about[0]["score"], about[0]["document"]) == ("committed", None, None)


def test_a_revealed_review_has_its_score_and_text(api, market):
    deal_id = _closed_deal(market)
    market.commit_review(deal_id)
    document = market.reveal_review(deal_id, score=4)
    market.verify(document.digest, document.data, kind=DocumentKind.REVIEW)

    review = api.data(f"/v1/accounts/{address('ada')}/reviews")[0]
    record = api.data(f"/v1/accounts/{address('ada')}")["record"]

    assert (review["state"], review["score"]) == ("revealed", 4)
    assert review["document"]["content"]["text"] == "Well packed."
    assert (record["reviews"], record["scoreMean"]) == (1, 4.0)


def test_nobody_reviewed_a_stranger(api, market):
    assert api.data(f"/v1/accounts/{address('nobody')}/reviews") == []


def _closed_deal(market):
    deal_id = market.buy(market.publish("vase"))
    market.release(deal_id)
    market.return_deposit(deal_id)
    return deal_id
