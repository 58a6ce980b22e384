"""What is asked for is found, in whatever form it is written, in an order that anybody can recompute."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.discovery.search import MAX_WORDS, plan_search, words_of
from indexer.model.listing import ListingStatus
from indexer.store.reads_listings import ListingFilter, filter_listings
from indexer.store.search import in_category, matching, of_kind
from tests.indexer.discovery.shelf import DOLLAR


class NoWords:
    """A market that has every word."""

    def matches(self, word):
        return True

    def completions(self, beginning):
        return []

    def similar(self, word):
        return []


@pytest.mark.parametrize(
    "asked", ["bowl", "bowls", "BOWL", "blue bowl", "bowl blue", "stoneware", "ceramics", "cobalt", "22"]
)
def test_a_listing_is_found_by_each_of_its_words(shelf, asked):
    shelf.put(
        "Blue bowl", description="Thrown by hand.", tags=["stoneware"], attributes={"glaze": "cobalt", "cm": "22"}
    )
    shelf.put("Red chair", category="home/furniture")

    assert shelf.find(asked) == ["Blue bowl"]


def test_every_word_must_be_there(shelf):
    shelf.put("Blue bowl")
    shelf.put("Blue chair")

    assert shelf.find("blue bowl") == ["Blue bowl"]
    assert len(shelf.find("blue")) == 2


@pytest.mark.parametrize("asked", ["c", "ce", "cer", "cera", "ceram", "cerami", "ceramic", "ceramics"])
def test_the_last_word_may_be_unfinished(shelf, asked):
    shelf.put("Ceramics course", category="lessons")

    assert shelf.find(asked) == ["Ceramics course"]
    assert shelf.plan(asked).corrected is None


def test_a_finished_word_is_not_a_beginning(shelf):
    shelf.put("Carpet", category="home")

    assert shelf.find("car") == ["Carpet"]
    assert shelf.find("car ") == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Café table", "cafe"),
        ("Cafe table", "café"),
        ("Straße", "strasse"),
        ("STRASSE", "straße"),
        ("Straße", "straße"),
        ("\uff2e\uff29\uff2b\uff2f\uff2e \ufb01lm", "nikon film"),
        ("ÉCRIN", "écrin"),
        ("茶碗", "茶碗"),
        ("Чашка", "чашка"),
    ],
)
def test_accents_and_capitals_do_not_matter(shelf, written, asked):
    shelf.put(written)

    assert shelf.find(asked) == [written]


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("bwol", "bowl"),
        ("blue bwol", "blue bowl"),
        ("bleu bowl", "blue bowl"),
        ("stonewrae ", "stoneware"),
        ("BOWWL", "bowl"),
    ],
)
def test_a_typo_is_corrected_and_reported(shelf, asked, searched):
    shelf.put("Blue bowl", tags=["stoneware"])

    assert shelf.plan(asked).corrected == searched
    assert shelf.find(asked) == ["Blue bowl"]


def test_a_word_that_resembles_nothing_is_left_as_it_is(shelf):
    shelf.put("Blue bowl")

    assert shelf.plan("helicopter").corrected is None
    assert shelf.find("helicopter") == []


def test_a_text_without_a_word_finds_nothing(shelf):
    shelf.put("Blue bowl")

    for asked in ("", "!!!", " - ", '"', "_", "🙂"):
        assert shelf.plan(asked).match is None


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(['"', "*", "NEAR(", "OR", "AND", "title:", "^", "-", "bowl", ")", "\x00"])).map(" ".join)
)
def test_any_text_can_be_searched_for(shelf, asked):
    assert set(shelf.find(asked)) <= {"Blue bowl"}


@given(st.text(max_size=300))
def test_a_plan_quotes_every_word(text):
    match = plan_search(text, NoWords()).match
    words = words_of(text)[:MAX_WORDS]

    assert (match is None) == (not words)
    if match:
        assert match.count('"') == 2 * len(words)
        assert all(word.isalnum() for word in words)


def test_a_word_counts_most_in_the_title_then_in_tags_category_and_description(shelf):
    filler = "plain words of equal number here"
    shelf.put("one", description=f"{filler} teapot", category="a", tags=["x"])
    shelf.put("two", description=f"{filler} spare", category="teapot", tags=["x"])
    shelf.put("three", description=f"{filler} spare", category="a", tags=["teapot"])
    shelf.put("teapot", description=f"{filler} spare", category="a", tags=["x"])

    assert shelf.find("teapot ") == ["teapot", "three", "two", "one"]


def test_equal_scores_are_ordered_by_listing_id(shelf):
    ids = {shelf.put(f"Bowl {name}") for name in ("a1", "b2", "c3", "d4", "e5", "f6")}
    found = [row[0] for row in shelf.rows("select json from listing order by listing_id")]

    assert len(ids) == 6
    assert shelf.find("bowl") == [title.decode() for title in found]


def test_the_order_does_not_depend_on_the_order_of_arrival(shelf, tmp_path):
    from tests.indexer.discovery.shelf import Shelf

    texts = [(f"Bowl {n}", "bowl " * (n % 5) + "clay " * (n % 3)) for n in range(30)]
    for title, description in texts:
        shelf.put(title, description=description)
    other = Shelf(tmp_path / "other.sqlite")
    for title, description in reversed(texts):
        other.put(title, description=description)

    assert shelf.find("bowl", limit=30) == other.find("bowl", limit=30)
    assert shelf.everything() == other.everything()
    other.close()


@pytest.mark.parametrize("limit", [1, 2, 7, 40])
def test_pages_hold_every_hit_once_and_in_order(shelf, limit):
    for number in range(40):
        shelf.put(f"Bowl {number}", description="bowl " * (number % 4))
    whole = shelf.find("bowl", limit=100)
    pages, after = [], None
    while True:
        page = shelf.page("bowl", limit=limit, after=after)
        pages += [row.decode() for row in page.rows]
        after = page.next_key
        if after is None:
            break

    assert pages == whole
    assert len(set(whole)) == 40


def test_a_rare_listing_behind_many_hits_is_found(shelf):
    """The best hits are looked at first; a filter that none of them passes must not hide the others."""
    for number in range(200):
        shelf.put(f"Bowl bowl bowl {number}")
    shelf.put("Last", description="a bowl among many other words in a long text", token=DOLLAR)
    dollars = filter_listings(ListingFilter(at=0, token=DOLLAR))

    assert shelf.find("bowl", limit=2, conditions=dollars) == ["Last"]


def test_filters_hold_together(shelf):
    shelf.put("Cheap bowl", price=3)
    shelf.put("Dear bowl", price=30)
    shelf.put("Foreign bowl", price=3, token=DOLLAR)
    shelf.put("Sold bowl", price=3, status=ListingStatus.SOLD_OUT)
    shelf.put("Bowl lesson", price=3, category="lessons/pottery", kind="service")
    wanted = filter_listings(ListingFilter(at=0, token="0x" + "ee" * 20, min_price=2, max_price=10))

    assert sorted(shelf.find("bowl", conditions=wanted)) == ["Bowl lesson", "Cheap bowl"]
    assert shelf.find("bowl", conditions=[*wanted, of_kind("service")]) == ["Bowl lesson"]
    assert shelf.find("bowl", conditions=[*wanted, in_category("home")]) == ["Cheap bowl"]
    assert sorted(shelf.find("bowl", conditions=filter_listings(ListingFilter(at=0, status="soldOut")))) == [
        "Sold bowl"
    ]
    assert shelf.find("bowl", conditions=filter_listings(ListingFilter(at=3000))) == []


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("home", ["a", "b", "c"]),
        ("home/ceramics", ["b", "c"]),
        ("home/cer", []),
        ("home/ceramics/bowls", ["c"]),
        ("hom", []),
    ],
)
def test_a_category_holds_its_branches_and_no_namesakes(shelf, path, titles):
    for title, category in (
        ("a", "home"),
        ("b", "home/ceramics"),
        ("c", "home/ceramics/bowls"),
        ("d", "homeware"),
        ("e", "home-office"),
    ):
        shelf.put(title, category=category)
    condition = in_category(path)

    found = shelf.rows(f"select json from listing where {condition.sql}", condition.values)
    assert sorted(row[0].decode() for row in found) == titles


def test_a_list_in_another_order_can_be_searched(shelf):
    shelf.put("Blue bowl")
    shelf.put("Red chair")
    for match, titles in (('"bowl"', [b"Blue bowl"]), (None, [])):
        condition = matching(match)
        assert [
            row[0] for row in shelf.rows(f"select json from listing where {condition.sql}", condition.values)
        ] == titles


def test_categories_are_counted_exactly(shelf):
    for number in range(7):
        shelf.put(f"Bowl {number}", category="home/ceramics" if number < 4 else "art")
    shelf.put("Sold bowl", category="art", status=ListingStatus.SOLD_OUT)
    shelf.put("Chair", category="home/furniture")
    active = filter_listings(ListingFilter(at=0))

    assert shelf.counts("bowl", conditions=active) == [("home/ceramics", 4), ("art", 3)]
    assert shelf.counts(conditions=active) == [("home/ceramics", 4), ("art", 3), ("home/furniture", 1)]
    assert shelf.counts("helicopter", conditions=active) == []


def test_two_listings_of_one_document_are_two_hits(shelf):
    for number in range(2):
        shelf.put("Blue bowl", listing="0x" + f"{number:064x}")

    assert shelf.find("bowl") == ["Blue bowl"] * 2
    assert shelf.counts("bowl") == [("home/ceramics", 2)]
