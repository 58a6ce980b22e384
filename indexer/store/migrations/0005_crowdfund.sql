-- CampaignPublished, PledgeMade, PledgeWithdrawn, TrancheClaimed, TrancheVetoed, CampaignStopped, PledgeRefunded,
-- CampaignDelivered, CampaignUndelivered.
create table campaign (
    chain_id integer not null,
    campaign_id text not null,
    contract text not null,
    creator text not null,              -- this and the following are the terms, as published
    token text not null,
    goal text not null,
    ends_at integer not null,
    claim_period integer not null,
    deliver_by integer not null,
    tranches integer not null,
    tranche_period integer not null,
    tiers text not null,                -- the hash of the rewards
    document text not null,
    salt text not null,
    status text not null,               -- open, stopped, paid
    raised text not null,
    raised_key text not null,
    is_funded integer not null,         -- 0 or 1: whether the goal is met
    backers integer not null,
    claimed integer not null,           -- tranches
    paid text not null,
    refunded text not null,
    lapses_at integer not null,         -- until when the next tranche can be claimed
    vetoed_tranche integer not null,    -- 0 is none
    vetoed text not null,               -- pledges against it
    delivered_at integer,
    undelivered_at integer,
    published_block integer not null,
    published_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, campaign_id)
);
create index campaign_of_all on campaign (chain_id, published_block desc, campaign_id);
create index campaign_newest on campaign (chain_id, status, published_block desc, campaign_id);
create index campaign_ending on campaign (chain_id, status, ends_at, campaign_id);
create index campaign_by_raised on campaign (chain_id, status, token, raised_key desc, campaign_id);
create index campaign_of_creator on campaign (chain_id, creator, published_block desc, campaign_id);
create index campaign_of_document on campaign (document);

-- TierOffered, PledgeMade, PledgeWithdrawn.
create table tier (
    chain_id integer not null,
    campaign_id text not null,
    tier integer not null,              -- its place in the list of rewards
    amount text not null,
    places integer not null,            -- 0 is as many as want
    taken integer not null,
    primary key (chain_id, campaign_id, tier)
);

-- PledgeMade, PledgeWithdrawn, TrancheVetoed, PledgeRefunded.
create table pledge (
    chain_id integer not null,
    campaign_id text not null,
    backer text not null,
    status text not null,               -- held, withdrawn, refunded
    tier integer not null,              -- 255 is none
    amount text not null,
    refunded text not null,
    vetoed integer not null,            -- the last tranche objected to, 0 is none
    pledged_block integer not null,     -- of the backer's first pledge to the campaign
    pledged_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, campaign_id, backer)
);
create index pledge_newest on pledge (chain_id, campaign_id, pledged_block desc, backer);
create index pledge_of_backer on pledge (chain_id, backer, campaign_id);
