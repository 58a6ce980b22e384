"""What one side publishes is exactly what the other side will index."""

import hashlib
import json
from datetime import datetime, timedelta, timezone

import pytest

from indexer.content.cid import Cid
from indexer.content.documents import (
    DocumentFile,
    DocumentPicture,
    accept_document,
    document_of,
    evidence_document,
    listing_document,
    profile_document,
    review_document,
    verify_document,
)
from indexer.content.errors import DocumentRefused
from indexer.content.market_documents import (
    Described,
    Lodging,
    agreement_document,
    campaign_document,
    loan_document,
    place_document,
    request_document,
    tariff_document,
)
from indexer.model.document import DocumentKind
from tests.indexer.content.samples import MOMENT, PICTURE, bowl, content_of

CELL = "881f1d4889fffff"
DESCRIBED = Described(
    title="Blue door",
    description="Behind the market.",
    category="stays",
    created_at=MOMENT,
    tags=["quiet"],
    pictures=[DocumentPicture(PICTURE, "A door", 800, 600)],
    attributes={"Floor": "2"},
)
LODGING = Lodging(kind="whole", guests=4, bedrooms=2, beds=3, bathrooms=1, time_zone="Europe/Lisbon")
BUILT = {
    "listing": listing_document(
        "Blue bowl",
        "Thrown by hand.",
        category="home/ceramics",
        kind="physical",
        created_at=MOMENT,
        tags=["bowl"],
        pictures=[DocumentPicture(PICTURE, "A bowl", 800, 600)],
        attributes={"Diameter": "22 cm"},
        ships_to=["PT"],
        returns="Within 14 days.",
        cell="881f1d4889fffff",
    ),
    "profile": profile_document("Ana", "A potter.", picture=PICTURE, languages=["pt"], links=["https://ana.example"]),
    "review": review_document("As described.", MOMENT),
    "evidence": evidence_document("The parcel.", MOMENT, files=[DocumentFile(PICTURE, "parcel.jpg", 1234)]),
    "place": place_document(DESCRIBED, LODGING, cell=CELL),
    "request": request_document(DESCRIBED, kind="service", cell=CELL, destination=CELL),
    "tariff": tariff_document(DESCRIBED, service_area=[CELL]),
    "campaign": campaign_document(DESCRIBED, rewards=[("A door", "Blue.")], risks="The paint may run out."),
    "agreement": agreement_document(
        "Website",
        "Five pages.",
        MOMENT,
        milestones=[("Draft", "All pages as pictures.")],
        files=[DocumentFile(PICTURE, "sketch.png", 1234)],
        replaces=bowl().digest,
    ),
    "loan": loan_document("A new kiln", "Paid back from what it fires.", MOMENT, tags=["ceramics"]),
}


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_built_document_is_verified_by_the_reader(kind):
    built = BUILT[kind]

    assert verify_document(built.data, kind) == built
    assert built.kind is kind


@pytest.mark.parametrize("kind", DocumentKind)
def test_an_accepted_body_becomes_canonical(kind):
    body = json.dumps(content_of(kind), indent=2).encode()
    document = accept_document(body)

    assert document.data != body
    assert verify_document(document.data, kind) == document


def test_the_digest_and_the_cid_are_those_of_the_bytes():
    document = bowl()

    assert document.digest == "0x" + hashlib.sha256(document.data).hexdigest()
    assert document.cid == str(Cid.raw(document.digest))


def test_the_same_content_has_the_same_digest():
    assert bowl().digest == bowl().digest != bowl("Red bowl").digest


def test_a_document_of_another_kind_does_not_pass():
    with pytest.raises(DocumentRefused, match="schema: must be agora/profile"):
        verify_document(bowl().data, DocumentKind.PROFILE)


def test_bytes_that_are_not_canonical_do_not_pass():
    with pytest.raises(DocumentRefused, match="not canonical"):
        verify_document(bowl().data + b"\n", DocumentKind.LISTING)


def test_a_document_that_would_not_be_read_cannot_be_built():
    with pytest.raises(DocumentRefused, match="title"):
        bowl("")
    with pytest.raises(DocumentRefused, match=r"U\+202E"):
        bowl("evil\u202egnp")
    with pytest.raises(DocumentRefused, match="more than 65536"):
        document_of(content_of("listing", description="語" * 20_000, returns="語" * 4000))


def test_times_are_written_in_utc():
    lisbon_summer = datetime(2026, 7, 1, 13, 0, tzinfo=timezone(timedelta(hours=1)))

    assert review_document("Fine.", lisbon_summer).content["createdAt"] == "2026-07-01T12:00:00Z"
    with pytest.raises(ValueError, match="no time zone"):
        review_document("Fine.", datetime(2026, 7, 1))  # noqa: DTZ001 - what is refused
