"""What the people of the sample market do, each with an own key, through the public functions alone."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import h3
from eth_account.signers.local import LocalAccount

from indexer.content.documents import (
    Document,
    DocumentPicture,
    evidence_document,
    listing_document,
    profile_document,
    review_document,
)
from scripts.dev_accounts import dev_account
from scripts.market import buying, typed
from scripts.market.buying import Offer, Wish
from scripts.market.chain import Chain, Receipt
from scripts.market.deployment import Token
from scripts.market.index import Index
from scripts.market.shapes import (
    EMPTY,
    NATIVE,
    NOBODY,
    Address,
    Deal,
    Digest,
    Terms,
    listing_id_of,
    signed_listing,
    sku_of,
)
from scripts.seed.catalog import DAY, Person, Trade, Ware
from scripts.seed.pictures import MEDIA_TYPE, SHOWN, paint, portrait

CELL_RESOLUTION = 7
LASTS_DAYS = 180
CONTEST_DAYS, RULING_DAYS = 3, 7
REFERRAL_BPS, ARBITER_BPS = 200, 200
FUNDS = 20_000


@dataclass(frozen=True, slots=True)
class Stage:
    chain: Chain
    index: Index
    people: dict[str, Person]
    wares: dict[str, Ware]
    offers: dict[str, Offer] = field(default_factory=dict)
    signatures: dict[str, bytes] = field(default_factory=dict)

    def key(self, person: str) -> LocalAccount:
        return dev_account(self.people[person].account)

    def address(self, person: str) -> Address:
        return Address(self.key(person).address)

    def does(self, person: str, contract: str, act: str, *arguments: object) -> Receipt:
        return self.chain.send(self.chain.call(contract, act, *arguments), self.key(person))

    def pin(self, document: Document) -> Digest:
        self.index.pin_document(document.content)
        return Digest(bytes.fromhex(document.digest.removeprefix("0x")))

    def evidence(self, text: str) -> Digest:
        return self.pin(evidence_document(text, self.today()))

    def review(self, text: str) -> Digest:
        return self.pin(review_document(text, self.today()))

    def introduce(self, person: Person) -> None:
        picture = self.index.pin_picture(portrait(person.name), MEDIA_TYPE)
        document = profile_document(
            person.name,
            person.about,
            picture=picture["cid"],
            languages=person.languages,
            skills=person.skills,
        )
        self.does(person.id, "Profiles", "update", self.pin(document))

    def publish(self, ware: Ware) -> None:
        """On chain, or with a signature that the first buyer carries."""
        terms = self.terms(ware, self.describe(ware))
        market = self.chain.deployment.addresses["FixedPrice"]
        offer = Offer(market, self.address(ware.seller), sku_of(ware.sku), terms)
        self.offers[ware.sku] = offer
        if ware.signed:
            signature = typed.sign_listing(self.chain, offer, self.key(ware.seller), stock=ware.stock, revision=0)
            self.signatures[ware.sku] = signed_listing(ware.stock, signature)
        else:
            self.does(ware.seller, "FixedPrice", "publish", offer.sku, terms, ware.stock)

    def token(self, symbol: str) -> Token:
        token = self.chain.deployment.token_called(symbol)
        assert token is not None, f"{symbol} is not deployed"
        return token

    def stock(self, sku: str) -> int:
        offer = self.offers[sku]
        listing = self.chain.read("FixedPrice", "listingOf", listing_id_of(offer.seller, offer.sku))
        return int(listing["stock"])

    def picture(self, scene: str, title: str) -> DocumentPicture:
        pinned = self.index.pin_picture(paint(scene), MEDIA_TYPE)
        return DocumentPicture(pinned["cid"], f"A picture of: {title}", *SHOWN)

    def describe(self, ware: Ware, *, note: str = "") -> Digest:
        document = listing_document(
            ware.title,
            ware.text + note,
            category=ware.category,
            kind=ware.kind,
            created_at=self.today(),
            tags=ware.tags,
            pictures=[self.picture(ware.scene, ware.title)],
            attributes=ware.attributes,
            ships_to=ware.ships_to,
            returns=ware.returns,
            cell=h3.latlng_to_cell(*ware.cell, CELL_RESOLUTION) if ware.cell else None,
        )
        return self.pin(document)

    def terms(self, ware: Ware, document: Digest) -> Terms:
        token = self.token(ware.token)
        unit = Decimal(10) ** token.decimals
        return Terms(
            token=token.address,
            price=int(ware.price * unit),
            deposit=int(ware.deposit * unit),
            referral_bps=REFERRAL_BPS,
            arbiter=self.address("arbiter") if ware.arbiter else NOBODY,
            arbiter_bps=ARBITER_BPS if ware.arbiter else 0,
            deliver_period=ware.deliver * DAY,
            cancel_period=ware.cancel * DAY,
            inspection=ware.inspection * DAY,
            revisions=ware.revisions,
            claim_period=ware.claim * DAY,
            contest_period=CONTEST_DAYS * DAY,
            ruling_period=RULING_DAYS * DAY,
            expires_at=self.chain.now() + LASTS_DAYS * DAY,
            document=document,
        )

    def buy(self, trade: Trade, *, handover: bytes = EMPTY) -> Deal:
        wish = Wish(
            buyer=self.address(trade.buyer),
            units=trade.units,
            referrer=self.address("shopfront") if trade.referred else NOBODY,
            referral_bps=REFERRAL_BPS if trade.referred else 0,
            handover=handover,
            salt=hashlib.sha256(repr(trade).encode()).digest(),
        )
        deal, purchase = buying.deal_for(self.offers[trade.ware], wish, now=self.chain.now())
        payer = self.key(trade.buyer)
        if deal.token != NATIVE:
            self.fill_purse(payer, deal.token, deal.price + deal.deposit)
        approval = buying.approval(self.chain, deal, payer=wish.buyer)
        if approval is not None:
            self.chain.send(approval, payer)
        signed = self.signatures.pop(trade.ware, b"")
        self.chain.send(buying.opening(self.chain, deal, purchase, signed=signed), payer)
        return deal

    def fill_purse(self, payer: LocalAccount, token: Address, amount: int) -> None:
        """The test token prints money for everybody."""
        known = self.chain.deployment.token(token)
        assert known is not None, f"{token} is not deployed"
        if self.chain.balance(Address(payer.address), token) < amount:
            minted = self.chain.call("TestToken", "mint", payer.address, FUNDS * 10**known.decimals, at=token)
            self.chain.send(minted, payer)

    def today(self) -> datetime:
        return datetime.fromtimestamp(self.chain.now(), UTC)
