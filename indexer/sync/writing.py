"""The writer's thread: the one place where the store is written, while the event loop waits for the network."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from indexer.store.writes import Writer

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class WriterThread:
    """Calls run one after another, in the order in which they were made."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def run(
        self,
        act: Callable[Concatenate[Writer, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: act(self._writer, *args, **kwargs))

    def close(self) -> None:
        """Waits for what is being written."""
        self._thread.shutdown()
        self._writer.close()
