"""What the index asks a node, typed and checked."""

from collections.abc import Sequence
from typing import Any

from indexer.chain.rpc import TOO_MANY_REQUESTS, Rpc
from indexer.errors import BlockUnknown, NodeConfused, NodeError, NodeRefused, NodeUnreachable, TooManyLogs
from indexer.events.log import Log
from indexer.model.identity import Address, BlockNumber, BlockRef, ChainId, Hash, Timestamp

# What nodes say when a range has more logs, or more blocks, than they give at once.
_TOO_MANY_CODES = {-32005, -32602, -32012, -32614, 413}
_TOO_MANY_WORDS = ("too many", "limit", "exceed", "more than", "range", "too large", "timeout", "timed out", "max")
_HEADERS_AT_ONCE = 100


class Node:
    def __init__(self, rpc: Rpc, *, addresses: Sequence[Address]) -> None:
        self._rpc = rpc
        self._addresses = list(addresses)

    @property
    def url(self) -> str:
        return self._rpc.url

    async def close(self) -> None:
        await self._rpc.close()

    async def chain_id(self) -> ChainId:
        return ChainId(await self._rpc.call("eth_chainId", read=lambda found: self._number("eth_chainId", found)))

    async def code(self, address: Address) -> str:
        return await self._rpc.call("eth_getCode", address, "latest", read=self._code)

    async def head(self) -> BlockRef:
        return await self._rpc.call(
            "eth_getBlockByNumber", "latest", False, read=lambda found: self._block(found, "latest")
        )

    async def finalized(self) -> BlockRef | None:
        """None where the chain knows no finality."""
        try:
            return await self._rpc.call(
                "eth_getBlockByNumber",
                "finalized",
                False,
                read=lambda found: None if found is None else self._block(found, "finalized"),
                is_lasting=lambda error: isinstance(error, NodeRefused),
            )
        except NodeRefused:
            return None

    async def header(self, number: BlockNumber) -> BlockRef:
        return (await self.headers([number]))[0]

    async def headers(self, numbers: Sequence[BlockNumber]) -> list[BlockRef]:
        found: list[BlockRef] = []
        for start in range(0, len(numbers), _HEADERS_AT_ONCE):
            some = numbers[start : start + _HEADERS_AT_ONCE]
            found += await self._rpc.batch(
                [("eth_getBlockByNumber", [hex(number), False]) for number in some],
                read=lambda blocks, some=some: [  # type: ignore[misc]  # the default binds this round's numbers
                    self._block(block, number) for block, number in zip(blocks, some, strict=True)
                ],
            )
        return found

    async def logs(self, first: BlockNumber, last: BlockNumber) -> list[Log]:
        """Every log of our contracts in a range, in order. Raises TooManyLogs when the node wants a smaller one."""
        asked = {"address": self._addresses, "fromBlock": hex(first), "toBlock": hex(last)}

        def read(found: Any) -> list[Log]:
            logs = self._logs(found)
            if any(not first <= log.block_number <= last for log in logs):
                raise NodeConfused(self.url, "eth_getLogs", answer=f"logs from outside of blocks {first}–{last}")
            return logs

        def wants_less(error: NodeError) -> bool:
            return _is_about_size(error) and (first < last or isinstance(error, NodeRefused))

        try:
            return await self._rpc.call("eth_getLogs", asked, read=read, is_lasting=wants_less)
        except NodeError as error:
            if wants_less(error):
                raise TooManyLogs(self.url, first, last, message=str(error)) from error
            raise

    async def logs_of(self, blocks: Sequence[BlockRef]) -> list[list[Log]]:
        """By block hash, so that a block which was just replaced gives an error and not another block's logs."""
        asked = [("eth_getLogs", [{"address": self._addresses, "blockHash": block.hash}]) for block in blocks]

        def read(found: list[Any]) -> list[list[Log]]:
            by_block = [self._logs(one) for one in found]
            for block, logs in zip(blocks, by_block, strict=True):
                if any(log.block_hash != block.hash for log in logs):
                    raise NodeConfused(self.url, "eth_getLogs", answer=f"logs of another block than {block.hash}")
            return by_block

        # A block that was just replaced is refused: the caller looks at the head again, at once.
        return await self._rpc.batch(asked, read=read, is_lasting=_is_about_block)

    def _logs(self, found: Any) -> list[Log]:
        if not isinstance(found, list):
            raise NodeConfused(self.url, "eth_getLogs", answer=f"{found!r} instead of a list of logs")
        try:
            logs = [_log(entry) for entry in found if not entry.get("removed")]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NodeConfused(self.url, "eth_getLogs", answer=f"a log without {error}") from error
        logs.sort(key=lambda log: (log.block_number, log.log_index))
        return logs

    def _block(self, found: Any, asked: object) -> BlockRef:
        if found is None:
            raise BlockUnknown(self.url, asked)
        try:
            block = BlockRef(
                BlockNumber(int(found["number"], 16)),
                Hash(found["hash"].lower()),
                Hash(found["parentHash"].lower()),
                Timestamp(int(found["timestamp"], 16)),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NodeConfused(self.url, "eth_getBlockByNumber", answer=f"a block without {error}") from error
        if isinstance(asked, int) and block.number != asked:
            raise NodeConfused(self.url, "eth_getBlockByNumber", answer=f"block {block.number} instead of {asked}")
        return block

    def _code(self, found: Any) -> str:
        if not isinstance(found, str):
            raise NodeConfused(self.url, "eth_getCode", answer=repr(found))
        return found

    def _number(self, method: str, found: Any) -> int:
        try:
            return int(found, 16)
        except (TypeError, ValueError) as error:
            raise NodeConfused(self.url, method, answer=repr(found)) from error


def _log(entry: dict[str, Any]) -> Log:
    return Log(
        BlockNumber(int(entry["blockNumber"], 16)),
        entry["blockHash"].lower(),
        entry["transactionHash"].lower(),
        int(entry["logIndex"], 16),
        entry["address"].lower(),
        tuple(entry["topics"]),
        entry["data"],
    )


def _is_about_size(error: NodeError) -> bool:
    """Nodes say it in many ways; one that needs too long is also better asked for less."""
    if isinstance(error, NodeRefused):
        if error.code == TOO_MANY_REQUESTS:
            return False
        said = error.message.lower()
        return error.code in _TOO_MANY_CODES or any(word in said for word in _TOO_MANY_WORDS)
    return isinstance(error, NodeUnreachable) and error.is_late


def _is_about_block(error: NodeError) -> bool:
    return isinstance(error, NodeRefused) and error.code != TOO_MANY_REQUESTS
