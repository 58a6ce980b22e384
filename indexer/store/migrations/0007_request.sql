-- RequestPosted, RequestWithdrawn, OfferAccepted.
create table request (
    chain_id integer not null,
    request_id text not null,
    market text not null,
    buyer text not null,
    salt text not null,
    status text not null,               -- open, withdrawn, accepted
    deals integer not null,             -- offers that were accepted
    token text not null,
    budget text not null,
    budget_key text not null,
    deliver_by integer not null,
    expires_at integer not null,
    document text not null,
    handover text not null,
    posted_block integer not null,
    posted_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, request_id)
);
create index request_of_all on request (chain_id, posted_block desc, request_id);
create index request_newest on request (chain_id, status, posted_block desc, request_id);
create index request_of_buyer on request (chain_id, buyer, posted_block desc, request_id);
create index request_of_document on request (document, chain_id, status, expires_at);

-- TariffPublished, TariffAccepted, and EpochRaised of the seller.
create table tariff (
    chain_id integer not null,
    tariff_id text not null,
    market text not null,
    status text not null,               -- active, revoked
    deals integer not null,             -- opened at this tariff
    seller text not null,
    token text not null,
    base text not null,
    per_kilometer text not null,
    per_minute text not null,
    minimum text not null,
    free_period integer not null,
    wait_period integer not null,
    no_show_bps integer not null,
    referral_bps integer not null,
    arbiter text not null,
    arbiter_bps integer not null,
    silence_bps integer not null,
    deliver_period integer not null,
    inspection integer not null,
    contest_period integer not null,
    ruling_period integer not null,
    epoch integer not null,
    expires_at integer not null,
    document text not null,
    signature text not null,            -- the seller's
    previous text,                      -- what the seller published before it in the same epoch
    published_block integer not null,
    published_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, tariff_id)
);
create index tariff_of_all on tariff (chain_id, published_block desc, tariff_id);
create index tariff_newest on tariff (chain_id, status, published_block desc, tariff_id);
create index tariff_of_seller on tariff (chain_id, seller, published_block desc, tariff_id);
create index tariff_of_document on tariff (document, chain_id, status, expires_at);

-- EpochRaised, TariffPublished: which of a seller's tariffs count.
create table epoch (
    chain_id integer not null,
    seller text not null,
    epoch integer not null,
    newest text,                        -- the last tariff published in it
    primary key (chain_id, seller)
) without rowid;

-- The cells that a verified tariff document names. Keyed by digest, because a document never changes. Filled by the
-- content worker.
create table service_area (
    cell text not null,
    digest text not null,
    primary key (cell, digest)
) without rowid;
create index service_area_of_document on service_area (digest);

-- DealAmended: agreements in place of the deal's own, in their order.
create table amendment (
    chain_id integer not null,
    deal_id text not null,
    ordinal text not null,              -- ten digits with leading zeros
    agreement text not null,
    amended_block integer not null,
    amended_at integer not null,
    primary key (chain_id, deal_id, ordinal)
) without rowid;
