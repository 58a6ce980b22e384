"""A trade by two people who only have a terminal, from an empty key folder to an export."""

import json
import stat
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PIL import Image
from typer.testing import CliRunner

from scripts.agora import signing
from scripts.agora.__main__ import app
from scripts.agora.errors import DealUnknown, DevelopmentKey, FileIsOpen, WrongPassword
from scripts.agora.keys import Keyring
from scripts.agora.selling import EXAMPLE
from scripts.market.chain import Refused, hexed
from scripts.market.deployment import LOCAL_CHAINS
from scripts.market.rpc import NodeUnreachable
from tests.support.trading import Shop

PASSWORD = "correct horse battery staple"
ADDRESS = "Ada Brown, 4 Quince Lane"
NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def story(market, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    password = home / "password"
    password.write_text(f"{PASSWORD}\n")
    password.chmod(0o600)
    return SimpleNamespace(market=market, shop=Shop(market), home=home, password=password)


@pytest.fixture
def run(story):
    """Runs a command as an account and returns what it printed; raises what it raised."""

    def command(*arguments, account=None, typed="", api=None, options=()):
        settings = ["--rpc", story.market.net.url, "--api", api or story.market.url, "--home", str(story.home)]
        settings += ["--deployment", str(story.market.folder / "deployment.json")]
        settings += ["--password-file", str(story.password), "--yes", *options]
        named = ["--as", account] if account else []
        result = CliRunner().invoke(app, [*settings, *named, *map(str, arguments)], input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return command


def test_keys_are_encrypted_and_theirs_alone(story, run):
    run("account", "import", "buyer", "--dev", 6)
    run("account", "import", "seller", "--dev", 7)
    run("account", "new", "fresh")

    for path in (story.home / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "scrypt" in path.read_text()
    assert {"buyer", "seller", "fresh"} == set(Keyring(story.home / "keys").names())
    with pytest.raises(WrongPassword):
        Keyring(story.home / "keys").unlock("buyer", password="guess")


def test_a_password_others_can_read_is_refused(story, run):
    story.password.chmod(0o644)
    with pytest.raises(FileIsOpen):
        run("account", "new", "another")
    story.password.chmod(0o600)


def test_a_listing_is_drafted_and_published_with_its_picture(story, run):
    Image.new("RGB", (80, 60), "navy").save(story.home / "mug.png")
    draft = EXAMPLE.replace("pictures = []", 'pictures = ["mug.png"]').replace('"Blue mug"', '"Terminal blue mug"')
    (story.home / "mug.toml").write_text(draft)

    printed = run("listing", "publish", story.home / "mug.toml", account="seller")

    story.listing_id = printed.split("Listing ")[-1].strip()
    document = story.shop.arrived(
        lambda: story.market.index.listing(story.listing_id, min_block=story.shop.head())["document"]
    )
    picture = document["content"]["pictures"][0]
    assert story.market.index.bytes_of(picture["cid"]) == (story.home / "mug.png").read_bytes()
    assert story.listing_id in run("search", "terminal", "mgu")


def test_a_dry_run_shows_everything_and_sends_nothing(story, run):
    before = story.shop.head()

    printed = run("buy", story.listing_id, account="buyer", options=["--dry-run"])

    assert "Pays the price and the deposit into escrow" in printed
    assert "0.014 ETH" in printed
    assert "100 % back until" in printed
    assert story.shop.head() == before


def test_it_is_bought_and_a_stranger_is_told_why_not(story, run):
    printed = run("buy", story.listing_id, "--units", 2, account="buyer")
    story.deal_id = printed.split("Deal ")[-1].split()[0]
    assert "fulfil" in run("deal", "show", story.deal_id, account="seller")

    with pytest.raises(Refused, match="Only the seller may do this"):
        run("fulfil", story.deal_id, account="buyer")


def test_the_address_is_sealed_for_the_seller(story, run):
    run("message", "key", account="seller")
    run("profile", "update", "--name", "Terminal Pottery", account="seller")
    seller = Keyring(story.home / "keys").address("seller")
    story.shop.arrived(lambda: story.market.index.account(seller, min_block=story.shop.head())["profile"])

    sealed = run("message", "seal", story.deal_id, account="buyer", typed=f"{ADDRESS}\n").split()[-1]

    assert ADDRESS in run("message", "open", story.deal_id, account="seller", typed=f"{sealed}\n")


def test_it_is_delivered_and_paid_although_the_api_is_gone(story, run):
    run("fulfil", story.deal_id, account="seller")
    printed = run("release", story.deal_id, account="buyer", api=NOBODY_THERE)

    assert "The API does not answer" in printed
    deal = story.market.index.deal(story.deal_id, min_block=story.shop.head())
    assert (deal["status"], deal["outcome"]) == ("Closed", "Released")


def test_both_review_and_the_secret_is_kept(story, run):
    run("review", "commit", story.deal_id, "--score", 5, "--text", "As blue as promised.", account="buyer")
    run("review", "commit", story.deal_id, "--score", 4, "--text", "Quick to pay.", account="seller")
    for path in (story.home / "reviews").rglob("*.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    run("review", "reveal", story.deal_id, account="buyer")
    run("review", "reveal", story.deal_id, account="seller")

    buyer = Keyring(story.home / "keys").address("buyer")
    reviews = story.market.index.get(f"/v1/accounts/{buyer}/reviews", min_block=story.shop.head())["data"]
    assert [review["score"] for review in reviews if review["dealId"] == story.deal_id] == [4]


def test_everything_signed_is_exported(story, run):
    out = story.home / "export.json"
    run("export", "--out", out, account="seller")

    exported = json.loads(out.read_text())
    assert [listing["listingId"] for listing in exported["listings"]] == [story.listing_id]
    assert [deal["dealId"] for deal in exported["deals"]] == [story.deal_id]
    assert any("Terminal blue mug" in text for text in exported["documents"].values())
    assert {entry["name"] for entry in exported["history"][story.deal_id]} >= {"DealOpened", "DealReleased"}


def test_a_development_key_does_not_sign_on_another_chain(story):
    keyring = Keyring(story.home / "keys")
    mainnet = replace(story.market.chain.deployment, chain_id=1)
    assert mainnet.chain_id not in LOCAL_CHAINS
    session = SimpleNamespace(chain=SimpleNamespace(deployment=mainnet), address=keyring.address("buyer"))

    with pytest.raises(DevelopmentKey, match="Everybody knows the key"):
        signing.unlock(session)


def test_a_node_that_is_not_there_is_named(run):
    with pytest.raises(NodeUnreachable, match=r"127\.0\.0\.1:9 does not answer"):
        run("account", "balance", account="buyer", options=["--rpc", NOBODY_THERE])


def test_an_unknown_deal_is_named(run):
    with pytest.raises(DealUnknown, match=hexed(bytes(32))):
        run("release", hexed(bytes(32)), account="buyer")
