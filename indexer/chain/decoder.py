"""Logs to events. Each event's layout is compiled once: a mask that finds dirty padding, one unpack, and converters."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, get_type_hints

import orjson
from eth_abi.abi import decode as abi_decode
from eth_abi.exceptions import DecodingError

from indexer.chain.layout import WORD, Field, OutOfRange, fields_of, signature_of, snake
from indexer.errors import AbiMismatch, UndecodableLog
from indexer.events import BY_CONTRACT
from indexer.events.log import Decoded, Event, Log
from indexer.model.identity import Address, checksummed, keccak256


class _Unreadable(Exception):
    """The reason alone; the caller knows which log."""


class Decoder:
    """Reads the logs of the contracts of one deployment."""

    def __init__(self, contracts: Mapping[Address, str], *, abis: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """`contracts` names the contract at each address, `abis` the ABI of each name."""
        by_name = {name: compile_events(name, abis[name]) for name in set(contracts.values())}
        self._layouts = {address: by_name[name] for address, name in contracts.items()}

    def decode(self, log: Log) -> Decoded:
        layout = self._layouts[log.address].get(log.topics[0]) if log.topics else None
        if layout is None:
            raise _undecodable(log, f"topic {log.topics[:1]} is no event of this contract's ABI")
        try:
            values = layout.values(log.topics, log.data)
            return Decoded(log, layout.name, layout.event(values), orjson.dumps(layout.arguments(values)))
        except (_Unreadable, OutOfRange) as error:
            raise _undecodable(log, str(error)) from error


class EventLayout:
    """How one event lies in topics and data."""

    def __init__(self, contract: str, abi: Mapping[str, Any], *, kind: type[Event]) -> None:
        self.name: str = abi["name"]
        self.topic = "0x" + keccak256(signature_of(abi).encode()).hex()
        inputs = fields_of(abi["inputs"])
        indexed = [field for field in inputs if field.indexed]
        plain = [field for field in inputs if not field.indexed]
        self._topics = len(indexed) + 1
        self._shape = _Shape(kind, inputs, contract=contract, event=self.name)
        self._show = [leaf.shown for field in inputs for leaf in field.flat()]
        self._shown = _Names(inputs)
        self._dynamic = _Dynamic(plain) if any(field.is_dynamic for field in plain) else None
        # Topics and data are one row of words when nothing in them is dynamic.
        fixed = indexed if self._dynamic else indexed + plain
        self._words = _Words([leaf for field in fixed for leaf in field.flat()])
        # Indexed fields are few and may stand anywhere: put them back where the ABI has them.
        self._order = _positions(inputs)

    def values(self, topics: Sequence[str], data: str) -> list[Any]:
        if len(topics) != self._topics:
            raise _Unreadable(f"{self.name} has {self._topics} topics, the log {len(topics)}")
        head = "".join([topic[2:] for topic in topics[1:]])
        if self._dynamic is None:
            found = self._words.read(head + data[2:])
        else:
            found = self._words.read(head) + self._dynamic.read(data[2:])
        return [found[i] for i in self._order] if self._order else found

    def event(self, values: Sequence[Any]) -> Event:
        event: Event = self._shape.build(values)
        return event

    def arguments(self, values: Sequence[Any]) -> dict[str, Any]:
        return self._shown.build([v if show is None else show(v) for show, v in zip(self._show, values, strict=True)])


class _Words:
    """Fields of one fixed-size word each."""

    def __init__(self, leaves: Sequence[Field]) -> None:
        self._size = WORD * len(leaves)
        self._unpack = struct.Struct(">" + "".join(leaf.word.format for leaf in leaves)).unpack
        self._padding = int.from_bytes(b"".join(leaf.word.padding for leaf in leaves), "big")
        self._convert = [leaf.word.convert for leaf in leaves]

    def read(self, text: str) -> list[Any]:
        try:
            data = bytes.fromhex(text)
        except ValueError as error:
            raise _Unreadable("it is not hexadecimal") from error
        if len(data) != self._size:
            raise _Unreadable(f"it holds {len(data)} bytes instead of {self._size}")
        if int.from_bytes(data, "big") & self._padding:
            raise _Unreadable("a value is larger than its type")
        return [
            value if convert is None else convert(value)
            for convert, value in zip(self._convert, self._unpack(data), strict=True)
        ]


class _Dynamic:
    """Fields among which some have no fixed size: left to eth_abi."""

    def __init__(self, inputs: Sequence[Field]) -> None:
        self._types = [field.abi_type for field in inputs]
        self._inputs = inputs

    def read(self, text: str) -> list[Any]:
        try:
            found = abi_decode(self._types, bytes.fromhex(text))
        except (DecodingError, ValueError) as error:
            raise _Unreadable(str(error)) from error
        return [leaf for field, value in zip(self._inputs, found, strict=True) for leaf in field.flatten(value)]


class _Shape:
    """Builds the event, and the structs within it, from values in ABI order."""

    def __init__(self, kind: type[Any], inputs: Sequence[Field], *, contract: str, event: str) -> None:
        hints = get_type_hints(kind)
        names = list(kind._fields)
        if names != [snake(field.name) for field in inputs]:
            raise AbiMismatch(contract, f"{event} has {[field.name for field in inputs]}, expected {names}")
        self._make = kind._make
        self._parts: list[tuple[int, int, Callable[[Sequence[Any]], Any]]] = []
        position = 0
        for name, field in zip(names, inputs, strict=True):
            width = len(field.flat())
            if field.components:
                struct_shape = _Shape(hints[name], field.components, contract=contract, event=event)
                self._parts.append((position, width, struct_shape.build))
            position += width
        self._plain = not self._parts

    def build(self, values: Sequence[Any]) -> Any:
        if self._plain:
            return self._make(values)
        built: list[Any] = []
        last = 0
        for position, width, maker in self._parts:
            built += values[last:position]
            built.append(maker(values[position : position + width]))
            last = position + width
        return self._make([*built, *values[last:]])


class _Names:
    """Puts names to values, and those of structs into an object of their own."""

    def __init__(self, inputs: Sequence[Field]) -> None:
        self._names = [field.name for field in inputs]
        self._nested: list[tuple[int, int, _Names]] = []
        position = 0
        for field in inputs:
            width = len(field.flat())
            if field.components:
                self._nested.append((position, width, _Names(field.components)))
            position += width

    def build(self, values: list[Any]) -> dict[str, Any]:
        for position, width, names in reversed(self._nested):
            values[position : position + width] = [names.build(values[position : position + width])]
        return dict(zip(self._names, values, strict=True))


def compile_events(contract: str, abi: Iterable[Mapping[str, Any]]) -> dict[str, EventLayout]:
    """Layouts by topic. Every event of the ABI needs a class, every class an event."""
    kinds = {kind.__name__: kind for kind in BY_CONTRACT[contract]}
    declared = {entry["name"]: entry for entry in abi if entry["type"] == "event"}
    if unknown := set(declared) - set(kinds) - {"EIP712DomainChanged"}:
        raise AbiMismatch(contract, f"events {sorted(unknown)} are not known here")
    if missing := set(kinds) - set(declared):
        raise AbiMismatch(contract, f"events {sorted(missing)} are missing")
    layouts = [EventLayout(contract, declared[name], kind=kind) for name, kind in kinds.items()]
    return {layout.topic: layout for layout in layouts}


def _positions(inputs: Sequence[Field]) -> list[int]:
    """Empty when indexed fields come first, as they nearly always do."""
    ranked = sorted(range(len(inputs)), key=lambda i: not inputs[i].indexed)
    if ranked == list(range(len(inputs))):
        return []
    starts: dict[int, int] = {}
    at = 0
    for i in ranked:
        starts[i] = at
        at += len(inputs[i].flat())
    return [starts[i] + k for i in range(len(inputs)) for k in range(len(inputs[i].flat()))]


def _undecodable(log: Log, reason: str) -> UndecodableLog:
    return UndecodableLog(
        block=log.block_number,
        transaction=log.transaction_hash,
        log_index=log.log_index,
        address=checksummed(log.address),
        reason=reason,
    )
