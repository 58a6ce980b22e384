"""How trades go. Each function plays one ending (or one state in which a trade waits today).

A story yields the days until its next step; between steps the chain's clock moves and other stories go on.
"""

import hashlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from eth_utils.crypto import keccak

from scripts.market import typed
from scripts.market.shapes import EMPTY, Address, Deal, DealId, Digest, commitment_of, deal_id_of, deal_key_of
from scripts.seed.catalog import DAY, Trade
from scripts.seed.stage import Stage
from scripts.seed.timeline import Story

STRANGER = "shopfront"
MOMENT = 0.05


@dataclass(slots=True)
class Scene:
    """One trade as it is played."""

    stage: Stage
    trade: Trade
    said: Iterator[str] = field(init=False)
    _deal: Deal | None = None

    def __post_init__(self) -> None:
        self.said = iter(self.trade.said)

    @property
    def deal(self) -> Deal:
        assert self._deal is not None, "the deal is opened first"
        return self._deal

    @property
    def deal_id(self) -> DealId:
        deployment = self.stage.chain.deployment
        return deal_id_of(self.deal, chain_id=deployment.chain_id, escrow=deployment.addresses["Escrow"])

    @property
    def code(self) -> bytes:
        return hashlib.sha256(f"hand-over of {self.trade}".encode()).digest()[:16]

    def open(self, *, handover: bytes = EMPTY) -> None:
        self._deal = self.stage.buy(self.trade, handover=handover)

    def buyer(self, act: str, *arguments: object) -> None:
        self._does(self.trade.buyer, act, arguments)

    def seller(self, act: str, *arguments: object) -> None:
        self._does(self.stage.wares[self.trade.ware].seller, act, arguments)

    def arbiter(self, act: str, *arguments: object) -> None:
        self._does("arbiter", act, arguments)

    def anyone(self, act: str, *arguments: object) -> None:
        self._does(STRANGER, act, arguments)

    def evidence(self) -> Digest:
        """The next of the trade's statements, or none when all are said."""
        text = next(self.said, None)
        return EMPTY if text is None else self.stage.evidence(text)

    def _does(self, person: str, act: str, arguments: tuple[object, ...]) -> None:
        self.stage.does(person, "Escrow", act, self.deal, *arguments)

    def reviewed(self) -> Story:
        """Both commit, then both reveal; with one score, only the buyer commits."""
        sides = (self.trade.buyer, self.stage.wares[self.trade.ware].seller)
        key = deal_key_of(self.deal)
        written = [self.write(*side) for side in zip(sides, self.trade.scores, self.trade.words, strict=False)]
        for person, author, score, document, secret in written:
            commitment = commitment_of(self.deal_id, author, score=score, document=document, secret=secret)
            self.stage.does(person, "Reputation", "commitReview", self.deal_id, commitment)
            yield 0.4
        if len(written) == len(sides):
            for person, author, score, document, secret in written:
                self.stage.does(person, "Reputation", "revealReview", key, author, score, document, secret)
                yield MOMENT
        self.stage.does(STRANGER, "Reputation", "recordOutcome", key)

    def write(self, person: str, score: int, words: str) -> tuple[str, Address, int, Digest, bytes]:
        secret = hashlib.sha256(f"secret of {person} about {self.trade}".encode()).digest()
        return person, self.stage.address(person), score, self.stage.review(words), secret


def funded(scene: Scene) -> Story:
    scene.open()
    yield MOMENT


def funded_with_code(scene: Scene) -> Story:
    scene.open(handover=keccak(scene.code))
    yield MOMENT


def proposed(scene: Scene) -> Story:
    yield from funded(scene)
    yield 4
    scene.seller("proposeSettlement", False, scene.trade.share)


def fulfilled(scene: Scene) -> Story:
    yield from funded(scene)
    yield min(2, scene.stage.wares[scene.trade.ware].deliver / 2)
    scene.seller("fulfil", scene.evidence())
    yield 1


def sent_back(scene: Scene) -> Story:
    yield from fulfilled(scene)
    scene.buyer("sendBack", scene.evidence())


def completed(scene: Scene) -> Story:
    yield from fulfilled(scene)
    scene.buyer("release")
    yield 2


def deposit_claimed(scene: Scene) -> Story:
    yield from completed(scene)
    scene.seller("claimDeposit", scene.trade.share, scene.evidence())


def disputed(scene: Scene) -> Story:
    yield from fulfilled(scene)
    scene.buyer("dispute", scene.trade.share, scene.evidence())
    yield 1


def contested(scene: Scene) -> Story:
    yield from disputed(scene)
    scene.seller("contest", scene.evidence())
    yield 2


def ruled(scene: Scene) -> Story:
    yield from contested(scene)
    scene.arbiter("submitEvidence", scene.evidence())
    yield 1
    scene.arbiter("rule", scene.trade.share + 1_500)
    yield 1


def released(scene: Scene) -> Story:
    yield from fulfilled(scene)
    scene.buyer("release")
    yield 0.5
    yield from scene.reviewed()


def handed_over(scene: Scene) -> Story:
    yield from funded_with_code(scene)
    yield 3
    scene.anyone("handOver", scene.code)
    yield 0.5
    yield from scene.reviewed()


def finalized(scene: Scene) -> Story:
    yield from fulfilled(scene)
    yield scene.deal.inspection / DAY
    scene.anyone("finalize")


def refunded(scene: Scene) -> Story:
    yield from funded(scene)
    yield 1
    scene.seller("refund")
    yield 0.5
    yield from scene.reviewed()


def cancelled(scene: Scene) -> Story:
    yield from funded(scene)
    yield 0.3
    scene.buyer("cancel")


def reclaimed(scene: Scene) -> Story:
    yield from funded(scene)
    yield (scene.deal.deliver_by - scene.stage.chain.now()) / DAY + 0.2
    scene.buyer("reclaim")
    yield 0.5
    yield from scene.reviewed()


def settled(scene: Scene) -> Story:
    yield from fulfilled(scene)
    scene.seller("proposeSettlement", False, scene.trade.share)
    yield 0.7
    scene.buyer("acceptSettlement", False, scene.trade.share)
    yield 0.5
    yield from scene.reviewed()


def settled_by_signature(scene: Scene) -> Story:
    yield from fulfilled(scene)
    deadline = scene.stage.chain.now() + DAY
    signature = typed.sign_settlement(
        scene.stage.chain,
        scene.deal_id,
        scene.stage.key(scene.trade.buyer),
        deposit_only=False,
        seller_bps=scene.trade.share,
        deadline=deadline,
    )
    yield 0.5
    scene.seller("settleWithSignature", scene.trade.share, deadline, signature)


def conceded(scene: Scene) -> Story:
    yield from disputed(scene)
    scene.seller("concede")
    yield 0.5
    yield from scene.reviewed()


def uncontested(scene: Scene) -> Story:
    yield from disputed(scene)
    yield scene.deal.contest_period / DAY
    scene.anyone("execute")


def ruled_and_paid(scene: Scene) -> Story:
    yield from ruled(scene)
    scene.anyone("execute")
    yield 0.5
    yield from scene.reviewed()


def arbiter_silent(scene: Scene) -> Story:
    yield from contested(scene)
    yield scene.deal.ruling_period / DAY
    scene.anyone("execute")


def deposit_returned(scene: Scene) -> Story:
    yield from completed(scene)
    scene.seller("returnDeposit")
    yield 0.5
    yield from scene.reviewed()


def deposit_conceded(scene: Scene) -> Story:
    yield from deposit_claimed(scene)
    yield 1
    scene.buyer("concede")
    yield 0.5
    yield from scene.reviewed()


STORIES: dict[str, Callable[[Scene], Generator[float, None, None]]] = {
    story.__name__: story
    for story in (
        *(funded, funded_with_code, proposed, fulfilled, sent_back, completed, deposit_claimed, disputed, contested),
        *(ruled, released, handed_over, finalized, refunded, cancelled, reclaimed, settled, settled_by_signature),
        *(conceded, uncontested, ruled_and_paid, arbiter_silent, deposit_returned, deposit_conceded),
    )
}
