"""Random terms with the odd amounts, shares and times where rounding and edges show."""

from random import Random
from types import SimpleNamespace

from eth_utils import keccak

from tests.contracts.world.shapes import DAY, NOTHING, WHOLE, ZERO, Deal, Ending, Step, pack_refunds

AMOUNTS = (1, 2, 39, 9_999, 10_000, 10_001, 1_000_003, 10**18 + 7)
CODE = b"the code at the door"


def share(random: Random) -> int:
    return random.choice([0, 1, WHOLE - 1, WHOLE, random.randint(0, WHOLE)])


def amount(random: Random) -> int:
    return random.choice([*AMOUNTS, random.randint(1, 10**9)])


def period(random: Random) -> int:
    return random.choice([0, 1, random.randint(2, 3 * DAY)])


def deal(random: Random, world: SimpleNamespace, *, now: int, number: int) -> Deal:
    steps = [Step(now + (index + 1) * DAY // 2, share(random)) for index in range(random.randint(0, 4))]
    referrer, arbiter = (
        random.choice([ZERO, address, address]) for address in (world.people["referrer"], world.people["arbiter"])
    )
    ending = (
        random.choice([Ending.BY_HAND, Ending.BY_HAND, Ending.BY_CLOCK, Ending.BY_CODE]) if steps else Ending.BY_HAND
    )
    deliver_by = now + 1 + period(random)
    if ending == Ending.BY_CLOCK:
        deliver_by = max(deliver_by, steps[-1].until)
    buyer, seller = random.sample(["buyer", "seller", "wallet"], 2)
    return Deal(
        market=world.market.address,
        buyer=world.people[buyer].address,
        seller=world.people[seller].address,
        token=random.choice(world.tokens),
        price=amount(random),
        deposit=random.choice([0, amount(random), amount(random)]),
        referrer=str(referrer),
        referralBps=0 if referrer == ZERO else random.choice([0, 1, 250, 500]),
        arbiter=str(arbiter),
        arbiterBps=random.choice([0, 1, 300, 1_000]),
        silenceBps=share(random),
        deliverBy=deliver_by,
        inspection=period(random),
        revisions=random.randint(0, 2) if ending == Ending.BY_HAND else 0,
        claimPeriod=period(random),
        contestPeriod=period(random),
        rulingPeriod=period(random),
        refunds=pack_refunds(*steps, ending=ending),
        handover=random.choice([keccak(CODE), NOTHING]) if ending != Ending.BY_CODE else keccak(CODE),
        agreement=b"\2" * 32,
        salt=number.to_bytes(32, "big"),
    )
