"""Every act by everybody in every state, at each deadline and a second later: allowed exactly when the table says so."""

import pytest
from brownie import web3
from eth_utils import keccak

from tests.contracts.conftest import CODE
from tests.contracts.model import table, typed_data
from tests.contracts.world.chain import Reverted, ask_all
from tests.contracts.world.people import key_of, sign
from tests.contracts.world.shapes import NOTHING, Ending, Status, ending_of

CALLERS = ("buyer", "seller", "arbiter", "stranger")
OPENED = ("open", "buyer", b"")
FULFILLED = ("fulfil", "seller", NOTHING)
SENT_BACK = ("sendBack", "buyer", NOTHING)
RELEASED = ("release", "buyer")
DISPUTED = ("dispute", "buyer", 2_500, NOTHING)
CONTESTED = ("contest", "seller", NOTHING)
RULED = ("rule", "arbiter", 4_000)
CLAIMED = ("claimDeposit", "seller", 3_000, NOTHING)
BUYER_PROPOSED = ("proposeSettlement", "buyer", False, 5_000)
SELLER_PROPOSED = ("proposeSettlement", "seller", False, 5_000)
ASSIGNED = ("assign", "seller", key_of("stranger").address)
DISCOUNTED = ("discount", "seller", 1_000_002, NOTHING)
BEGUN = ("begin", "buyer", CODE)
ON_DEPOSIT = ("proposeSettlement", "buyer", True, 5_000)

JOURNEYS = {
    "never opened": [],
    "funded": [OPENED],
    "funded with the buyer's proposal": [OPENED, BUYER_PROPOSED],
    "sent back": [OPENED, FULFILLED, SENT_BACK],
    "fulfilled": [OPENED, FULFILLED],
    "fulfilled with the seller's proposal": [OPENED, FULFILLED, SELLER_PROPOSED],
    "fulfilled after the last revision": [OPENED, *[FULFILLED, SENT_BACK] * 2, FULFILLED],
    "completed": [OPENED, RELEASED],
    "completed with the buyer's proposal": [OPENED, RELEASED, ON_DEPOSIT],
    "claimed by the buyer": [OPENED, DISPUTED],
    "claimed by the seller": [OPENED, FULFILLED, ("dispute", "seller", 9_000, NOTHING)],
    "claimed with the seller's proposal": [OPENED, DISPUTED, SELLER_PROPOSED],
    "contested": [OPENED, DISPUTED, CONTESTED],
    "ruled": [OPENED, DISPUTED, CONTESTED, BUYER_PROPOSED, RULED],
    "deposit claimed": [OPENED, RELEASED, CLAIMED],
    "deposit contested": [OPENED, RELEASED, CLAIMED, ("contest", "buyer", NOTHING)],
    "deposit ruled": [OPENED, RELEASED, CLAIMED, ("contest", "buyer", NOTHING), RULED],
    "closed": [OPENED, ("refund", "seller")],
    "assigned": [OPENED, BUYER_PROPOSED, ASSIGNED],
    "assigned and given back": [OPENED, ASSIGNED, ("assign", "stranger", key_of("seller").address)],
    "fulfilled and assigned": [OPENED, FULFILLED, ASSIGNED],
    "assigned and claimed by the buyer": [OPENED, ASSIGNED, DISPUTED],
    "assigned and contested": [OPENED, ASSIGNED, DISPUTED, ("contest", "stranger", NOTHING)],
    "assigned and completed": [OPENED, ASSIGNED, RELEASED],
    "assigned and the deposit claimed": [OPENED, ASSIGNED, RELEASED, CLAIMED],
    "discounted as far as it goes": [OPENED, DISCOUNTED],
}
ANY_ENDING = (
    *("never opened", "funded", "funded with the buyer's proposal", "completed", "claimed by the buyer", "contested"),
    *("closed", "assigned", "assigned and claimed by the buyer", "discounted as far as it goes"),
)
BY_CODE = {"begun": [OPENED, BEGUN], "begun and assigned": [OPENED, BEGUN, ASSIGNED]}
VARIANTS = {
    "usual": {},
    "nothing agreed": {"handover": NOTHING, "refunds": 0},
    "by the clock": {"revisions": 0, "ending": Ending.BY_CLOCK},
    "by the code": {"revisions": 0, "ending": Ending.BY_CODE},
}
GAMES = [
    *((variant, name, JOURNEYS[name]) for variant in ("usual", "nothing agreed") for name in JOURNEYS),
    *((variant, name, JOURNEYS[name]) for variant in ("by the clock", "by the code") for name in ANY_ENDING),
    *(("by the code", name, BY_CODE[name]) for name in BY_CODE),
]


# Of a deal where nobody has a code and nobody cancels, the rest of the table holds as well.
@pytest.fixture(params=VARIANTS)
def deal(request, make_deal):
    changes = dict(VARIANTS[request.param])
    ending = changes.pop("ending", Ending.BY_HAND)
    usual = make_deal(**changes)
    return usual._replace(refunds=usual.refunds | ending << 224)


@pytest.fixture
def encode(escrow, trade, deal):
    """The calldata of an act that fails for no other reason than what the table says."""

    def build(act, caller, state):
        other = "seller" if caller == "buyer" else "buyer"
        settlement = {"dealId": trade.id(deal), "depositOnly": state.depositOnly, "sellerBps": 5_000, "deadline": 2**40}
        message = typed_data.settlement(web3.eth.chain_id, escrow.address, **settlement)
        arguments = {
            "handOver": lambda: [CODE],
            "begin": lambda: [CODE],
            "discount": lambda: [state.discount + 1, NOTHING],
            "assign": lambda: [key_of("payer").address],
            "proposeSettlement": lambda: [state.depositOnly, 5_000],
            "acceptSettlement": lambda: [state.depositOnly, state.proposedBps],
            "settleWithSignature": lambda: [5_000, 2**40, sign(other, message)],
            "rule": lambda: [5_000],
        }
        takes_evidence = {"fulfil", "sendBack", "contest", "submitEvidence"}
        takes_share_and_evidence = {"dispute", "claimDeposit"}
        usual = [NOTHING] if act in takes_evidence else [5_000, NOTHING] if act in takes_share_and_evidence else []
        return getattr(escrow, act).encode_input(deal, *arguments.get(act, lambda: usual)())

    return build


def refusals(escrow, calls):
    """The name of the error that refuses each call, or nothing."""
    names = {}
    for item in escrow.abi:
        if item["type"] == "error":
            signature = f"{item['name']}({','.join(field['type'] for field in item['inputs'])})"
            names["0x" + keccak(text=signature)[:4].hex()] = item["name"]
    answers = ask_all(
        "eth_call", [[{"from": caller, "to": escrow.address, "data": data}, "latest"] for caller, data in calls]
    )
    return [names[answer[:10]] if isinstance(answer, Reverted) else None for answer in answers]


@pytest.mark.parametrize(
    ("deal", "journey"),
    [pytest.param(variant, journey, id=f"{name}, {variant}") for variant, name, journey in GAMES],
    indirect=["deal"],
)
def test_an_act_is_allowed_exactly_when_the_table_says_so(escrow, trade, deal, people, clock, encode, journey):
    trade.travel(deal, people, journey)
    now, state = clock.now, trade.state(deal)
    situation = table.Situation(deal, state, payee=escrow.payeeOf(trade.id(deal)))
    state_alone = ending_of(deal.refunds) == Ending.BY_HAND
    edges = {now, *(moment for moment in situation.edges if moment > now)}
    tried = [(act, person, encode(act, person, state)) for act in table.NAMES for person in CALLERS]

    for time in sorted(edges):
        clock.to(time)
        seen = refusals(escrow, [(getattr(people, person).address, data) for _, person, data in tried])
        for (act, person, _), refusal in zip(tried, seen, strict=True):
            expected = situation.refusal(act, getattr(people, person).address, time)
            where = f"{act} by the {person} {time - now} s after: {refusal}, expected {expected or 'success'}"
            # Which refusal comes first where time alone moves a deal on is told act by act.
            is_expected = refusal in expected if expected and state_alone else bool(refusal) == bool(expected)
            assert is_expected, where


def test_every_function_that_writes_is_in_the_table(escrow):
    """Nothing else reaches a deal: no setter, no owner, no back door."""
    writing = {
        item["name"]
        for item in escrow.abi
        if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
    }
    assert writing == {*table.NAMES, "sponsor", "open", "openBatch", "openWithPermit", "withdraw"}


@pytest.mark.parametrize("person", CALLERS)
def test_a_changed_term_names_a_deal_nobody_opened(escrow, trade, deal, people, encode, person):
    trade.open(deal)
    state = trade.state(deal)
    for field, value in deal._asdict().items():
        other = value + 1 if isinstance(value, int) else {bytes: b"\7" * 32, str: escrow.address}[type(value)]
        changed = deal._replace(**{field: other})
        assert trade.state(changed).status == Status.NONE
        calls = [
            (getattr(people, person).address, getattr(escrow, act).encode_input(changed))
            for act in ("release", "refund", "cancel", "reclaim", "finalize", "execute", "returnDeposit", "concede")
        ]
        assert set(refusals(escrow, calls)) == {"DealUnknown"}
    assert trade.state(deal) == state
