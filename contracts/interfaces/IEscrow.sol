// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredits} from "./ICredits.sol";

/// The terms of one deal. They travel in calldata and are never stored: their hash is the deal's id, so a term that
/// differs names another deal. Money is in the token's smallest unit, shares in basis points (1/10,000), times in
/// seconds (`…By` is a Unix time, `…Period` and `inspection` are durations).
struct Deal {
    address market; // the policy contract that vouches that the seller agreed to these terms
    address buyer; // receives what comes back
    address seller; // receives the price
    address token; // ERC-20, or zero for the native coin
    uint128 price; // what the seller earns
    uint128 deposit; // the buyer's security deposit: returned unless claimed after completion
    address referrer; // the front end that brought the buyer, or zero
    uint16 referralBps; // the referrer's share of what the seller is paid, at most MAX_REFERRAL_BPS
    address arbiter; // who rules when the parties cannot agree, or zero for nobody
    uint16 arbiterBps; // the arbiter's share of what a ruling divides, at most MAX_ARBITER_BPS
    uint16 silenceBps; // the seller's share if a contested claim is never ruled on
    uint40 deliverBy; // the seller fulfils before this time, or the buyer may reclaim
    uint32 inspection; // how long the buyer may object after fulfilment; silence pays the seller
    uint8 revisions; // how often the buyer may send the work back
    uint32 claimPeriod; // how long after completion the seller may claim the deposit, see claimDeposit
    uint32 contestPeriod; // how long a claim waits for the other party's answer
    uint32 rulingPeriod; // how long a contested claim waits for the arbiter
    uint256 refunds; // the buyer's cancellation schedule and its Ending, see RefundSchedule; zero: no cancellation
    bytes32 handover; // keccak-256 of a hand-over code, or zero: who shows the code completes, or begins, the deal
    bytes32 agreement; // sha-256 digest of the agreement document; the digest is its CID
    bytes32 salt; // tells otherwise equal deals apart
}

/// What names a deal without all of its terms: who it is between, and the hash of the rest.
struct DealKey {
    address market;
    address buyer;
    address seller;
    bytes32 termsHash; // keccak-256 of the ABI encoding of the other 18 terms in their order
}

/// Where a deal stands. It never moves backwards, except from Fulfilled to Funded by a counted revision.
enum Status {
    None, // never opened
    Funded, // paid in, waiting for the seller
    Fulfilled, // the seller says it is done, the buyer may object
    Completed, // the price is paid, the deposit is still held
    Disputed, // a claim on the money is open
    Closed // nothing is held any more
}

/// How a deal ended, or how its price was settled while the deposit is still held.
enum Outcome {
    None, // not ended
    Released, // the buyer paid the seller
    HandedOver, // the hand-over code was shown
    Finalized, // the buyer stayed silent after fulfilment
    Refunded, // the seller gave everything back
    Cancelled, // the buyer cancelled by the schedule
    Reclaimed, // the seller missed the deadline
    Settled, // both agreed on a split
    Conceded, // a claim was accepted by the other party
    Uncontested, // a claim was not answered in time
    Ruled, // the arbiter ruled
    ArbiterSilent, // the arbiter did not rule in time
    NoShow // the buyer did not come and was charged by the schedule
}

/// What happens when the last step of the refund schedule has passed.
enum Ending {
    ByHand, // nothing: the seller fulfils
    ByClock, // the deal counts as fulfilled from then on, without any act
    ByCode // the seller may charge a no-show, unless the buyer's hand-over code began the deal
}

/// What others may do for a party that signed it.
enum SponsoredAct {
    Release,
    Fulfil,
    Cancel
}

/// A side of a deal.
enum Party {
    None,
    Buyer,
    Seller
}

/// How far a claim has come.
enum Claim {
    None, // no claim was made
    Made, // waits for the other party
    Contested, // waits for the arbiter
    Ruled // waits to be executed by anybody
}

/// Everything the escrow stores about a deal: one word.
struct DealState {
    Status status;
    Outcome outcome;
    Claim claim;
    Party claimant; // who made the claim
    Party proposer; // who proposed a settlement last
    bool depositOnly; // the price is paid, a claim or settlement is about the deposit alone
    uint8 revisionsUsed;
    uint16 claimBps; // the seller's share by the claim, after a ruling by the ruling, with an outcome as it was paid
    uint16 proposedBps; // the seller's share by the last proposed settlement
    uint40 since; // when the last move was made; proposals and evidence are no moves
    uint128 discount; // what of the price the seller gives back whatever happens
    bool isAssigned; // the seller's share of the price goes to `payeeOf`
    bool isWatched; // the market is told when the deal closes with its price in question
}

/// @title Escrow
/// @notice Holds the money of every deal and pays it out by the terms both sides agreed to.
/// @dev What is *in question* is the price (with the deposit going back to the buyer whole) until the price is paid,
/// and the deposit alone after that. A split gives the seller `amount * sellerBps / 10_000`, rounded down, and the
/// buyer the rest. The price is divided less the discount, which goes to the buyer. The referral is
/// `sellerAmount * referralBps / 10_000`, rounded down, of what the seller gets of the price, never of the deposit. The
/// arbiter's fee is taken from the amount in question before a ruling divides it.
/// @dev Payments are pushed with a bounded stipend (50,000 gas in the native coin, 200,000 to a token); one that fails
/// becomes a credit of its receiver. An act that pays needs that much gas to spare, or reverts with `OutOfStipend`.
/// @dev Once the arbiter ruled, the ruling can only be executed: no settlement or refund goes past it and its fee.
/// @dev Warning: a silent party loses what a claim asks after `contestPeriod`, which may be shorter than `inspection`.
/// Buyers and sellers look at both before they agree.
/// @dev Warning: tokens that take back, rebase or freeze balances of the escrow can leave it short of that token alone.
/// @dev Everybody may call every act unless its notice names who may.
interface IEscrow is ICredits {
    // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A buyer's money is in escrow and the deal's terms are frozen.
    event DealOpened(bytes32 indexed dealId, address indexed buyer, address indexed seller, address payer, Deal deal);

    /// @notice The seller says that everything is delivered.
    event DealFulfilled(bytes32 indexed dealId, bytes32 evidence);

    /// @notice The buyer sent the work back for a revision.
    event DealSentBack(bytes32 indexed dealId, uint8 revisionsUsed, bytes32 evidence);

    /// @notice The buyer paid the seller.
    event DealReleased(bytes32 indexed dealId);

    /// @notice The hand-over code was shown and the seller is paid.
    event DealHandedOver(bytes32 indexed dealId);

    /// @notice The hand-over code was shown and the service begins. The buyer may object until the inspection ends.
    event DealBegun(bytes32 indexed dealId);

    /// @notice The seller lowered what he is owed. The buyer gets the difference back.
    event DealDiscounted(bytes32 indexed dealId, uint128 amount, bytes32 evidence);

    /// @notice What the seller earns of the price goes to somebody else.
    event DealAssigned(bytes32 indexed dealId, address indexed payee);

    /// @notice The buyer did not object in time and the seller is paid.
    event DealFinalized(bytes32 indexed dealId);

    /// @notice The seller gave the buyer everything back.
    event DealRefunded(bytes32 indexed dealId);

    /// @notice The buyer cancelled; the schedule decided who gets what.
    event DealCancelled(bytes32 indexed dealId, uint16 sellerBps);

    /// @notice The seller missed the deadline and the buyer took everything back.
    event DealReclaimed(bytes32 indexed dealId);

    /// @notice The buyer did not come; the schedule decided who gets what.
    event NoShowCharged(bytes32 indexed dealId, uint16 sellerBps);

    /// @notice A party proposed how to split what is in question.
    event SettlementProposed(bytes32 indexed dealId, Party proposer, uint16 sellerBps);

    /// @notice Both parties agreed on a split and it is paid.
    event DealSettled(bytes32 indexed dealId, uint16 sellerBps);

    /// @notice A party claimed a share of what is in question.
    event DealDisputed(bytes32 indexed dealId, Party claimant, uint16 sellerBps, bytes32 evidence);

    /// @notice The other party contests the claim; the arbiter decides.
    event DealContested(bytes32 indexed dealId, bytes32 evidence);

    /// @notice The other party accepts the claim and it is paid.
    event DealConceded(bytes32 indexed dealId, uint16 sellerBps);

    /// @notice The arbiter ruled. Anybody may execute the ruling.
    event DealRuled(bytes32 indexed dealId, uint16 sellerBps);

    /// @notice A claim, a ruling or the arbiter's silence is executed and paid.
    event DealExecuted(bytes32 indexed dealId, Outcome outcome, uint16 sellerBps);

    /// @notice The seller claimed a share of the deposit.
    event DepositClaimed(bytes32 indexed dealId, uint16 sellerBps, bytes32 evidence);

    /// @notice The deposit went back to the buyer.
    event DepositReturned(bytes32 indexed dealId);

    /// @notice Somebody concerned added a piece of evidence.
    event EvidenceSubmitted(bytes32 indexed dealId, address indexed author, bytes32 evidence);

    // ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice This deal was opened before. Use another salt to buy the same thing again.
    error DealExists(bytes32 dealId);

    /// @notice There is no such deal. Check that the terms are exactly those the deal was opened with.
    error DealUnknown(bytes32 dealId);

    /// @notice The deal is not waiting for the seller.
    error DealNotFunded(bytes32 dealId, Status status);

    /// @notice The deal is not waiting for the buyer's inspection.
    error DealNotFulfilled(bytes32 dealId, Status status);

    /// @notice The price of this deal cannot be paid, refunded or claimed now.
    error DealNotPayable(bytes32 dealId, Status status);

    /// @notice The price is not paid yet, or the deposit has already been dealt with.
    error DealNotCompleted(bytes32 dealId, Status status);

    /// @notice There is no open claim on this deal.
    error DealNotDisputed(bytes32 dealId, Status status);

    /// @notice This deal is closed.
    error DealClosed(bytes32 dealId);

    /// @notice The claim has come too far, or not far enough, for this.
    error WrongClaim(bytes32 dealId, Claim claim);

    /// @notice Only the buyer may do this.
    error NotBuyer(address caller);

    /// @notice Only the seller may do this.
    error NotSeller(address caller);

    /// @notice Only the buyer or the seller may do this.
    error NotParty(address caller);

    /// @notice Only the buyer, the seller or the arbiter may do this.
    error NotConcerned(address caller);

    /// @notice Only the arbiter named in the deal may do this.
    error NotArbiter(address caller);

    /// @notice Only the party against whom the claim was made may answer it.
    error NotOpponent(address caller);

    /// @notice It is too late for this: the time ran out.
    error TooLate(uint256 deadline, uint256 time);

    /// @notice It is too early for this: wait until the time has passed.
    error TooEarly(uint256 notBefore, uint256 time);

    /// @notice The buyer, the seller and the market must be real and the buyer cannot be the seller.
    error BadParties(address market, address buyer, address seller);

    /// @notice A buyer or seller cannot be the arbiter of the own deal.
    error BadArbiter(address arbiter);

    /// @notice A share is at most 10,000 basis points.
    error BadShare(uint256 bps);

    /// @notice The front end asks for more than the protocol allows, or there is no front end to pay.
    error ReferralTooHigh(uint256 bps, uint256 limit);

    /// @notice The arbiter asks for more than the protocol allows.
    error ArbiterFeeTooHigh(uint256 bps, uint256 limit);

    /// @notice A deal must have a price.
    error NoPrice();

    /// @notice The deadline for delivery has already passed.
    error DeadlinePassed(uint256 deliverBy, uint256 time);

    /// @notice A waiting time of the deal is longer than the protocol allows.
    error PeriodTooLong(uint256 period, uint256 limit);

    /// @notice A term is larger than its type.
    error StrayBits(uint256 stray);

    /// @notice The steps of a refund schedule must follow each other in time.
    error BadSchedule(uint256 refunds);

    /// @notice The way the refund schedule ends does not go with the deadline, the revisions or the hand-over code.
    error BadEnding(Ending ending);

    /// @notice This deal begins or ends in another way.
    error WrongEnding(bytes32 dealId, Ending ending);

    /// @notice A discount can only grow, and leaves something of the price.
    error BadDiscount(uint256 amount, uint256 current, uint256 price);

    /// @notice The seller's money is promised to somebody else. What the seller alone could give away has to wait.
    error DealIsAssigned(bytes32 dealId, address payee);

    /// @notice Only who receives the seller's money now may redirect it.
    error NotPayee(address caller);

    /// @notice The seller's money cannot go to nobody, to the buyer, to the arbiter or to the escrow itself.
    error BadPayee(address payee);

    /// @notice The deal's market does not vouch for it.
    error NotAuthorized(address market, bytes32 dealId);

    /// @notice Each deal of a batch needs its own authorization.
    error LengthMismatch(uint256 deals, uint256 authorizations);

    /// @notice This deal does not let the buyer cancel alone, or no longer does since it was sent back.
    error NotCancellable(bytes32 dealId);

    /// @notice All revisions agreed in this deal are used.
    error NoRevisionsLeft(bytes32 dealId, uint8 revisions);

    /// @notice This is not the hand-over code of the deal.
    error WrongCode(bytes32 dealId);

    /// @notice The proposal changed or there is none. Look at the current one.
    error ProposalChanged(bytes32 dealId, Party proposer, uint16 proposedBps);

    /// @notice What is in question changed: the price is paid by now, or not yet. Look at the deal again.
    error PhaseChanged(bytes32 dealId, bool depositOnly);

    /// @notice The signature does not belong to the party that has to sign, or is for something else.
    error BadSignature(address signer);

    // ── Acts, in the order a trade happens ───────────────────────────────────────────────────────────────────────

    /// @notice Pays the price and the deposit into escrow and opens the deal.
    /// @dev The payer need not be the buyer. The market vouches by opening the deal itself or by answering
    /// `IMarket.authorize`, which is asked last, when the money is in. In the native coin `msg.value` is exactly price
    /// plus deposit; else it is zero and the token is pulled from the caller.
    /// @param authorization what the market needs to vouch for the deal; its shape is the market's own
    /// @return dealId the hash of chain, escrow and terms
    function open(Deal calldata deal, bytes calldata authorization) external payable returns (bytes32 dealId);

    /// @notice Opens several deals with one payment; all of them or none.
    /// @dev One deal per milestone of a service, or per item of a cart. `msg.value` is the sum over the native ones.
    function openBatch(Deal[] calldata deals, bytes[] calldata authorizations)
        external
        payable
        returns (bytes32[] memory dealIds);

    /// @notice Opens the deal with a signed ERC-2612 permit in place of an approval.
    /// @dev A permit that fails is not fatal if the allowance is there: somebody may have used it first.
    function openWithPermit(
        Deal calldata deal,
        bytes calldata authorization,
        uint256 permitDeadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32 dealId);

    /// @notice The seller declares that everything is delivered. The buyer's time to object begins.
    /// @dev Only the seller, until the deadline. After a revision the deadline is at least `inspection` after it.
    /// @dev Not if the deal ends by the clock or by its code.
    /// @param evidence sha-256 digest of a proof of delivery, or zero
    function fulfil(Deal calldata deal, bytes32 evidence) external;

    /// @notice The buyer sends the work back; the seller may fulfil again.
    /// @dev Only the buyer, within `inspection`, at most `revisions` times.
    function sendBack(Deal calldata deal, bytes32 evidence) external;

    /// @notice Shows the hand-over code and begins the service. The buyer's time to object begins too.
    /// @dev Of a deal that ends by its code, until the deadline.
    function begin(Deal calldata deal, bytes calldata code) external;

    /// @notice The seller lowers what he is owed; the buyer gets the difference back when the deal is paid.
    /// @dev Only the seller, while the price is held and nobody claimed it.
    /// @param amount all that is given back, more than before and less than the price
    function discount(Deal calldata deal, uint128 amount, bytes32 evidence) external;

    /// @notice Redirects what the seller earns of the price to somebody else.
    /// @dev Only who receives it now, at first the seller, while nobody claimed the price. Back to the seller undoes it.
    /// While it is redirected, the seller cannot refund (unless he missed the deadline), discount, settle, concede or
    /// dispute the price; the payee may contest a claim in his place. The deposit and its claim stay with the seller.
    function assign(Deal calldata deal, address payee) external;

    /// @notice Pays the seller and completes the deal.
    /// @dev Only the buyer, before or after fulfilment.
    /// @dev Warning: final. A released deal cannot be disputed, except for its deposit.
    function release(Deal calldata deal) external;

    /// @notice Shows the hand-over code and pays the seller.
    /// @dev Whoever holds the code was given it at the door. Sending it early gains a third party nothing. Not if the
    /// deal ends by its code: then the code only begins it.
    /// @dev Warning: the code's hash is public. A code that can be guessed is worth nothing: take 16 random bytes.
    /// @param code any bytes whose keccak-256 hash is the deal's `handover`
    function handOver(Deal calldata deal, bytes calldata code) external;

    /// @notice Pays the seller after the buyer let the time to object pass.
    function finalize(Deal calldata deal) external;

    /// @notice The seller gives the buyer everything back.
    /// @dev Only the seller, before the price is paid. Also answers a claim not ruled on with the buyer's best outcome.
    function refund(Deal calldata deal) external;

    /// @notice The buyer cancels before fulfilment; the agreed schedule splits the price.
    /// @dev Only the buyer, and not after a revision: who has seen the work cannot cancel it. The first step whose time
    /// has not passed counts; after the last one it is too late.
    function cancel(Deal calldata deal) external;

    /// @notice The buyer takes everything back after the seller missed the deadline.
    /// @dev Only the buyer.
    function reclaim(Deal calldata deal) external;

    /// @notice The seller charges a buyer who did not come; the last step of the schedule splits the price.
    /// @dev Only the seller, of a deal that ends by its code, after the last step and until the deadline.
    function chargeNoShow(Deal calldata deal) external;

    /// @notice Does what a party signed, so that somebody else pays for the gas.
    /// @dev `release` and `cancel` for the buyer, `fulfil` for the seller; refused like the act itself. The party's
    /// EIP-712 signature is over `Sponsored(bytes32 dealId,uint8 act,bytes32 evidence,uint8 revisionsUsed,uint256
    /// deadline)`; ERC-1271 counts.
    /// @dev Warning: who carries a cancellation chooses when. Sign a deadline before the step of the schedule ends.
    function sponsor(Deal calldata deal, SponsoredAct act, bytes32 evidence, uint256 deadline, bytes calldata signature)
        external;

    /// @notice Proposes a split of what is in question. A later proposal replaces an earlier one.
    /// @dev Only a party, until the arbiter ruled or the deal is closed. Paying the price and a ruling void a proposal.
    /// @param depositOnly what the caller saw in question, so that an offer on the price never counts for the deposit
    function proposeSettlement(Deal calldata deal, bool depositOnly, uint16 sellerBps) external;

    /// @notice Accepts the other party's proposal and pays the split.
    /// @dev Only the party that did not propose. `depositOnly` and `sellerBps` are what the caller saw, so that a
    /// proposal changed in between is never accepted by mistake.
    function acceptSettlement(Deal calldata deal, bool depositOnly, uint16 sellerBps) external;

    /// @notice Pays a split that the other party signed.
    /// @dev Only a party, until the arbiter ruled. The other's EIP-712 signature is over
    /// `Settlement(bytes32 dealId,bool depositOnly,uint16 sellerBps,uint256 deadline)`; ERC-1271 counts. It is good for
    /// one phase of the deal only: `depositOnly` is taken from the deal.
    function settleWithSignature(Deal calldata deal, uint16 sellerBps, uint256 deadline, bytes calldata signature)
        external;

    /// @notice Claims a split of the price. The other party may accept or contest it; silence executes it.
    /// @dev Only a party: the buyer until the inspection ends, the seller until the deadline for delivery or, once
    /// fulfilled, until the inspection ends.
    /// @param sellerBps the seller's share of the price by this claim
    function dispute(Deal calldata deal, uint16 sellerBps, bytes32 evidence) external;

    /// @notice Accepts the other party's claim and pays it.
    /// @dev Only the party against whom the claim was made, until the arbiter ruled.
    function concede(Deal calldata deal) external;

    /// @notice Contests the claim. The arbiter decides.
    /// @dev Only the party against whom the claim was made, or who receives the seller's money in his place, within
    /// `contestPeriod`.
    function contest(Deal calldata deal, bytes32 evidence) external;

    /// @notice Adds evidence to a deal that is not closed.
    /// @dev Only a party or the arbiter.
    function submitEvidence(Deal calldata deal, bytes32 evidence) external;

    /// @notice The arbiter decides a contested claim.
    /// @dev Only the deal's arbiter, once, within `rulingPeriod`. Writes and never pays, so nobody can make it fail.
    function rule(Deal calldata deal, uint16 sellerBps) external;

    /// @notice Pays by an unanswered claim, by a ruling, or by the agreed split if the arbiter stayed silent.
    function execute(Deal calldata deal) external;

    /// @notice Claims a share of the deposit for damage. The buyer may accept or contest it; silence executes it.
    /// @dev Only the seller, within `claimPeriod` of completion; where the clock ends the deal, of `deliverBy` if that is
    /// later, so that who pays early is not out of his deposit before he used what he paid for.
    function claimDeposit(Deal calldata deal, uint16 sellerBps, bytes32 evidence) external;

    /// @notice Returns the deposit to the buyer.
    /// @dev The seller at any time, everybody once the deposit can no longer be claimed.
    function returnDeposit(Deal calldata deal) external;

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice The id of the deal with these terms on this chain and escrow.
    function idOf(Deal calldata deal) external view returns (bytes32 dealId);

    /// @notice Where the deal stands.
    /// @dev A deal that ends by the clock reads Funded until the next act, also where it counts as Fulfilled by now.
    function stateOf(bytes32 dealId) external view returns (DealState memory state);

    /// @notice When the deal closed, or zero.
    function closedAt(bytes32 dealId) external view returns (uint256 time);

    /// @notice Who receives the seller's share of the price in his place, or zero.
    function payeeOf(bytes32 dealId) external view returns (address payee);

    /// @notice The digest a party signs so that somebody else may act for it.
    function sponsoredDigest(bytes32 dealId, SponsoredAct act, bytes32 evidence, uint8 revisionsUsed, uint256 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice The digest a party signs to agree to a settlement.
    /// @dev The EIP-712 domain is `Agora Escrow`, version `1`, with chain id and this contract.
    function settlementDigest(bytes32 dealId, bool depositOnly, uint16 sellerBps, uint256 deadline)
        external
        view
        returns (bytes32 digest);
}
