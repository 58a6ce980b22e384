-- Every contract that holds money keeps credits of its own. Credited, Withdrawn.
drop table credit;
create table credit (
    chain_id integer not null,
    holder text not null,               -- the contract at which it waits
    account text not null,
    token text not null,
    amount text not null,
    primary key (chain_id, holder, account, token)
);
create index credit_of_account on credit (chain_id, account);

-- DealDiscounted: what the seller gives back of the price, in the smallest unit.
alter table deal add column discount text not null default '0';
-- DealAssigned: who is paid the seller's share of the price; null is the seller.
alter table deal add column payee text;
-- Of which kind `listing_id` is: listing, auction, place, request, tariff. From the market's event of the sale.
alter table deal add column source text;
-- Which schema the agreement has: that of what was sold.
alter table deal add column agreement_kind text not null default 'listing';

-- NoShowCharged: purchases to which the buyer did not come.
alter table account add column no_shows integer not null default 0;
-- CampaignDelivered, CampaignUndelivered: of campaigns the account created.
alter table account add column campaigns_delivered integer not null default 0;
alter table account add column campaigns_undelivered integer not null default 0;
-- Loans the account borrowed.
alter table account add column loans_repaid integer not null default 0;
alter table account add column loans_defaulted integer not null default 0;
