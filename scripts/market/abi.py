"""Calls, answers, events and errors of one contract, encoded and decoded by its exported ABI.

The user's sentence for each act and error is its NatSpec notice, which travels with the ABI.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, is_dataclass
from typing import Any

from eth_abi.abi import decode as decode_values
from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

Json = dict[str, Any]

SELECTOR_BYTES = 4


@dataclass(frozen=True, slots=True)
class Member:
    """One function, event or error: its name, and what goes in and comes out."""

    name: str
    inputs: tuple[Json, ...]
    outputs: tuple[Json, ...]
    notice: str

    @property
    def signature(self) -> str:
        return f"{self.name}({','.join(types_of(self.inputs))})"

    @property
    def topic(self) -> bytes:
        return keccak(text=self.signature)

    @property
    def selector(self) -> bytes:
        return self.topic[:SELECTOR_BYTES]


@dataclass(frozen=True, slots=True)
class Interface:
    functions: Mapping[str, Member]
    events: Mapping[bytes, Member]
    errors: Mapping[bytes, Member]

    def encode_call(self, name: str, *arguments: object) -> bytes:
        function = self.functions[name]
        return function.selector + encode(types_of(function.inputs), [plain(value) for value in arguments])

    def decode_answer(self, name: str, data: bytes) -> Any:
        """The one value the function returns, or the tuple of them; structs by name."""
        outputs = self.functions[name].outputs
        values = tuple(decode(outputs, data).values())
        return values[0] if len(outputs) == 1 else values

    def decode_event(self, topics: Sequence[bytes], data: bytes) -> tuple[str, Json] | None:
        """None when the event is not one of this contract's."""
        event = self.events.get(topics[0])
        if event is None:
            return None
        indexed = tuple(part for part in event.inputs if part["indexed"])
        plainly = tuple(part for part in event.inputs if not part["indexed"])
        values = decode(plainly, data)
        for part, topic in zip(indexed, topics[1:], strict=True):
            values |= decode((part,), topic)
        return event.name, {part["name"]: values[part["name"]] for part in event.inputs}


def interface_of(exported: Json) -> Interface:
    """From a file of contracts/abi."""
    notices = exported["notices"]

    def members(kind: str, section: str) -> list[Member]:
        entries = [entry for entry in exported["abi"] if entry["type"] == kind]
        bare = [Member(e["name"], tuple(e["inputs"]), tuple(e.get("outputs", ())), notice="") for e in entries]
        said: Mapping[str, str] = notices.get(section, {})
        return [Member(m.name, m.inputs, m.outputs, said.get(m.signature, "")) for m in bare]

    return Interface(
        functions={member.name: member for member in members("function", "functions")},
        events={member.topic: member for member in members("event", "events")},
        errors={member.selector: member for member in members("error", "errors")},
    )


def decode(parts: Sequence[Json], data: bytes) -> Json:
    """Values by name: addresses checksummed, structs as dictionaries, bytes as they are."""
    values = decode_values(types_of(parts), data)
    return {
        part["name"] or str(i): named(part, value) for i, (part, value) in enumerate(zip(parts, values, strict=True))
    }


def named(part: Json, value: Any) -> Any:
    kind = part["type"]
    if kind.endswith("[]"):
        return [named({**part, "type": kind.removesuffix("[]")}, item) for item in value]
    if kind == "tuple":
        return {inner["name"]: named(inner, item) for inner, item in zip(part["components"], value, strict=True)}
    return to_checksum_address(value) if kind == "address" else value


def types_of(parts: Sequence[Json]) -> list[str]:
    return [type_of(part) for part in parts]


def type_of(part: Json) -> str:
    kind: str = part["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(types_of(part['components']))}){kind.removeprefix('tuple')}"


def plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return astuple(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
