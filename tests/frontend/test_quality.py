"""For everybody: accessible in light and dark and on a phone, small, under a policy that lets nothing else in."""

import gzip

import pytest
from playwright.sync_api import expect

from scripts.marketplace import PAGE, ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
MOST_SCRIPT_BYTES = 80 * 1024
PHONE = {"viewport": {"width": 390, "height": 844}}
SCREENS = [
    pytest.param({"color_scheme": "light"}, id="light"),
    pytest.param({"color_scheme": "dark"}, id="dark"),
    pytest.param({"color_scheme": "light", **PHONE}, id="phone"),
]


@pytest.fixture(scope="module")
def places(shop, people):
    listing = shop.publish(people["seller"], "quality", title="Jug for every eye", stock=3, cancel_period=3600)
    deal = shop.buy(people["buyer"], listing)
    shop.shown(deal)
    seller = people["seller"].address
    views = ("", "?q=jug", f"listing/{listing}", f"deal/0x{shop.deal_id(deal).hex()}")
    return [
        *views,
        "sell",
        f"sell/{listing}",
        "trades",
        f"account/{seller}",
        "activity",
        "services",
        "nowhere",
        f"listing/0x{'12' * 32}",
    ]


def violations(page):
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
    )
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS)
def test_every_view_is_accessible(visitors, wallet_of, places, screen):
    page = visitors.connected(wallet_of("buyer"), **screen)
    found = {}
    for place in places:
        page.goto(f"/#/{place}")
        expect(page.locator("main h1, main h2").first).to_be_attached()
        expect(page.locator(".pending")).to_have_count(0)
        found[place] = violations(page)

    assert not any(found.values()), found


@pytest.mark.browser
def test_a_dialog_is_accessible_and_closes_with_escape(visitors, wallet_of, places):
    page = visitors.connected(wallet_of("buyer"), f"/#/{places[3]}")
    page.get_by_role("button", name="Open a dispute").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.browser
def test_it_is_usable_by_keyboard_alone(visitors, wallet_of, places):
    page = visitors.connected(wallet_of("buyer"), f"/#/{places[2]}")
    expect(page.get_by_role("button", name="Buy", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Buy", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".job").get_by_text("Checked: this will work.")).to_be_visible()
    page.get_by_role("button", name="Pay into escrow").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Go to the deal")).to_be_visible()


@pytest.mark.browser
def test_nothing_is_wider_than_a_phone(visitors, wallet_of, places):
    page = visitors.connected(wallet_of("buyer"), **PHONE)
    wide = []
    for place in places:
        page.goto(f"/#/{place}")
        expect(page.locator(".pending")).to_have_count(0)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(place)

    assert not wide


@pytest.mark.browser
def test_the_policy_forbids_everything_it_can(visitors):
    page = visitors.visit("/")
    response = page.request.get("/")
    policy = response.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy


def test_the_script_stays_small():
    scripts = list((PAGE / "assets").glob("*.js"))
    sizes = {script.name: len(gzip.compress(script.read_bytes(), 9)) for script in scripts}

    assert scripts
    assert sum(sizes.values()) < MOST_SCRIPT_BYTES, sizes


def test_what_is_served_is_compressed_ahead_of_time():
    for file in (PAGE / "index.html", *(PAGE / "assets").glob("*.js"), *(PAGE / "assets").glob("*.css")):
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
        assert file.with_name(f"{file.name}.br").exists()
