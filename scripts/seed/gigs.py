"""What people of the sample market asked for, and one gig in three milestones that came of it."""

import hashlib
from collections.abc import Sequence

import h3

from indexer.content.market_documents import agreement_document, request_document
from indexer.model.identity import Digest as Written
from scripts.market import request
from scripts.market.request import Gig, Milestone, Need
from scripts.market.shapes import NATIVE, Deal, DealId, Digest, deal_id_of
from scripts.seed.catalog import DAY
from scripts.seed.services import ARBITER, ARBITER_BPS, FINNEY, Service
from scripts.seed.stage import CELL_RESOLUTION, CONTEST_DAYS, RULING_DAYS, Stage
from scripts.seed.timeline import Story

MOMENT = 0.01
HARBOR, AIRPORT = (38.707, -9.136), (38.774, -9.134)
SHELF = (("Drawing", 30), ("The shelf itself", 140), ("Fitting it to the wall", 55))

BOOKS = Service(
    asker="ada",
    title="A shelf for ninety books",
    text="Oak or ash, two metres wide, for a wall that is not quite straight. Please name your price for each part.",
    category="home/furniture",
    scene="books",
    tags=("shelf", "oak", "made to measure"),
)
SIGN = Service(
    asker="mateo",
    title="A painted sign for a bakery",
    text="Hand lettering on wood, 120 by 40 cm, to be read from across the street. Sketches first, then we talk.",
    category="services/design",
    scene="type",
    tags=("lettering", "sign"),
)
AIRPORT_RIDE = Service(
    asker="greta",
    title="To the airport on Friday at six",
    text="Two people, two suitcases and a loom in a long box.",
    category="transport/rides",
    scene="hills",
    tags=("airport", "early"),
)
GARDEN = Service(
    asker="yuki",
    title="Somebody to water forty plants in August",
    text="Three times a week. The keys are with the neighbor.",
    category="services/garden",
    scene="herbs",
    tags=("plants", "summer"),
)


def stories(stage: Stage) -> list[tuple[float, Story]]:
    return [
        (15, shelf(stage, worker="piet")),
        (30, withdrawn(stage)),
        (35, asked(stage, SIGN, budget=120 * FINNEY)),
        (38, asked(stage, AIRPORT_RIDE, budget=20 * FINNEY, begins=HARBOR, ends=AIRPORT)),
    ]


def asked(
    stage: Stage,
    service: Service,
    *,
    budget: int,
    begins: tuple[float, float] | None = None,
    ends: tuple[float, float] | None = None,
) -> Story:
    post(stage, service, budget=budget, cell=begins, destination=ends)
    yield MOMENT


def withdrawn(stage: Stage) -> Story:
    post(stage, GARDEN, budget=60 * FINNEY)
    yield 2
    stage.does(GARDEN.asker, "Request", "withdraw", salt_of(GARDEN))


def shelf(stage: Stage, *, worker: str) -> Story:
    """The worker names a price for each part. The drawing is paid, the shelf is under work, the fitting waits."""
    post(stage, BOOKS, budget=0)
    yield 1
    scope = agreement(stage, "A shelf for ninety books", "Oak, oiled. Ninety books of ordinary size.")
    deals = request.milestones_for(gig(stage, worker=worker), parts(stage, scope))
    fund(stage, deals, worker=worker)
    drawing, whole, _ = deals
    yield 3
    stage.does(worker, "Escrow", "fulfil", drawing, stage.evidence("The drawing, seen from the front and the side."))
    yield 1
    stage.does(BOOKS.asker, "Escrow", "sendBack", drawing, stage.evidence("One board more, please, for the atlases."))
    yield 2
    wider = agreement(stage, "A shelf for a hundred books", "Oak, oiled, and one board more for atlases.", scope)
    amend(stage, whole, wider, signer=worker)
    stage.does(worker, "Escrow", "fulfil", drawing, stage.evidence("The drawing with a board for atlases."))
    yield 1
    stage.does(BOOKS.asker, "Escrow", "release", drawing)
    yield 12
    stage.does(worker, "Escrow", "fulfil", whole, stage.evidence("The shelf stands in my workshop, oiled twice."))


def post(
    stage: Stage,
    service: Service,
    *,
    budget: int,
    cell: tuple[float, float] | None = None,
    destination: tuple[float, float] | None = None,
) -> None:
    where = [h3.latlng_to_cell(*place, CELL_RESOLUTION) if place else None for place in (cell, destination)]
    document = request_document(service.described(stage), kind="service", cell=where[0], destination=where[1])
    now = stage.chain.now()
    need = Need(
        token=NATIVE,
        budget=budget,
        deliver_by=now + 60 * DAY,
        expires_at=now + 45 * DAY,
        document=stage.pin(document),
    )
    stage.does(service.asker, "Request", "post", salt_of(service), need)


def salt_of(service: Service) -> bytes:
    return hashlib.sha256(service.title.encode()).digest()


def agreement(stage: Stage, title: str, text: str, replaces: Digest | None = None) -> Digest:
    steps = [(name, f"{name}.") for name, _ in SHELF]
    earlier = None if replaces is None else Written("0x" + replaces.hex())
    return stage.pin(agreement_document(title, text, stage.today(), milestones=steps, replaces=earlier))


def gig(stage: Stage, *, worker: str) -> Gig:
    return Gig(
        market=stage.chain.deployment.addresses["Request"],
        buyer=stage.address(BOOKS.asker),
        seller=stage.address(worker),
        arbiter=stage.address(ARBITER),
        arbiter_bps=ARBITER_BPS,
        inspection=14 * DAY,
        revisions=2,
        contest_period=CONTEST_DAYS * DAY,
        ruling_period=RULING_DAYS * DAY,
    )


def parts(stage: Stage, scope: Digest) -> Sequence[Milestone]:
    now = stage.chain.now()
    return [
        Milestone(
            price=price * FINNEY,
            deliver_by=now + 20 * DAY * number,
            agreement=scope,
            salt=hashlib.sha256(name.encode()).digest(),
        )
        for number, (name, price) in enumerate(SHELF, start=1)
    ]


def fund(stage: Stage, deals: Sequence[Deal], *, worker: str) -> None:
    deadline = stage.chain.now() + DAY
    offers = request.offers_for(stage.chain, deals, stage.key(worker), salt=salt_of(BOOKS), deadline=deadline)
    stage.chain.send(request.opening_all(stage.chain, deals, offers), stage.key(BOOKS.asker))


def amend(stage: Stage, deal: Deal, scope: Digest, *, signer: str) -> None:
    deadline = stage.chain.now() + DAY
    signature = request.sign_amendment(
        stage.chain, id_of(stage, deal), stage.key(signer), agreement=scope, number=1, deadline=deadline
    )
    stage.does(BOOKS.asker, "Amendments", "amend", deal, scope, deadline, signature)


def id_of(stage: Stage, deal: Deal) -> DealId:
    deployed = stage.chain.deployment
    return deal_id_of(deal, chain_id=deployed.chain_id, escrow=deployed.addresses["Escrow"])
