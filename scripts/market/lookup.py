"""Deals found on the chain alone, for the day when no index answers."""

from scripts.market.chain import Chain, hexed
from scripts.market.shapes import Deal, DealId

OPENED = "DealOpened"


def deal_on_chain(chain: Chain, deal_id: DealId) -> Deal | None:
    """The terms from the event that opened the deal; None where there is no such event."""
    interface = chain.deployment.interfaces["Escrow"]
    topic = next(topic for topic, event in interface.events.items() if event.name == OPENED)
    wanted = {
        "address": chain.deployment.addresses["Escrow"],
        "topics": [hexed(topic), hexed(deal_id)],
        "fromBlock": hex(chain.deployment.start_block),
        "toBlock": "latest",
    }
    opened = [arguments["deal"] for _, arguments in chain.decoded(chain.rpc.ask("eth_getLogs", wanted))]
    return Deal.from_json(opened[0]) if opened else None
