"""Campaigns in a market of our own."""

from dataclasses import dataclass, field

from indexer.content.documents import document_of
from indexer.events import crowdfund
from indexer.model.campaign import NO_TIER, CampaignTerms
from indexer.model.document import DocumentKind
from indexer.model.identity import NOTHING
from tests.api.market import DAY, TOKEN, Market, address, digest
from tests.indexer.content.samples import CONTENTS


@dataclass
class Crowd:
    """Each act mines a block of its own."""

    market: Market
    raised: dict = field(default_factory=dict)

    def publish(
        self,
        name,
        *,
        creator="ada",
        goal=1_000,
        lasts=30 * DAY,
        claim_period=14 * DAY,
        tiers=(),
        token=TOKEN,
        document=None,
    ):
        campaign_id = digest(f"campaign {creator} {name}")
        ends_at = self.market.head.timestamp + lasts
        terms = CampaignTerms(
            *(address(creator), token, goal, ends_at, claim_period, ends_at + 60 * DAY, 2, 20 * DAY, NOTHING),
            *(document or digest(f"document of {name}"), digest(name)),
        )
        self.raised[campaign_id] = 0
        self._tell(crowdfund.CampaignPublished(campaign_id, terms.creator, terms), mine=not tiers)
        for number, (amount, limit) in enumerate(tiers):
            told = crowdfund.TierOffered(campaign_id, number, amount, limit)
            self._tell(told, mine=number == len(tiers) - 1)
        return campaign_id

    def publish_described(self, title, **terms):
        document = document_of({**CONTENTS["campaign"], "title": title})
        campaign_id = self.publish(title, document=document.digest, **terms)
        self.market.verify(document.digest, document.data, kind=DocumentKind.CAMPAIGN, title=title)
        return campaign_id

    def pledge(self, campaign_id, backer, amount, *, tier=NO_TIER):
        self.raised[campaign_id] += amount
        self._tell(crowdfund.PledgeMade(campaign_id, address(backer), tier, amount, self.raised[campaign_id]))

    def withdraw(self, campaign_id, backer, amount):
        self.raised[campaign_id] -= amount
        self._tell(crowdfund.PledgeWithdrawn(campaign_id, address(backer), amount, self.raised[campaign_id]))

    def claim(self, campaign_id, tranche):
        self._tell(crowdfund.TrancheClaimed(campaign_id, tranche, self.raised[campaign_id] // 2))

    def stop(self, campaign_id):
        self._tell(crowdfund.CampaignStopped(campaign_id))

    def report(self, campaign_id, backer):
        self._tell(crowdfund.CampaignUndelivered(campaign_id, address(backer)))

    def _tell(self, event, *, mine=True):
        self.market.tell("Crowdfund", event, mine=mine)
