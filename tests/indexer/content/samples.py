"""Documents that are right in every part, to be spoilt one part at a time."""

import copy
from datetime import UTC, datetime

from indexer.content.cid import Cid
from indexer.content.documents import listing_document

MOMENT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PICTURE = str(Cid.of(b"a picture"))

DESCRIBED = {
    "title": "Blue door",
    "description": "Behind the market.",
    "tags": ["quiet"],
    "pictures": [{"cid": PICTURE, "alt": "A blue door", "width": 800, "height": 600}],
    "attributes": {"Floor": "2"},
    "language": "en",
    "createdAt": "2026-11-24T12:00:00Z",
}

CONTENTS = {
    "listing": {
        "schema": "agora/listing",
        "version": 1,
        "title": "Blue bowl",
        "description": "Thrown by hand.\nFired twice.",
        "category": "home/ceramics",
        "kind": "physical",
        "tags": ["bowl", "stoneware"],
        "pictures": [{"cid": PICTURE, "alt": "A blue bowl", "width": 800, "height": 600}],
        "attributes": {"Diameter": "22 cm"},
        "shipsTo": ["PT", "DE"],
        "returns": "Within 14 days.",
        "language": "en",
        "cell": "881f1d4889fffff",
        "createdAt": "2026-11-24T12:00:00Z",
    },
    "profile": {
        "schema": "agora/profile",
        "version": 1,
        "name": "Ana",
        "about": "A potter.",
        "picture": PICTURE,
        "languages": ["pt-PT", "en"],
        "skills": ["ceramics"],
        "links": ["https://ana.example/shop"],
    },
    "review": {
        "schema": "agora/review",
        "version": 1,
        "text": "As described.",
        "language": "en",
        "createdAt": "2026-11-24T12:00:00.123Z",
    },
    "evidence": {
        "schema": "agora/evidence",
        "version": 1,
        "text": "The parcel, as it arrived.",
        "files": [{"cid": PICTURE, "name": "parcel.jpg", "size": 1234}],
        "createdAt": "2026-11-24T12:00:00Z",
    },
    "place": {
        "schema": "agora/place",
        "version": 1,
        **DESCRIBED,
        "category": "stays/flats",
        "kind": "whole",
        "guests": 4,
        "bedrooms": 2,
        "beds": 3,
        "bathrooms": 1,
        "amenities": ["Wi-Fi", "Kitchen"],
        "rules": "No smoking.",
        "checkIn": "15:00",
        "checkOut": "11:00",
        "timeZone": "Europe/Lisbon",
        "cell": "881f1d4889fffff",
    },
    "request": {
        "schema": "agora/request",
        "version": 1,
        **DESCRIBED,
        "category": "rides",
        "kind": "service",
        "cell": "881f1d4889fffff",
        "destination": "881f1d4885fffff",
    },
    "tariff": {
        "schema": "agora/tariff",
        "version": 1,
        **DESCRIBED,
        "category": "rides",
        "serviceArea": ["861f1d48fffffff", "881f1d4889fffff"],
    },
    "campaign": {
        "schema": "agora/campaign",
        "version": 1,
        **DESCRIBED,
        "category": "games",
        "rewards": [{"title": "One game", "description": "Shipped in spring."}],
        "risks": "The printer may be late.",
    },
    "agreement": {
        "schema": "agora/agreement",
        "version": 1,
        "title": "Website",
        "text": "Five pages, in two languages.",
        "milestones": [{"title": "Draft", "text": "All pages as pictures."}],
        "files": [{"cid": PICTURE, "name": "sketch.png", "size": 1234}],
        "replaces": "0x" + "ab" * 32,
        "language": "en",
        "createdAt": "2026-11-24T12:00:00Z",
    },
    "loan": {
        "schema": "agora/loan",
        "version": 1,
        "title": "A new kiln",
        "description": "Paid back from what it fires.",
        "tags": ["ceramics"],
        "language": "en",
        "createdAt": "2026-11-24T12:00:00Z",
    },
}


def content_of(kind, /, **changes):
    return {**copy.deepcopy(CONTENTS[kind]), **changes}


def bowl(title="Blue bowl"):
    return listing_document(title, "Thrown by hand.", category="home/ceramics", kind="physical", created_at=MOMENT)
