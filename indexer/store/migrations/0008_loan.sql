-- LoanOffered makes an offer; LoanTaken and LoanRenegotiated make a loan; NonceUsed, LoanRepaid, LoanForeclosed,
-- NoteTransferred and AdvanceCollected change one.
create table loan (
    chain_id integer not null,
    loan_id text not null,              -- of an offer: the digest that was signed
    market text not null,
    status text not null,               -- offered, revoked, taken; active, repaid, foreclosed, defaulted, renegotiated
    lender text not null,               -- zero in an offer to any lender
    borrower text not null,             -- zero in an offer to any borrower
    principal_token text not null,
    principal text not null,
    rate_bps integer not null,
    collateral_token text not null,
    collateral text not null,
    duration integer not null,
    grace integer not null,
    collateral_deal text not null,      -- zero where a token is the collateral
    document text not null,
    salt text not null,
    author text,                        -- of an offer, as the next five
    nonce text,
    deadline text,
    open_until integer,                 -- the deadline as far as JSON can count
    signature text,
    previous text,                      -- the offer with the same number before it
    holder text,                        -- of a loan, as the next four
    outstanding text not null,
    interest text not null,
    accrued_at integer,
    taken_at integer,
    due_at integer,
    repaid text not null,
    interest_paid text not null,
    predecessor text,
    successor text,
    opened_block integer not null,
    opened_at integer not null,
    updated_block integer not null,
    updated_at integer not null,
    json blob not null,
    primary key (chain_id, loan_id)
);
create index loan_of_all on loan (chain_id, opened_block desc, loan_id);
create index loan_newest on loan (chain_id, status, opened_block desc, loan_id);
create index loan_by_due on loan (chain_id, status, due_at, loan_id);
create index loan_of_lender on loan (chain_id, lender, opened_block desc, loan_id);
create index loan_of_borrower on loan (chain_id, borrower, opened_block desc, loan_id);
create index loan_of_holder on loan (chain_id, holder, opened_block desc, loan_id);
create index loan_of_deal on loan (chain_id, collateral_deal, opened_block desc, loan_id);
create index loan_of_document on loan (document);

-- LoanOffered, NonceUsed: which offers a number of their author's can void.
create table signature_nonce (
    chain_id integer not null,
    account text not null,
    number text not null,
    newest text,                        -- the last offer published with it; null when it is used
    primary key (chain_id, account, number)
) without rowid;
