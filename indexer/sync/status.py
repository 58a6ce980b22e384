"""Where the index stands, and how far the node is ahead."""

from collections.abc import Iterator

from indexer.chain.node import Node
from indexer.chain.rpc import Rpc
from indexer.config import Settings, read_deployment
from indexer.errors import NodeError
from indexer.store.connection import open_for_reading
from indexer.store.contents import CHAIN_TABLES, rows_of
from indexer.store.migrations import schema_version

_MEBIBYTE = 1024 * 1024


async def status(settings: Settings) -> list[tuple[str, str]]:
    """What to show, in order."""
    return [*_stored(settings), *await _node(settings)]


def _stored(settings: Settings) -> Iterator[tuple[str, str]]:
    connection = open_for_reading(settings.database)
    try:
        connection.execute("begin")
        size = settings.database.stat().st_size / _MEBIBYTE
        yield "database", f"{settings.database_url}, {size:.1f} MiB, schema {schema_version(connection)}"
        for row in rows_of(connection, "checkpoint"):
            yield "chain", str(row["chain_id"])
            yield "indexed", f"{row['number']:,} ({row['hash']})"
            yield "final", f"{row['finalized']:,}"
        for table in CHAIN_TABLES:
            yield table, f"{connection.execute(f'select count(*) from {table}').fetchone()[0]:,}"  # noqa: S608
        counted = connection.execute("select state, count(*) from document group by state order by state")
        for state, count in counted:
            yield f"{state} documents", f"{count:,}"
    finally:
        connection.close()


async def _node(settings: Settings) -> list[tuple[str, str]]:
    """A node that does not answer is a finding, not a failure."""
    node = Node(Rpc(settings.rpc_urls, attempts=1), addresses=list(read_deployment(settings.deployment).contracts))
    try:
        head = await node.head()
    except NodeError as error:
        return [("node", str(error))]
    finally:
        await node.close()
    return [("node", node.url), ("head", f"{head.number:,} ({head.hash})")]
