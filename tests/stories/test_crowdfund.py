"""The crowdfunding story: nine steps of one market, in their order, through contracts, index and API.

Step 7 refunds 1,000 backers on Anvil, and 20 on Ganache, which is slower. Each refund costs the same gas there.
"""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from indexer.content.market_documents import Described, campaign_document
from scripts.dev_accounts import dev_account
from scripts.devnet import Kind
from scripts.market.chain import hexed, transaction_of
from scripts.market.crowdfund import (
    LOCK_SECONDS,
    NO_TIER,
    Campaign,
    Tier,
    campaign_id_of,
    paid_after,
    pledging,
    share_of_rest,
    tiers_hash_of,
)
from scripts.market.shapes import NATIVE, Address
from tests.support.newcomers import ETHER, crowd, newcomers
from tests.support.rebuilding import rebuilt, rows
from tests.support.trading import DAY, Shop

CROWDS = {Kind.ANVIL: 1_000, Kind.GANACHE: 20}
IN_ONE_BLOCK, GAS = 100, 250_000
TIERS = [Tier(ETHER // 10), Tier(ETHER, 2)]
PEOPLE = ("maker", "ines", "joao", "kira", "stranger")


@pytest.fixture(scope="module")
def story(market):
    """What earlier steps leave to later ones."""
    known = newcomers(market.chain, *PEOPLE)
    return SimpleNamespace(shop=Shop(market), market=market, backers=[known[n] for n in PEOPLE[1:4]], **known)


def test_1_a_little_less_than_the_goal_goes_back_to_every_backer(story):
    chain = story.market.chain
    campaign = publish(story, "A rowing boat", goal=10 * ETHER)
    amounts = [5 * ETHER, 4 * ETHER, 99 * ETHER // 100]
    before, maker = balances(story), chain.balance(story.maker.address)
    fees = [pledge(story, by, campaign, amount).fee for by, amount in zip(story.backers, amounts, strict=True)]
    story.market.net.travel_to(campaign.ends_at + 1)
    story.shop.refuses(chain.call("Crowdfund", "claim", campaign), story.maker, "CampaignNotSucceeded")
    found = campaigns_of(story, story.maker, status="failed")
    assert [(row["campaignId"], row["raised"]) for row in found] == [(name_of(story, campaign), str(sum(amounts)))]

    for backer in story.backers:
        story.shop.does(story.stranger, "Crowdfund", "refund", campaign, backer.address)

    assert balances(story) == [had - fee for had, fee in zip(before, fees, strict=True)]
    assert chain.balance(story.maker.address) == maker
    assert contract_holds(story) == 0
    again = chain.call("Crowdfund", "refund", campaign, story.ines.address)
    story.shop.refuses(again, story.stranger, "NoPledge")
    assert {pledge["status"] for pledge in pledges_of(story, campaign)} == {"refunded"}
    assert shown(story, campaign)["refunded"] == str(sum(amounts))


def test_2_the_goal_is_met_and_the_creator_has_the_pledges(story):
    chain = story.market.chain
    campaign = publish(story, "A mast", goal=10 * ETHER)
    for backer, amount in zip(story.backers, (5 * ETHER, 4 * ETHER, ETHER), strict=True):
        pledge(story, backer, campaign, amount)
    story.shop.refuses(chain.call("Crowdfund", "claim", campaign), story.maker, "CampaignNotSucceeded")
    story.market.net.travel_to(campaign.ends_at + 1)
    story.shop.refuses(chain.call("Crowdfund", "claim", campaign), story.ines, "NotCreator")
    before = chain.balance(story.maker.address)

    claimed = story.shop.does(story.maker, "Crowdfund", "claim", campaign)

    assert chain.balance(story.maker.address) == before + 10 * ETHER - claimed.fee
    story.shop.refuses(
        chain.call("Crowdfund", "refund", campaign, story.ines.address), story.ines, "CampaignNotRefundable"
    )
    campaign_shown = shown(story, campaign)
    assert (campaign_shown["status"], campaign_shown["paid"]) == ("paid", str(10 * ETHER))
    assert campaign_shown["document"]["content"]["title"] == "A mast"


def test_3_a_reward_for_two_refuses_the_third(story):
    story.limited = campaign = publish(story, "Two oars", goal=10 * ETHER, tiers=TIERS)
    for backer in story.backers[:2]:
        pledge(story, backer, campaign, ETHER, tier=1)

    story.shop.refuses(pledging(story.market.chain, campaign, TIERS, 1, ETHER), story.kira, "TierSoldOut")

    assert [(tier["amount"], tier["taken"], tier["left"]) for tier in shown(story, campaign)["tiers"]] == [
        (str(TIERS[0].amount), 0, None),
        (str(ETHER), 2, 0),
    ]


def test_4_a_pledge_can_be_withdrawn_until_a_day_before_the_end(story):
    chain, net, campaign = story.market.chain, story.market.net, story.limited
    before = chain.balance(story.ines.address)
    net.travel_to(campaign.ends_at - LOCK_SECONDS - 60)

    withdrawn = story.shop.does(story.ines, "Crowdfund", "withdrawPledge", campaign)

    assert chain.balance(story.ines.address) == before + ETHER - withdrawn.fee
    assert shown(story, campaign)["tiers"][1]["left"] == 1
    pledge(story, story.kira, campaign, ETHER, tier=1)
    net.travel_to(campaign.ends_at - LOCK_SECONDS + 1)
    story.shop.refuses(chain.call("Crowdfund", "withdrawPledge", campaign), story.joao, "TooLate")
    statuses = {row["backer"]: row["status"] for row in pledges_of(story, campaign)}
    ines, joao, kira = (backer.address for backer in story.backers)
    assert statuses == {ines: "withdrawn", joao: "held", kira: "held"}
    net.travel_to(campaign.ends_at + 1)
    for backer in (joao, kira):
        story.shop.does(story.stranger, "Crowdfund", "refund", campaign, backer)
    assert contract_holds(story) == 0


def test_5_more_than_half_stop_the_second_tranche_and_share_the_rest(story):
    chain = story.market.chain
    campaign = publish(story, "A sail", goal=ETHER, tranches=2, tranche_period=30 * DAY)
    amounts = [ETHER + 1, ETHER + 2, ETHER + 4]
    raised = sum(amounts)
    for backer, amount in zip(story.backers, amounts, strict=True):
        pledge(story, backer, campaign, amount)
    story.market.net.travel_to(campaign.ends_at + 1)
    story.shop.does(story.maker, "Crowdfund", "claim", campaign)
    rest = raised - paid_after(raised, 1, tranches=2)

    story.shop.does(story.ines, "Crowdfund", "veto", campaign)
    assert shown(story, campaign)["veto"] == {"tranche": 2, "pledged": str(amounts[0])}
    story.shop.does(story.joao, "Crowdfund", "veto", campaign)

    assert shown(story, campaign)["status"] == "stopped"
    story.shop.refuses(chain.call("Crowdfund", "claim", campaign), story.maker, "CampaignNotSucceeded")
    shares, before = [], balances(story)
    for number, (backer, amount) in enumerate(zip(story.backers, amounts, strict=True)):
        shares.append(share_of_rest(rest, amount, before=sum(amounts[:number]), raised=raised))
        story.shop.does(story.stranger, "Crowdfund", "refund", campaign, backer.address)
    assert rest * amounts[0] % raised, "the shares must leave something to round"
    assert balances(story) == [had + share for had, share in zip(before, shares, strict=True)]
    assert sum(shares) == rest
    assert contract_holds(story) == 0
    assert sorted(int(row["refunded"]) for row in pledges_of(story, campaign)) == sorted(shares)


def test_6_the_creator_never_claims_and_the_pledges_go_back(story):
    chain = story.market.chain
    campaign = publish(story, "An anchor", goal=ETHER)
    pledge(story, story.ines, campaign, 2 * ETHER)
    story.market.net.travel_to(campaign.ends_at + 1)
    refund = chain.call("Crowdfund", "refund", campaign, story.ines.address)
    story.shop.refuses(refund, story.stranger, "CampaignNotRefundable")

    story.market.net.travel_to(campaign.ends_at + campaign.claim_period + 1)
    before = chain.balance(story.ines.address)
    chain.send(refund, story.stranger)

    assert chain.balance(story.ines.address) == before + 2 * ETHER
    story.shop.refuses(chain.call("Crowdfund", "claim", campaign), story.maker, "CampaignNotSucceeded")
    lapsed = campaigns_of(story, story.maker, status="lapsed")
    assert [row["campaignId"] for row in lapsed] == [name_of(story, campaign)]


def test_7_a_thousand_backers_are_refunded_with_no_loop(story):
    chain, net = story.market.chain, story.market.net
    members = crowd(net, CROWDS[net.kind])
    campaign = publish(story, "A whole shipyard", goal=10**6 * ETHER)
    call = pledging(chain, campaign, [], NO_TIER, ETHER)
    many(story, [transaction_of(call, member) for member in members])
    assert contract_holds(story) == len(members) * ETHER
    assert shown(story, campaign)["backers"] == len(members)
    had = chain.rpc.ask_all(*(("eth_getBalance", member, "latest") for member in members))
    net.travel_to(campaign.ends_at + 1)

    caller = dev_account(0).address
    nonce = int(chain.rpc.ask("eth_getTransactionCount", caller, "latest"), 16)
    refunds = [chain.call("Crowdfund", "refund", campaign, member) for member in members]
    costs = many(
        story,
        [
            {**transaction_of(refund, caller), "nonce": hex(number)}
            for number, refund in enumerate(refunds, start=nonce)
        ],
    )

    assert len(set(costs)) == 1, "the last refund costs what the first did"
    has = chain.rpc.ask_all(*(("eth_getBalance", member, "latest") for member in members))
    assert all(int(now, 16) == int(then, 16) + ETHER for now, then in zip(has, had, strict=True))
    assert contract_holds(story) == 0
    pledges = pledges_of(story, campaign)
    assert len(pledges) == len(members)
    assert {(row["status"], row["refunded"]) for row in pledges} == {("refunded", str(ETHER))}


def test_8_what_was_not_delivered_is_in_the_record_of_the_creator(story):
    chain = story.market.chain
    campaign = publish(story, "A flag", goal=ETHER)
    pledge(story, story.ines, campaign, ETHER)
    story.market.net.travel_to(campaign.ends_at + 1)
    story.shop.does(story.maker, "Crowdfund", "claim", campaign)
    report = chain.call("Crowdfund", "reportUndelivered", campaign)
    story.shop.refuses(report, story.ines, "TooEarly")
    assert record_of(story, story.maker)["campaignsUndelivered"] == 0

    story.market.net.travel_to(campaign.deliver_by + 1)
    story.shop.refuses(report, story.stranger, "NoPledge")
    chain.send(report, story.ines)

    assert record_of(story, story.maker)["campaignsUndelivered"] == 1
    assert shown(story, campaign)["undeliveredAt"] is not None
    story.shop.refuses(report, story.ines, "AlreadyReported")


def test_9_the_index_is_wiped_and_rebuilt_row_for_row(story):
    again = rows(rebuilt(story.market))

    assert again == rows(story.market.database)
    assert len(again["campaign"]) >= 7
    assert len(again["pledge"]) >= CROWDS[story.market.net.kind]


def publish(story, title, *, tiers=(), **terms) -> Campaign:
    shop, ends_at = story.shop, story.market.chain.now() + 10 * DAY
    described = Described(
        title=title,
        description=f"{title} for the harbor school.",
        category="boats",
        created_at=datetime.fromtimestamp(story.market.chain.now(), UTC),
    )
    rewards = [(f"Reward {number}", "With thanks.") for number, _ in enumerate(tiers)]
    campaign = Campaign(
        creator=Address(story.maker.address),
        ends_at=ends_at,
        claim_period=14 * DAY,
        deliver_by=ends_at + 60 * DAY,
        tiers=tiers_hash_of(tiers),
        document=shop.pin(campaign_document(described, rewards=rewards, risks="Weather.")),
        salt=bytes(32),
        **terms,
    )
    story.tiers = list(tiers)
    published = shop.does(story.maker, "Crowdfund", "publish", campaign, story.tiers)
    assert published.event("CampaignPublished")["campaignId"] == id_of(story, campaign)
    shop.arrived(lambda: shown(story, campaign)["document"])
    return campaign


def pledge(story, by, campaign, amount, *, tier=NO_TIER):
    """To the campaign that was published last."""
    return story.market.chain.send(pledging(story.market.chain, campaign, story.tiers, tier, amount), by)


def many(story, transactions) -> list[int]:
    """Sends them in few blocks. Returns what gas each used."""
    net, sent = story.market.net, []
    for start in range(0, len(transactions), IN_ONE_BLOCK):
        some = transactions[start : start + IN_ONE_BLOCK]
        with net.one_block():
            sent += net.rpc.ask_all(*(("eth_sendTransaction", {**asked, "gas": hex(GAS)}) for asked in some))
    receipts = net.rpc.ask_all(*(("eth_getTransactionReceipt", transaction) for transaction in sent))
    assert {receipt["status"] for receipt in receipts} == {"0x1"}
    return [int(receipt["gasUsed"], 16) for receipt in receipts]


def id_of(story, campaign):
    deployed = story.market.chain.deployment
    return campaign_id_of(campaign, chain_id=deployed.chain_id, contract=deployed.addresses["Crowdfund"])


def name_of(story, campaign) -> str:
    return hexed(id_of(story, campaign))


def shown(story, campaign):
    return story.market.index.get(f"/v1/campaigns/{name_of(story, campaign)}", min_block=story.shop.head())["data"]


def campaigns_of(story, creator, *, status):
    query = {"creator": creator.address, "status": status, "min_block": story.shop.head()}
    return story.market.index.get("/v1/campaigns", **query)["data"]


def pledges_of(story, campaign):
    path = f"/v1/campaigns/{name_of(story, campaign)}/pledges"
    return story.market.index.every(path, min_block=story.shop.head())


def record_of(story, account):
    return story.market.index.account(account.address, min_block=story.shop.head())["record"]


def balances(story) -> list[int]:
    return [story.market.chain.balance(backer.address) for backer in story.backers]


def contract_holds(story) -> int:
    chain = story.market.chain
    return chain.balance(chain.deployment.addresses["Crowdfund"], NATIVE)
