"""A block is there whole or not at all, and is never given out without its hash being looked at."""

import os
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.content.blocks import MAX_BLOCK_BYTES, BlockStore
from indexer.content.cid import DAG_PB, Cid
from indexer.content.errors import BlockTooLarge, SourceUnreachable

LONG_AGO = time.time() - 10 * 24 * 3600


@pytest.fixture
def store(tmp_path):
    return BlockStore(tmp_path / "content")


def file_of(store, cid):
    (path,) = (store._folder / "blocks").rglob(str(cid))
    return path


def age(store, cid):
    os.utime(file_of(store, cid), (LONG_AGO, LONG_AGO))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=3000))
def test_what_is_put_is_given_back(store, data):
    assert store.get(store.put(data)) == data


def test_a_block_survives_the_store_being_opened_again(store):
    cid = store.put(b"bytes")

    assert BlockStore(store._folder).get(cid) == b"bytes"


def test_nothing_is_there_before_it_is_put(store):
    cid = Cid.of(b"bytes")

    assert store.get(cid) is None
    assert not store.has(cid)
    assert list(store) == []


def test_the_same_digest_under_another_codec_is_another_block(store):
    cid = store.put(b"bytes")

    assert store.get(Cid(DAG_PB, cid.digest)) is None


def test_more_than_a_block_is_refused(store):
    store.put(bytes(MAX_BLOCK_BYTES))
    with pytest.raises(BlockTooLarge, match="1048577 bytes are more than one block of 1048576"):
        store.put(bytes(MAX_BLOCK_BYTES + 1))


@pytest.mark.parametrize("rotten", [b"", b"byte", b"bytes and more", b"bytez"])
def test_a_rotten_block_is_set_aside_and_healed_by_the_next_put(store, rotten):
    cid = store.put(b"bytes")
    file_of(store, cid).write_bytes(rotten)

    assert store.get(cid) is None
    assert (store._folder / "quarantine" / str(cid)).read_bytes() == rotten
    assert not store.has(cid)
    assert store.put(b"bytes") == cid
    assert store.get(cid) == b"bytes"


def test_a_put_heals_a_block_that_nobody_has_read_since_it_rotted(store):
    cid = store.put(b"bytes")
    file_of(store, cid).write_bytes(b"rotten")
    store.put(b"bytes")

    assert store.get(cid) == b"bytes"


def test_collecting_keeps_what_is_pinned_referenced_or_young(store):
    pinned, referenced, young, old = (store.put(name) for name in (b"pinned", b"referenced", b"young", b"old"))
    store.pin(pinned)
    for cid in (pinned, referenced, old):
        age(store, cid)
    collected = store.collect({referenced})

    assert (collected.kept, collected.removed) == (3, 1)
    assert [store.get(cid) for cid in (pinned, referenced, young, old)] == [b"pinned", b"referenced", b"young", None]


def test_an_unpinned_block_is_collected(store):
    cid = store.put(b"bytes")
    store.pin(cid)
    store.pin(cid)
    store.unpin(cid)
    store.unpin(cid)
    age(store, cid)
    store.collect(())

    assert store.get(cid) is None


def test_a_block_put_again_is_young_again(store):
    cid = store.put(b"bytes")
    age(store, cid)
    store.put(b"bytes")
    store.collect(())

    assert store.get(cid) == b"bytes"


def test_unfinished_files_are_swept_once_they_are_old(store):
    store.put(b"bytes")
    for name, moment in (("old", LONG_AGO), ("young", time.time())):
        (store._folder / "writing" / name).write_bytes(b"by")
        os.utime(store._folder / "writing" / name, (moment, moment))

    assert store.collect(()).swept == 1
    assert [path.name for path in (store._folder / "writing").iterdir()] == ["young"]


def test_collecting_an_empty_store_does_nothing(store):
    assert store.collect(()).removed == 0


def test_nothing_is_collected_while_somebody_writes(store):
    """Many writers put the same blocks while they are collected as if all were old: no put is ever lost."""
    lost = []

    def write(number):
        for turn in range(20):
            cid = store.put(b"block %d" % (turn % 3))
            store.pin(cid)
            if store.get(cid) is None:
                lost.append((number, turn))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        store.collect({Cid.of(b"block %d" % number) for number in range(3)}, grace=-1)
    for writer in writers:
        writer.join()

    assert not lost


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "content").write_text("a file stands where the folder should be")

    with pytest.raises(SourceUnreachable, match=f"{tmp_path}.*cannot be written"):
        BlockStore(tmp_path / "content").put(b"bytes")
