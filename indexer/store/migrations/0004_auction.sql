-- AuctionPublished, BidPlaced, AuctionCancelled, AuctionSold, AuctionFailed, AuctionExpired.
create table auction (
    chain_id integer not null,
    auction_id text not null,
    market text not null,
    seller text not null,               -- this and the following are the lot, as published
    token text not null,
    start_price text not null,
    buy_now_price text not null,        -- 0 is not offered
    reserve_hash text not null,
    increment_bps integer not null,
    starts_at integer not null,
    ends_at integer not null,           -- without extensions
    extension integer not null,
    max_extensions integer not null,
    reveal_period integer not null,
    arbiter text not null,
    arbiter_bps integer not null,
    silence_bps integer not null,
    deliver_period integer not null,
    inspection integer not null,
    contest_period integer not null,
    ruling_period integer not null,
    document text not null,
    salt text not null,
    status text not null,               -- open, sold, failed, expired, cancelled
    bids integer not null,
    bidder text,                        -- who bid most, or bought
    amount text not null,               -- the highest bid, or what was paid
    minimum text not null,              -- the least that can be bid
    minimum_key text not null,
    closes_at integer not null,         -- with extensions
    bought_now integer not null,        -- 0 or 1
    reserve text,                       -- revealed where it was not reached
    deal_id text,
    published_block integer not null,
    published_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, auction_id)
);
create index auction_of_all on auction (chain_id, published_block desc, auction_id);
create index auction_newest on auction (chain_id, status, published_block desc, auction_id);
create index auction_ending on auction (chain_id, status, closes_at, auction_id);
create index auction_by_price on auction (chain_id, status, token, minimum_key, auction_id);
create index auction_of_seller on auction (chain_id, seller, published_block desc, auction_id);
create index auction_of_document on auction (document);

-- BidPlaced.
create table bid (
    chain_id integer not null,
    auction_id text not null,
    number integer not null,            -- from 1, in the order of the bids
    bidder text not null,
    amount text not null,
    placed_block integer not null,
    placed_at integer not null,
    json blob not null,
    primary key (chain_id, auction_id, number)
);
create index bid_of_bidder on bid (chain_id, bidder, auction_id);
