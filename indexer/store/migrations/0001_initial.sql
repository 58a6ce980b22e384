-- The first schema. Amounts are decimal text in the smallest unit; `…_key` is the same number as 39 digits with leading
-- zeros, so that text order is number order. Hashes, ids and addresses are lower-case hex text with 0x; times are Unix
-- seconds. `json` is the row as the API shows it, rendered when the row or its document changes, and never undone: it
-- is rendered again from the restored columns.

-- Where the index of a chain stands. Written in the same transaction as the rows it speaks of.
create table checkpoint (
    chain_id integer primary key,
    deployment text not null,           -- sha-256 of the deployment this index follows
    number integer not null,
    hash text not null,
    timestamp integer not null,
    finalized integer not null          -- blocks up to this one are never undone
);

-- Every block above finality, and below it those with events of ours. Filled from headers.
create table block (
    chain_id integer not null,
    number integer not null,
    hash text not null,
    parent_hash text not null,
    timestamp integer not null,
    primary key (chain_id, number)
);

-- Every log of ours, as it was: the audit trail. Filled by all events.
create table event (
    chain_id integer not null,
    block_number integer not null,
    log_index integer not null,
    transaction_hash text not null,
    contract text not null,             -- address
    name text not null,                 -- DealOpened
    entity_id text not null,            -- the deal, listing or account it is about
    topics text not null,               -- JSON array of hex
    data blob not null,
    arguments text not null,            -- JSON object: what the API shows
    primary key (chain_id, block_number, log_index)
);
create index event_of_entity on event (chain_id, entity_id, block_number, log_index);

-- Rows as they were before a block above finality touched them; null when the block created the row.
create table undo (
    chain_id integer not null,
    block_number integer not null,
    position integer not null,          -- undone in descending order
    table_name text not null,
    row_key text not null,              -- JSON array of the primary key
    row_before text,                    -- JSON object without `json`, or null
    primary key (chain_id, block_number, position)
);

-- What changed, for streams with resume. Filled by every commit of sync.
create table change (
    sequence integer primary key,       -- assigned by the writer, without gaps
    chain_id integer not null,
    block_number integer not null,
    block_hash text not null,
    kind text not null,                 -- listing, deal, account, review, document, block, reorg
    entity_id text not null
);
create index change_of_reorg on change (chain_id, sequence, block_number) where kind = 'reorg';

-- ListingPublished, ListingRevised, ListingRestocked, ListingWithdrawn, ListingPurchased.
create table listing (
    chain_id integer not null,
    listing_id text not null,
    market text not null,
    seller text not null,
    sku text not null,
    status text not null,               -- active, soldOut, withdrawn
    revision integer not null,
    stock integer not null,
    units_sold integer not null,
    token text not null,
    price text not null,
    price_key text not null,
    deposit text not null,
    referral_bps integer not null,
    arbiter text not null,
    arbiter_bps integer not null,
    silence_bps integer not null,
    deliver_period integer not null,
    cancel_period integer not null,
    inspection integer not null,
    revisions integer not null,
    claim_period integer not null,
    contest_period integer not null,
    ruling_period integer not null,
    expires_at integer not null,
    document text not null,
    published_block integer not null,
    published_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, listing_id)
);
create index listing_of_all on listing (chain_id, published_block desc, listing_id);
create index listing_newest on listing (chain_id, status, published_block desc, listing_id);
create index listing_by_price on listing (chain_id, status, token, price_key, listing_id);
create index listing_of_seller on listing (chain_id, seller, published_block desc, listing_id);
create index listing_of_document on listing (document);

-- DealOpened and every later event of the deal.
create table deal (
    chain_id integer not null,
    deal_id text not null,
    escrow text not null,
    payer text not null,
    market text not null,
    buyer text not null,
    seller text not null,
    token text not null,
    price text not null,
    deposit text not null,
    referrer text not null,
    referral_bps integer not null,
    arbiter text not null,
    arbiter_bps integer not null,
    silence_bps integer not null,
    deliver_by integer not null,
    inspection integer not null,
    revisions integer not null,
    claim_period integer not null,
    contest_period integer not null,
    ruling_period integer not null,
    refunds text not null,
    handover text not null,
    agreement text not null,
    salt text not null,
    status text not null,               -- Funded, Fulfilled, Completed, Disputed, Closed
    outcome text not null,              -- as in Solidity's Outcome
    claim text not null,                -- None, Made, Contested, Ruled
    claimant text not null,             -- None, Buyer, Seller
    claim_bps integer not null,
    proposer text not null,             -- None, Buyer, Seller
    proposed_bps integer not null,
    deposit_only integer not null,      -- 0 or 1
    revisions_used integer not null,
    since integer not null,
    paid_seller text not null,          -- paid or credited so far
    paid_buyer text not null,
    paid_referrer text not null,
    paid_arbiter text not null,
    listing_id text,                    -- from ListingPurchased of the same transaction
    units integer,
    opened_block integer not null,
    opened_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    closed_at integer,
    json blob not null,
    primary key (chain_id, deal_id)
);
create index deal_newest on deal (chain_id, opened_block desc, deal_id);
create index deal_of_status on deal (chain_id, status, opened_block desc, deal_id);
create index deal_of_buyer on deal (chain_id, buyer, opened_block desc, deal_id);
create index deal_of_seller on deal (chain_id, seller, opened_block desc, deal_id);
create index deal_of_listing on deal (chain_id, listing_id, opened_block desc, deal_id);
create index deal_of_agreement on deal (agreement);

-- ReviewCommitted, ReviewRevealed.
create table review (
    chain_id integer not null,
    deal_id text not null,
    author text not null,
    subject text not null,
    commitment text not null,
    score integer,                      -- null until revealed
    document text,
    committed_block integer not null,
    committed_at integer not null,
    revealed_block integer,
    revealed_at integer,
    json blob not null,
    primary key (chain_id, deal_id, author)
);
create index review_of_subject on review (chain_id, subject, committed_block desc, deal_id, author);
create index review_of_author on review (chain_id, author, committed_block desc, deal_id);
create index review_of_document on review (document);

-- ProfileUpdated, and the account's side of every deal and review.
create table account (
    chain_id integer not null,
    address text not null,
    profile text,                       -- digest of the profile document, or null
    sales_open integer not null,
    sales_closed integer not null,
    purchases_open integer not null,
    purchases_closed integer not null,
    refunds integer not null,           -- sales the seller refunded
    missed_deadlines integer not null,  -- sales the buyer reclaimed
    disputes_lost integer not null,     -- as either side
    deposits_forfeited integer not null,
    reviews integer not null,           -- revealed reviews about the account
    score_sum integer not null,
    first_block integer not null,
    first_at integer not null,
    updated_block integer not null,
    json blob not null,
    primary key (chain_id, address)
);
create index account_of_profile on account (profile);

-- Credited, Withdrawn.
create table credit (
    chain_id integer not null,
    account text not null,
    token text not null,
    amount text not null,
    primary key (chain_id, account, token)
);

-- Documents named by any event. Filled by the fold (pending) and by the content worker. The kind is part of the key:
-- whoever names a digest first must not decide as what others may read it.
create table document (
    chain_id integer not null,
    digest text not null,
    kind text not null,                 -- what the event expects: listing, profile, review, evidence
    state text not null,                -- pending, verified, unavailable, invalid
    reason text,
    attempts integer not null,
    next_try_at integer,                -- null once verified or invalid
    size integer,
    title text,                         -- the document's title or name, once verified
    content blob,                       -- canonical JSON, once verified
    primary key (chain_id, digest, kind)
);
create index document_due on document (chain_id, next_try_at);

-- How far sync is behind the chain. Written by sync whenever it looks at the head.
create table progress (
    chain_id integer primary key,
    head integer not null,              -- the newest block the node has told of
    seen_at integer not null
);
