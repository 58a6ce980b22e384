"""The story of gigs: nine steps through contracts, index and API. A worker names the price of each milestone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from indexer.content.documents import review_document
from scripts import marketplace, processes
from scripts.dev_accounts import dev_account
from scripts.market import request
from scripts.market.chain import Refused, hexed
from scripts.market.index import ApiRefused, Index
from scripts.market.shapes import EMPTY, commitment_of, deal_key_of
from tests.support.rebuilding import rebuilt, rows
from tests.support.requesting import Desk
from tests.support.trading import DAY

PRICES = [10**16 + 1, 2 * 10**16 + 3, 3 * 10**16 + 7]
SCORES = {"client": 5, "worker": 4}


@pytest.fixture(scope="module")
def story(market, people):
    """What earlier steps leave to later ones. Worker and client have no part in other stories of this market."""
    parts = {"worker": dev_account(13), "client": dev_account(14)}
    others = {part: people[part] for part in ("arbiter", "stranger")}
    return SimpleNamespace(desk=Desk(market), market=market, **parts, **others, salts=iter(range(1, 99)))


def test_1_the_worker_sets_the_price_and_only_funded_milestones_are_workable(story):
    desk, chain, salt = story.desk, story.market.chain, next_salt(story)
    asked = desk.ask(story.client, salt, title="A shelf for ninety books", category="home/furniture")
    assert (asked["status"], asked["need"]["budget"]) == ("open", "0")
    deals = desk.milestones(story.client, story.worker, story.arbiter, PRICES)
    offers = desk.offers(story.worker, deals, salt)
    cheaper = [*deals[:2], replace(deals[2], price=1)]
    with pytest.raises(Refused) as refusal:
        chain.simulate(request.opening_all(chain, cheaper, offers), story.client.address)
    assert refusal.value.error == "BadOfferSignature"

    before = chain.balance(chain.deployment.addresses["Escrow"])
    desk.fund(story.client, deals[:2], offers[:2])

    assert chain.balance(chain.deployment.addresses["Escrow"]) == before + sum(PRICES[:2])
    assert [desk.shown(deal)["deal"]["price"] for deal in deals[:2]] == [str(price) for price in PRICES[:2]]
    assert refused(story, story.worker, "fulfil", deals[2], EMPTY) == "DealUnknown"
    with pytest.raises(ApiRefused, match="404"):
        desk.shown(deals[2])
    desk.fund(story.client, deals[2:], offers[2:])
    desk.fulfil(story.worker, deals[2])
    assert desk.shown(deals[2])["status"] == "Fulfilled"
    answered = desk.resource("requests", request.request_id_of(story.client.address, salt))
    assert (answered["status"], answered["deals"]) == ("accepted", 3)


def test_2_two_weeks_of_silence_let_anybody_pay_the_worker(story):
    desk, chain = story.desk, story.market.chain
    deal, *_ = funded(story)
    desk.fulfil(story.worker, deal)
    assert refused(story, story.stranger, "finalize", deal) == "TooEarly"
    assert next(act for act in desk.shown(deal)["next"] if act["act"] == "finalize")["by"] == "Anyone"

    story.market.net.travel(14 * DAY + 1)
    before = chain.balance(story.worker.address)
    desk.does(story.stranger, "Escrow", "finalize", deal)

    assert chain.balance(story.worker.address) == before + deal.price
    shown = desk.shown(deal)
    assert (shown["outcome"], shown["paid"]["seller"]) == ("Finalized", str(deal.price))


def test_3_two_revisions_are_used_and_the_third_is_refused(story):
    desk = story.desk
    deal, other, _ = funded(story)
    for used in (1, 2):
        desk.fulfil(story.worker, deal)
        desk.does(story.client, "Escrow", "sendBack", deal, EMPTY)
        assert desk.shown(deal)["revisionsUsed"] == used
    desk.fulfil(story.worker, deal)

    assert refused(story, story.client, "sendBack", deal, EMPTY) == "NoRevisionsLeft"
    shown = desk.shown(deal)
    assert (shown["status"], "sendBack" in [act["act"] for act in shown["next"]]) == ("Fulfilled", False)
    assert desk.shown(other)["revisionsUsed"] == 0


def test_4_the_second_milestone_may_come_before_the_first(story):
    first, second, third = funded(story)

    story.desk.fulfil(story.worker, second)
    story.desk.does(story.client, "Escrow", "release", second)

    assert standings(story, first, second, third) == ["Funded", "Released", "Funded"]


def test_5_a_late_worker_loses_that_milestone_only(story):
    desk, chain = story.desk, story.market.chain
    late, second, third = funded(story)
    story.market.net.travel_to(late.deliver_by + 1)
    before = chain.balance(story.client.address)

    receipt = desk.does(story.client, "Escrow", "reclaim", late)

    assert chain.balance(story.client.address) == before + late.price - receipt.fee
    assert refused(story, story.client, "reclaim", second) == "TooEarly"
    assert standings(story, late, second, third) == ["Reclaimed", "Funded", "Funded"]


def test_6_a_dispute_on_one_leaves_the_others_flowing(story):
    desk, chain = story.desk, story.market.chain
    disputed, second, third = funded(story)
    desk.fulfil(story.worker, disputed)
    desk.does(story.client, "Escrow", "dispute", disputed, 2_500, EMPTY)
    desk.does(story.worker, "Escrow", "contest", disputed, EMPTY)

    desk.fulfil(story.worker, second)
    desk.does(story.client, "Escrow", "release", second)
    desk.does(story.worker, "Escrow", "refund", third)
    assert standings(story, disputed, second, third) == ["Disputed", "Released", "Refunded"]

    desk.does(story.arbiter, "Escrow", "rule", disputed, 6_000)
    before = chain.balance(story.worker.address)
    desk.does(story.stranger, "Escrow", "execute", disputed)
    divided = disputed.price - disputed.price * disputed.arbiter_bps // 10_000
    assert chain.balance(story.worker.address) == before + divided * 6_000 // 10_000
    assert desk.shown(disputed)["outcome"] == "Ruled"


def test_7_both_sign_another_scope_and_the_old_one_stays_in_the_history(story):
    desk, chain = story.desk, story.market.chain
    story.amended = deal = funded(story)[0]
    scope = desk.agreement("A hundred books", replaces=hexed(deal.agreement))
    deadline = chain.now() + DAY
    signed = {"agreement": scope, "number": 1, "deadline": deadline}
    alone, both = (
        chain.call("Amendments", "amend", deal, scope, deadline, request.sign_amendment(*by, **signed))
        for by in ((chain, desk.deal_id(deal), story.client), (chain, desk.deal_id(deal), story.worker))
    )
    with pytest.raises(Refused) as refusal:
        chain.simulate(alone, story.client.address)
    assert refusal.value.error == "BadAmendmentSignature"

    chain.send(both, story.client)

    shown = desk.shown(deal)
    assert shown["agreement"]["digest"] == hexed(deal.agreement)
    assert [(amendment["number"], amendment["digest"]) for amendment in shown["agreements"]] == [(1, hexed(scope))]
    history = desk.index.get(f"/v1/deals/{shown['dealId']}/history")["data"]
    assert [entry["name"] for entry in history] == ["DealOpened", "DealAmended"]
    kept = [desk.index.bytes_of(agreement["cid"]) for agreement in (shown["agreement"], *shown["agreements"])]
    assert [title in text for title, text in zip((b"Part 1", b"A hundred books"), kept, strict=True)] == [True, True]


def test_8_another_index_shows_the_workers_score_from_what_he_can_take_along(story):
    reviewed(story)
    mine = record(story.market.index, story)
    assert (mine["reviews"], mine["scoreMean"], mine["missedDeadlines"]) == (1, 5, 1)

    database = rebuilt(story.market)
    with another(story.market, database) as theirs:
        assert record(theirs, story) == mine
    taken, found = exported(story, story.market.database), exported(story, database)
    assert taken == found
    assert (len(taken["account"]), len(taken["review"])) == (1, 2)


def test_9_the_index_is_wiped_and_rebuilt_row_for_row(story):
    again = rows(rebuilt(story.market))

    assert again == rows(story.market.database)
    asked = story.market.index.every("/v1/requests", buyer=story.client.address, status="any")
    assert [shown["status"] for shown in asked] == ["accepted"] * 7


def next_salt(story) -> bytes:
    return next(story.salts).to_bytes(32, "big")


def funded(story):
    """A request, three signed offers, one payment."""
    desk, salt = story.desk, next_salt(story)
    desk.ask(story.client, salt, title="Another shelf", category="home/furniture")
    deals = desk.milestones(story.client, story.worker, story.arbiter, PRICES)
    desk.fund(story.client, deals, desk.offers(story.worker, deals, salt))
    return deals


def refused(story, person, act, *arguments) -> str:
    """The error by which the escrow says no."""
    with pytest.raises(Refused) as refusal:
        story.market.chain.simulate(story.market.chain.call("Escrow", act, *arguments), person.address)
    return refusal.value.error


def standings(story, *deals) -> list[str]:
    """How each ended, or where it stands; the chain and the API agree."""
    shown = [story.desk.shown(deal) for deal in deals]
    held = sum(int(one["deal"]["price"]) for one in shown if one["status"] != "Closed")
    open_on_chain = sum(deal.price for deal in deals if story.desk.state(deal)["status"] != 5)
    assert held == open_on_chain
    return [one["outcome"] if one["status"] == "Closed" else one["status"] for one in shown]


def reviewed(story) -> None:
    """The client pays for the amended milestone, and both review each other blind."""
    desk, deal = story.desk, story.amended
    desk.does(story.client, "Escrow", "release", deal)
    written = {}
    for side, score in SCORES.items():
        text = review_document("Well done.", datetime.fromtimestamp(story.market.chain.now(), UTC))
        content = {"score": score, "document": desk.pin(text), "secret": os.urandom(32)}
        person = getattr(story, side)
        written[side] = (person, content)
        commitment = commitment_of(desk.deal_id(deal), person.address, **content)
        desk.does(person, "Reputation", "commitReview", desk.deal_id(deal), commitment)
    for person, content in written.values():
        desk.does(person, "Reputation", "revealReview", deal_key_of(deal), person.address, *content.values())


def record(index, story) -> dict:
    return index.account(story.worker.address, min_block=story.desk.head())["record"]


def exported(story, database) -> dict[str, list[bytes]]:
    """All lines about the worker that anybody's export has, by table."""
    folder = database.with_suffix(".export")
    environment = {**os.environ, **story.market.environment, "AGORA_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "indexer", "export", str(folder)]
    subprocess.run(command, cwd=marketplace.ROOT, env=environment, check=True, timeout=60, capture_output=True)
    person = story.worker.address.lower().encode()
    return {
        path.stem: [line for line in path.read_bytes().splitlines() if person in line.lower()]
        for path in folder.glob("*.ndjson")
    }


@contextmanager
def another(market, database) -> Iterator[Index]:
    """The API of a second index of the same chain, made by somebody else."""
    port, folder = processes.free_port(), database.with_suffix("")
    folder.mkdir()
    of_theirs = {"AGORA_DATABASE_URL": f"sqlite:///{database}", "AGORA_PORT": str(port)}
    with marketplace.service("api", environment={**market.environment, **of_theirs}, folder=folder) as api:
        index = Index(f"http://{processes.HOST}:{port}")
        replace(market, index=index, api=api).wait_until_ready()
        yield index
