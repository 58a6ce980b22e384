"""The search rows are those of the documents that are there, whatever came and went before."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.discovery.search import MAX_WORD_LENGTH, search_row
from indexer.store.search import trigrams_of
from tests.indexer.discovery.shelf import Shelf, content, digest

TITLES = ["Blue bowl", "Blue chair", "Red bowl", "Stoneware bowl by hand", "Café table", "茶碗"]


def test_a_row_holds_what_the_document_says():
    told = content(
        "Blue bowl", description="Thrown by hand.", tags=["clay", "two words"], attributes={"glaze": "cobalt"}
    )
    row = search_row(digest("x"), told)

    assert (row.title, row.tags, row.category, row.kind) == (
        "blue bowl",
        "clay two words",
        "home/ceramics",
        "physical",
    )
    assert row.description == "thrown by hand glaze cobalt"
    assert {"blue", "bowl", "thrown", "clay", "words", "ceramics", "cobalt"} <= row.words
    assert "by" not in row.words


def test_words_are_neither_short_nor_endless_nor_numbers():
    row = search_row(digest("x"), content("a bc def 2026 " + "x" * 500))

    assert {word for word in row.words if word not in {"home", "ceramics"}} == {"def", "x" * MAX_WORD_LENGTH}


def test_a_document_put_twice_counts_once(shelf):
    shelf.put("Blue bowl")
    before = shelf.everything()
    shelf.put("Blue bowl", listing="0x" + "01" * 32)

    assert shelf.everything() == before


def test_forgetting_what_was_never_there_changes_nothing(shelf):
    shelf.put("Blue bowl")
    before = shelf.everything()
    shelf.forget("Red chair")

    assert shelf.everything() == before


def test_a_word_is_known_as_long_as_one_document_has_it(shelf):
    shelf.put("Blue bowl")
    shelf.put("Blue chair")
    shelf.forget("Blue bowl")

    assert shelf.plan("bleu ").corrected == "blue"
    assert shelf.plan("bwol ").corrected is None
    assert shelf.find("bowl ") == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(TITLES)), max_size=20))
def test_any_history_leaves_what_a_rebuild_would_write(tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("shelves")
    lived, rebuilt = Shelf(folder / "lived.sqlite"), Shelf(folder / "rebuilt.sqlite")
    there = set()
    for comes, title in history:
        (lived.put if comes else lived.forget)(title)
        (there.add if comes else there.discard)(title)
    for title in sorted(there):
        rebuilt.put(title)

    assert lived.everything() == rebuilt.everything()
    assert lived.find("bowl") == rebuilt.find("bowl")
    lived.close()
    rebuilt.close()


def test_the_ends_of_a_word_are_pieces_too():
    assert trigrams_of("bowl") == ["  b", " bo", "bow", "owl", "wl "]
    assert trigrams_of("ab") == ["  a", " ab", "ab "]
