"""The auction story: nine steps of one market, in their order, through contracts, index and API."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from eth_utils.address import to_checksum_address

from indexer.content.documents import listing_document
from scripts.dev_accounts import dev_account
from scripts.market.abi import interface_of
from scripts.market.auction import Lot, auction_id_of, bidding, buying_now, deal_for, reserve_hash_of
from scripts.market.chain import Call, hexed
from scripts.market.shapes import EMPTY, NATIVE, Address
from scripts.marketplace import ROOT
from tests.support.newcomers import ETHER, newcomers
from tests.support.rebuilding import rebuilt, rows
from tests.support.reviewing import both_review
from tests.support.trading import DAY, Shop

MINUTE = 60
EXTENSIONS, SNIPES = 5, 10
RESERVE, SECRET = 3 * ETHER, bytes(range(32))
PEOPLE = ("auctioneer", "ada", "bob", "cem", "dealer", "shill", "dee", "eve", "fay")


@pytest.fixture(scope="module")
def story(market):
    """What earlier steps leave to later ones."""
    return SimpleNamespace(shop=Shop(market), market=market, **newcomers(market.chain, *PEOPLE))


def test_1_who_is_outbid_has_the_money_back_at_once(story):
    chain = story.market.chain
    story.lot = lot = put_up(story, story.auctioneer, "Brass sextant", extension=10 * MINUTE, max_extensions=EXTENSIONS)
    bids = [(story.ada, ETHER), (story.bob, ETHER * 21 // 20), (story.cem, 2 * ETHER)]
    before = {bidder: chain.balance(bidder.address) for bidder, _ in bids}
    paid = {}

    for bidder, amount in bids:
        paid[bidder] = chain.send(bidding(chain, lot, amount), bidder).fee
        for earlier, fee in paid.items():
            held = amount if earlier is bidder else 0
            assert chain.balance(earlier.address) == before[earlier] - fee - held
        assert market_holds(story) == amount

    story.shop.refuses(bidding(chain, lot, 2 * ETHER), story.ada, "BidTooLow")
    auction = shown(story, lot)
    assert auction["highest"] == {"bidder": story.cem.address, "amount": str(2 * ETHER)}
    assert int(auction["minimumBid"]) == chain.read("Auction", "minimumBid", lot) == 2 * ETHER * 21 // 20
    listed = story.market.index.get(f"/v1/auctions/{auction['auctionId']}/bids")["data"]
    assert [(bid["bidder"], int(bid["amount"])) for bid in reversed(listed)] == [(b.address, a) for b, a in bids]
    assert auction["document"]["content"]["title"] == "Brass sextant"


def test_2_late_bids_move_the_end_until_the_cap(story):
    chain, net, lot = story.market.chain, story.market.net, story.lot
    end = lot.ends_at

    for number in range(SNIPES):
        if number <= EXTENSIONS:
            net.travel_to(end - 5 * MINUTE)
        snipe = bidding(chain, lot, chain.read("Auction", "minimumBid", lot))
        placed = chain.send(snipe, (story.ada, story.bob)[number % 2]).event("BidPlaced")
        end += lot.extension if number < EXTENSIONS else 0
        assert placed["endsAt"] == end

    assert end == lot.ends_at + EXTENSIONS * lot.extension == moment(shown(story, lot)["endsAt"])
    net.travel_to(end + 1)
    story.shop.refuses(bidding(chain, lot, 50 * ETHER), story.cem, "TooLate")
    assert shown(story, lot)["bids"] == 3 + SNIPES
    query = {"status": "ended", "seller": story.auctioneer.address, "min_block": story.shop.head()}
    ended = story.market.index.get("/v1/auctions", **query)["data"]
    assert [auction["auctionId"] for auction in ended] == [hexed(id_of(story, lot))]


def test_3_the_reserve_is_not_met_and_the_bid_goes_back(story):
    chain = story.market.chain
    secretive = {"reserve_hash": reserve_hash_of(RESERVE, SECRET), "reveal_period": 3 * DAY}
    lot = put_up(story, story.auctioneer, "Ship in a bottle", ends_in=DAY, **secretive)
    story.met = put_up(story, story.auctioneer, "Ship's bell", ends_in=DAY, **secretive)
    before, seller = chain.balance(story.bob.address), chain.balance(story.auctioneer.address)
    placed = chain.send(bidding(chain, lot, RESERVE - 1), story.bob)
    chain.send(bidding(chain, story.met, RESERVE), story.cem)
    story.market.net.travel_to(lot.ends_at + 1)
    story.shop.refuses(chain.call("Auction", "settle", lot), story.bob, "ReserveNotRevealed")

    revealed = story.shop.does(story.auctioneer, "Auction", "reveal", lot, RESERVE, SECRET)

    assert chain.balance(story.bob.address) == before - placed.fee
    assert chain.balance(story.auctioneer.address) == seller - revealed.fee
    auction = shown(story, lot)
    assert (auction["status"], auction["reserve"], auction["dealId"]) == ("failed", str(RESERVE), None)


def test_4_a_false_reserve_is_refused_and_the_true_one_sells(story):
    chain, lot = story.market.chain, story.met
    for reserve, secret in ((RESERVE + 1, SECRET), (1, SECRET), (RESERVE, bytes(32))):
        call = chain.call("Auction", "reveal", lot, reserve, secret)
        story.shop.refuses(call, story.auctioneer, "WrongReserve")
    assert shown(story, lot)["status"] == "open"

    sold = story.shop.does(story.auctioneer, "Auction", "reveal", lot, RESERVE, SECRET)

    deal = deal_of(story, lot, story.cem, RESERVE)
    assert sold.event("AuctionSold")["dealId"] == story.shop.deal_id(deal)
    assert (shown(story, lot)["status"], shown(story, lot)["dealId"]) == ("sold", hexed(story.shop.deal_id(deal)))
    released(story, deal, story.cem)


def test_5_a_bidder_that_refuses_money_blocks_nobody(story):
    chain = story.market.chain
    wallet = OddWallet(story, owner=story.ada)
    story.priced = lot = put_up(story, story.auctioneer, "Sea chest", buy_now_price=5 * ETHER)
    wallet.acts(bidding(chain, lot, ETHER))
    wallet.behaves(wallet.REFUSES)

    outbid = chain.send(bidding(chain, lot, 2 * ETHER), story.bob)

    assert outbid.event("Credited") == {"account": wallet.address, "token": NATIVE, "amount": ETHER}
    credit = {"holder": chain.deployment.addresses["Auction"], "token": NATIVE, "amount": str(ETHER)}
    assert account_of(story, wallet.address)["credits"] == [credit]
    assert chain.balance(wallet.address) == 0

    wallet.behaves(wallet.ACCEPTS)
    wallet.acts(chain.call("Auction", "withdraw", NATIVE, wallet.address))

    assert chain.balance(wallet.address) == ETHER
    assert account_of(story, wallet.address)["credits"] == []


def test_6_buying_now_ends_the_auction_and_repays_the_bidder(story):
    chain, lot = story.market.chain, story.priced
    before, bidder = chain.balance(story.cem.address), chain.balance(story.bob.address)

    bought = chain.send(buying_now(chain, lot), story.cem)

    assert chain.balance(story.cem.address) == before - lot.buy_now_price - bought.fee
    assert chain.balance(story.bob.address) == bidder + 2 * ETHER
    story.shop.refuses(bidding(chain, lot, 9 * ETHER), story.ada, "AuctionEnded")
    auction = shown(story, lot)
    assert (auction["status"], auction["boughtNow"]) == ("sold", True)
    released(story, deal_of(story, lot, story.cem, lot.buy_now_price), story.cem)


def test_7_the_winner_has_an_ordinary_deal_and_both_review(story):
    shop, lot = story.shop, story.lot
    price = int(shown(story, lot)["highest"]["amount"])

    shop.does(story.fay, "Auction", "settle", lot)

    assert market_holds(story) == 0
    deal = deal_of(story, lot, story.bob, price)
    opened = shop.shown(deal)
    assert (opened["status"], opened["payer"]) == ("Funded", story.bob.address)
    assert opened["source"] == {"kind": "auction", "id": hexed(id_of(story, lot)), "units": 1}
    shop.fulfil(story.auctioneer, deal)
    released(story, deal, story.bob)
    both_review(shop, deal, (story.bob, 5, "It finds the sun."), (story.auctioneer, 4, "Paid at once."))
    for subject, author, score in ((story.auctioneer, story.bob, 5), (story.bob, story.auctioneer, 4)):
        about = story.market.index.get(f"/v1/accounts/{subject.address}/reviews", min_block=shop.head())["data"]
        assert [(review["author"], review["score"]) for review in about] == [(author.address, score)]
    history = story.market.index.get(f"/v1/auctions/{hexed(id_of(story, lot))}/history", limit=200)["data"]
    told = [entry["name"] for entry in history]
    assert told == ["AuctionPublished", *["BidPlaced"] * (3 + SNIPES), "AuctionSold"]


def test_8_a_shill_is_flagged_and_honest_bidders_are_not(story):
    chain, net = story.market.chain, story.market.net
    lots = [put_up(story, story.dealer, title) for title in ("Old atlas", "Old globe", "Old almanac")]
    for lot, honest in zip(lots, (story.dee, story.eve, story.fay), strict=True):
        for step in range(3):
            net.travel(60 * MINUTE)
            chain.send(bidding(chain, lot, ETHER + step * ETHER // 2), honest)
            raised = chain.read("Auction", "minimumBid", lot)
            chain.send(bidding(chain, lot, raised), story.shill)
        net.travel(60 * MINUTE)
        chain.send(bidding(chain, lot, 4 * ETHER), honest)

    for lot, honest in zip(lots, (story.dee, story.eve, story.fay), strict=True):
        path = f"/v1/auctions/{hexed(id_of(story, lot))}/flags"
        flags = story.market.index.get(path, min_block=story.shop.head())["data"]
        assert [(flag["bidder"], flag["isFlagged"]) for flag in flags] == [
            (story.shill.address, True),
            (honest.address, False),
        ]
    net.travel_to(max(lot.ends_at for lot in lots) + 7 * DAY + 1)
    for lot in lots:
        story.shop.does(story.fay, "Auction", "expire", lot)
    assert market_holds(story) == 0


def test_9_the_index_is_wiped_and_rebuilt_row_for_row(story):
    again = rows(rebuilt(story.market))

    assert again == rows(story.market.database)
    assert len(again["auction"]) >= 7
    assert len(again["bid"]) >= 3 + SNIPES


class OddWallet:
    """A contract that bids, and takes money as it is told to."""

    ACCEPTS, REFUSES = 0, 1

    def __init__(self, story, *, owner):
        self._chain, self._owner = story.market.chain, owner
        artifact = json.loads((ROOT / "build" / "contracts" / "OddWallet.json").read_text())
        self._interface = interface_of({"abi": artifact["abi"], "notices": {}})
        data = "0x" + artifact["bytecode"] + owner.address[2:].rjust(64, "0")
        asked = {"from": dev_account(0).address, "data": data, "gas": hex(2_000_000)}
        receipt = self._chain.rpc.ask("eth_getTransactionReceipt", self._chain.rpc.ask("eth_sendTransaction", asked))
        self.address = to_checksum_address(receipt["contractAddress"])

    def acts(self, call):
        self._does("act", call.to, call.data, value=call.value)

    def behaves(self, manner):
        self._does("behave", manner)

    def _does(self, act, *arguments, value=0):
        data = self._interface.encode_call(act, *arguments)
        self._chain.send(Call("OddWallet", act, self.address, arguments, data, value), self._owner)


def put_up(story, seller, title, *, ends_in=2 * DAY, **terms) -> Lot:
    shop, now = story.shop, story.market.chain.now()
    written = datetime.fromtimestamp(now, UTC)
    document = listing_document(title, f"{title}, old.", category="antiques", kind="physical", created_at=written)
    lot = Lot(
        seller=Address(seller.address),
        start_price=ETHER,
        increment_bps=500,
        starts_at=now,
        ends_at=now + ends_in,
        deliver_period=7 * DAY,
        inspection=3 * DAY,
        contest_period=3 * DAY,
        ruling_period=7 * DAY,
        document=shop.pin(document),
        salt=EMPTY,
        **terms,
    )
    published = shop.does(seller, "Auction", "publish", lot)
    assert published.event("AuctionPublished")["auctionId"] == id_of(story, lot)
    shop.arrived(lambda: shown(story, lot)["document"])
    return lot


def id_of(story, lot):
    deployed = story.market.chain.deployment
    return auction_id_of(lot, chain_id=deployed.chain_id, market=deployed.addresses["Auction"])


def deal_of(story, lot, buyer, price):
    """As the newest block opened it."""
    chain = story.market.chain
    market = chain.deployment.addresses["Auction"]
    return deal_for(
        lot, id_of(story, lot), market=market, buyer=Address(buyer.address), price=price, sold_at=chain.now()
    )


def released(story, deal, buyer):
    chain = story.market.chain
    before = chain.balance(deal.seller)
    story.shop.does(buyer, "Escrow", "release", deal)
    assert chain.balance(deal.seller) == before + deal.price
    assert story.shop.shown(deal)["outcome"] == "Released"


def shown(story, lot):
    return story.market.index.get(f"/v1/auctions/{hexed(id_of(story, lot))}", min_block=story.shop.head())["data"]


def account_of(story, address):
    return story.market.index.account(address, min_block=story.shop.head())


def market_holds(story) -> int:
    chain = story.market.chain
    return chain.balance(chain.deployment.addresses["Auction"])


def moment(shown: str) -> int:
    return int(datetime.fromisoformat(shown).timestamp())
