"""Documents that are right in every part, to be spoilt one part at a time."""

import copy
from datetime import UTC, datetime

from indexer.content.cid import Cid
from indexer.content.documents import listing_document

MOMENT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PICTURE = str(Cid.of(b"a picture"))

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
}


def content_of(kind, /, **changes):
    return {**copy.deepcopy(CONTENTS[kind]), **changes}


def bowl(title="Blue bowl"):
    return listing_document(title, "Thrown by hand.", category="home/ceramics", kind="physical", created_at=MOMENT)
