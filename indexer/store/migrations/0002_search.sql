-- What a verified listing document says, for search and facets. Keyed by digest, because a document never changes: a
-- listing finds it by its `document` column, whatever the chain does. Filled by the content worker.
create table listing_search (
    id integer primary key,
    digest text not null unique,
    kind text not null,                 -- physical, digital, service
    category text not null,             -- home/ceramics
    title text not null,                -- this and the following are words without capitals and accents
    tags text not null,
    description text not null           -- and the attributes
);
create index listing_search_of_category on listing_search (category, digest);

-- Holds what nearly every search asks of a listing, so that counting does not read the rows.
drop index listing_of_document;
create index listing_of_document on listing (document, chain_id, status, expires_at);

-- The words of listing_search. Written beside it, row by row.
create virtual table listing_fts using fts5 (
    title,
    tags,
    category,
    description,
    content = 'listing_search',
    content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2',
    prefix = '2 3'
);

-- Every word of a listing document as written, and in how many it is: what a typo or a beginning may have meant.
create table search_word (
    word text primary key,
    uses integer not null
) without rowid;

-- The pieces of three letters of every search_word.
create table search_trigram (
    trigram text not null,
    word text not null,
    primary key (trigram, word)
) without rowid;
