"""What a service's document says, whether somebody offers it or needs it."""

from dataclasses import dataclass

from indexer.content.market_documents import Described
from scripts.seed.stage import Stage

FINNEY = 10**15
ARBITER, ARBITER_BPS = "arbiter", 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What its document says. `asker` is who needs it, or who offers it."""

    asker: str
    title: str
    text: str
    category: str
    scene: str
    tags: tuple[str, ...] = ()

    def described(self, stage: Stage) -> Described:
        return Described(
            title=self.title,
            description=self.text,
            category=self.category,
            created_at=stage.today(),
            tags=self.tags,
            pictures=[stage.picture(self.scene, self.title)],
        )
