-- PlacePublished, PlaceRevised, PlaceWithdrawn; NightsBlocked, NightsUnblocked, StayBooked and StayFreed touch it. A night
-- is a date: days since 1970-01-01.
create table place (
    chain_id integer not null,
    place_id text not null,
    market text not null,
    host text not null,
    sku text not null,
    status text not null,               -- active, withdrawn
    revision integer not null,
    stays integer not null,             -- booked so far
    token text not null,
    night_price text not null,
    night_price_key text not null,
    weekend_price text not null,
    cleaning_fee text not null,
    seasons text not null,              -- packed, as are discounts and policy
    discounts text not null,
    min_nights integer not null,
    max_nights integer not null,
    horizon integer not null,
    units integer not null,
    check_in_at integer not null,       -- seconds from midnight UTC of a night's date
    is_instant integer not null,        -- 0 or 1
    policy text not null,
    referral_bps integer not null,
    expires_at integer not null,
    deposit text not null,
    arbiter text not null,
    arbiter_bps integer not null,
    silence_bps integer not null,
    claim_period integer not null,
    contest_period integer not null,
    ruling_period integer not null,
    document text not null,
    published_block integer not null,
    published_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, place_id)
);
create index place_of_all on place (chain_id, published_block desc, place_id);
create index place_newest on place (chain_id, status, published_block desc, place_id);
create index place_by_price on place (chain_id, status, token, night_price_key, place_id);
create index place_of_host on place (chain_id, host, published_block desc, place_id);
create index place_of_document on place (document, chain_id, status, expires_at);

-- StayBooked, StayFreed.
create table stay (
    chain_id integer not null,
    stay_id text not null,              -- the deal's id
    place_id text not null,
    unit integer not null,
    first_night integer not null,
    nights integer not null,
    nights_freed integer not null,      -- the last of the nights, free again
    booked_block integer not null,
    booked_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, stay_id)
);
create index stay_of_place on stay (chain_id, place_id, first_night, stay_id);

-- StayBooked, StayFreed, NightsBlocked, NightsUnblocked: 32 nights of one unit, a bit for each, the first in the lowest.
create table calendar (
    chain_id integer not null,
    place_id text not null,
    slot text not null,                 -- unit/page
    unit integer not null,
    page integer not null,              -- night / 32
    booked integer not null,
    blocked integer not null,
    primary key (chain_id, place_id, slot)
) without rowid;
-- Holds all that availability asks, so that the rows are not read.
create index calendar_of_page on calendar (chain_id, place_id, page, unit, booked, blocked);
