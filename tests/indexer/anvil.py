"""A real Anvil whose four contracts write whatever log they are told to, so that any history can happen on it."""

from contextlib import contextmanager

import httpx

from scripts import devnet, processes
from scripts.bench.recorded import CHAIN_ID, CONTRACTS, Encoder

SENDER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
_WORD = 32


class Anvil:
    def __init__(self, url):
        self.url = url
        self._http = httpx.Client(base_url=url, timeout=30)
        self._encoder = Encoder()
        for address in CONTRACTS.values():
            self.ask("anvil_setCode", address, "0x" + writer_of_logs().hex())
        self.ask("evm_setAutomine", False)

    def ask(self, method, *params):
        answer = self._http.post("/", json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).json()
        assert "error" not in answer, answer
        return answer["result"]

    def deployment(self):
        genesis = self.ask("eth_getBlockByNumber", "0x0", False)["hash"]
        contracts = {name: {"address": address, "block": 1} for name, address in CONTRACTS.items()}
        return {"chainId": CHAIN_ID, "genesisHash": genesis, "startBlock": 1, "contracts": contracts, "tokens": []}

    def mine(self, history, events):
        """A block with about as many events, each in a transaction of its own."""
        emitted = []
        while len(emitted) < events:
            emitted += history.transaction(1_800_000_000)
        for one in emitted:
            topics, data = self._encoder.encode(one)
            words = [f"{len(topics):064x}", *(topic[2:] for topic in topics), *["0" * 64] * (4 - len(topics))]
            call = {"from": SENDER, "to": CONTRACTS[one.contract], "data": "0x" + "".join(words) + data[2:]}
            self.ask("eth_sendTransaction", {**call, "gas": hex(200_000)})
        self.ask("evm_mine")

    def head(self):
        return int(self.ask("eth_blockNumber"), 16)

    def close(self):
        self._http.close()


def writer_of_logs():
    """Calldata: how many topics, four words of topics, the data."""
    copy = bytes.fromhex("60a036038060a0600037")  # the data's size stays on the stack
    sections = [_section(topics) for topics in range(1, 5)]
    dispatch_size = 3 + 7 * 4 + 1
    places = [len(copy) + dispatch_size + sum(map(len, sections[:i])) for i in range(4)]
    # PUSH 0 CALLDATALOAD, then for each number: DUP1 PUSH n EQ PUSH place JUMPI, then STOP.
    dispatch = bytes([0x60, 0, 0x35])
    for number, place in enumerate(places, 1):
        dispatch += bytes([0x80, 0x60, number, 0x14, 0x60, place, 0x57])
    return copy + dispatch + b"\0" + b"".join(sections)


def _section(topics):
    """JUMPDEST POP, the topics from last to first, the size below them, PUSH 0, LOGn, STOP."""
    code = bytes([0x5B, 0x50])
    for position in range(topics, 0, -1):
        code += bytes([0x60, position * _WORD, 0x35])
    return code + bytes([0x80 + topics, 0x60, 0, 0xA0 + topics, 0])


@contextmanager
def running_anvil(folder):
    with devnet.running(devnet.Kind.ANVIL, port=processes.free_port(), log=folder / "anvil.log") as net:
        anvil = Anvil(net.url)
        try:
            yield anvil
        finally:
            anvil.close()
