"""Fills an empty market with a month of trade.

Every listing, purchase and review is made by its own person with public calls, in the order of the days.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from scripts.devnet import Devnet
from scripts.market.chain import Chain
from scripts.market.index import Index
from scripts.seed import auctions, campaigns, gigs, loans, rides, stays
from scripts.seed.catalog import DAY, people, trades, wares
from scripts.seed.stage import Stage
from scripts.seed.stories import STORIES, Scene
from scripts.seed.timeline import Story, play

LENGTH_DAYS = 40
REVISED, RESTOCKED, WITHDRAWN = "bowl-ash", "marmalade-six", "layout-book"

RESTOCKED_TO = 40
MOMENT = 0.01


def fill(net: Devnet, chain: Chain, index: Index, *, begin: int, told: Callable[[float], None]) -> Stage:
    """`begin` is the market's first day; the chain ends LENGTH_DAYS later. `told` gets the day after each step."""
    cast, goods, plot = people(), wares(), trades()
    stage = Stage(chain, index, {person.id: person for person in cast}, {ware.sku: ware for ware in goods})
    stories: list[tuple[float, Story]] = [(0, introduced(stage, person)) for person in stage.people]
    stories += [(ware.day, published(stage, ware.sku)) for ware in goods]
    stories += [(trade.day, STORIES[trade.story](Scene(stage, trade))) for trade in plot]
    stories += [(22, revised(stage)), (24, restocked(stage)), (29, withdrawn(stage))]
    for application in (auctions, campaigns, rides, gigs, stays, loans):
        stories += application.stories(stage)
    play(net, stories, begin=begin, end=begin + LENGTH_DAYS * DAY, told=told)
    return stage


def introduced(stage: Stage, person: str) -> Story:
    stage.introduce(stage.people[person])
    yield MOMENT


def published(stage: Stage, sku: str) -> Story:
    stage.publish(stage.wares[sku])
    yield MOMENT


def revised(stage: Stage) -> Story:
    """A price goes up and the text says why."""
    ware = replace(stage.wares[REVISED], price=Decimal("0.0195"))
    terms = stage.terms(ware, stage.describe(ware, note=" The price went up with that of wood."))
    stock = stage.stock(REVISED)
    stage.does(ware.seller, "FixedPrice", "revise", stage.offers[REVISED].sku, terms, stock, stock)
    yield MOMENT


def restocked(stage: Stage) -> Story:
    stage.does(
        stage.wares[RESTOCKED].seller,
        "FixedPrice",
        "restock",
        stage.offers[RESTOCKED].sku,
        stage.stock(RESTOCKED),
        RESTOCKED_TO,
    )
    yield MOMENT


def withdrawn(stage: Stage) -> Story:
    stage.does(stage.wares[WITHDRAWN].seller, "FixedPrice", "withdraw", stage.offers[WITHDRAWN].sku)
    yield MOMENT
