// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredits} from "./ICredits.sol";

/// What is auctioned and how. It travels in calldata and is never stored: its hash is the auction's id. Money is in the
/// token's smallest unit, shares in basis points, times in seconds (`…At` is a Unix time, the rest are durations).
struct Lot {
    address seller; // who publishes it and is paid
    address token; // ERC-20, or zero for the native coin
    uint88 startPrice; // the least that can be bid
    uint88 buyNowPrice; // who pays this ends the auction, while all bids are lower; zero: not offered
    bytes32 reserveHash; // `reserveHashOf(reserve, secret)`: the seller sells for no less; zero: no reserve
    uint16 incrementBps; // how much of the highest bid the next one adds at least
    uint40 startsAt; // bids count from then on
    uint40 endsAt; // bids count until then, or longer by the extensions
    uint32 extension; // a bid in the last seconds of the auction, this many, makes it longer by as many
    uint8 maxExtensions; // how often that happens, at most MAX_EXTENSIONS
    uint32 revealPeriod; // how long after the end the seller may reveal the reserve
    address arbiter; // of the deal with the winner, like all that follow
    uint16 arbiterBps; // the arbiter's share of what a ruling divides
    uint16 silenceBps; // the seller's share if the arbiter never rules
    uint32 deliverPeriod; // how long after the sale the seller may deliver
    uint32 inspection; // how long the buyer may object after fulfilment
    uint32 contestPeriod; // how long a claim waits for an answer
    uint32 rulingPeriod; // how long a contested claim waits for the arbiter
    bytes32 document; // sha-256 digest of the listing document; the digest is its CID
    bytes32 salt; // tells otherwise equal lots apart
}

/// Where an auction stands.
enum AuctionStatus {
    None, // never published
    Open, // takes bids, or waits to be settled
    Ended // sold, failed, expired or cancelled: it holds nothing any more
}

/// Everything the market stores about an auction: one word.
struct AuctionState {
    AuctionStatus status;
    address bidder; // who bid most, or zero for nobody
    uint88 amount; // the highest bid
    uint8 extensions; // how often the end was moved
}

/// @title Auction
/// @notice Sellers auction what they have; the highest bid is held here until it becomes a deal in escrow.
/// @dev English, with a soft close: the end is `endsAt` plus `extension` for each time a late bid moved it. Only the
/// highest bid is held; who is outbid is repaid at once, or credited if he cannot be paid.
/// @dev The winner's deal has no deposit, no referral, no hand-over code and no cancellation; its `salt` is the
/// auction's id, its `agreement` the lot's document.
/// @dev Warning: the seller decides until `revealPeriod` has passed whether to reveal a reserve. One who does not is not
/// paid, and everybody sees it.
/// @dev Warning: after `maxExtensions` the last bid in time wins, however late it comes.
/// @dev Everybody may call every act unless its notice names who may.
interface IAuction is ICredits {
    // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A seller puts something up for auction.
    event AuctionPublished(bytes32 indexed auctionId, address indexed seller, Lot lot);

    /// @notice Somebody bid more than everybody before.
    event BidPlaced(bytes32 indexed auctionId, address indexed bidder, uint88 amount, uint40 endsAt);

    /// @notice The seller took the lot back before anybody bid.
    event AuctionCancelled(bytes32 indexed auctionId);

    /// @notice The lot is sold, and the buyer's money is in escrow.
    event AuctionSold(
        bytes32 indexed auctionId, bytes32 indexed dealId, address indexed buyer, uint88 amount, bool boughtNow
    );

    /// @notice The highest bid did not reach the reserve, and was paid back.
    event AuctionFailed(bytes32 indexed auctionId, uint88 reserve);

    /// @notice The auction ended without a sale: nobody bid, or the sale was not made in time and the bid was paid back.
    event AuctionExpired(bytes32 indexed auctionId);

    // ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice This lot was published before. Use another salt to auction the same thing again.
    error AuctionExists(bytes32 auctionId);

    /// @notice There is no such auction. Check that the lot is exactly the one that was published.
    error AuctionUnknown(bytes32 auctionId);

    /// @notice This auction has ended.
    error AuctionEnded(bytes32 auctionId);

    /// @notice There are bids: the auction cannot be taken back any more.
    error AuctionHasBids(bytes32 auctionId, uint256 amount);

    /// @notice Nobody has bid.
    error NoBids(bytes32 auctionId);

    /// @notice Only the seller of the lot may do this.
    error NotSeller(address caller);

    /// @notice The seller and the arbiter cannot bid.
    error BidderNotAllowed(address bidder);

    /// @notice The bid is too low. Bid at least the minimum.
    error BidTooLow(uint256 amount, uint256 minimum);

    /// @notice The lot cannot be bought at once: it was not offered, or the bids have reached that price.
    error NotForSaleNow(bytes32 auctionId, uint256 buyNowPrice, uint256 highestBid);

    /// @notice This auction has a reserve price. The seller must reveal it first.
    error ReserveNotRevealed(bytes32 auctionId);

    /// @notice This auction has no reserve price.
    error NoReserve(bytes32 auctionId);

    /// @notice This is not the reserve price the seller committed to.
    error WrongReserve(bytes32 auctionId, uint256 reserve);

    /// @notice An auction needs a start price, and a buy-now price no lower.
    error BadPrices(uint256 startPrice, uint256 buyNowPrice);

    /// @notice An auction must end in the future, after its start, and within a year.
    error BadTimes(uint256 startsAt, uint256 endsAt);

    /// @notice The increment is higher than the market allows.
    error IncrementTooHigh(uint256 bps, uint256 limit);

    /// @notice The auction can be extended further than the market allows.
    error ExtensionsTooLong(uint256 extension, uint256 maxExtensions);

    /// @notice Revealing the reserve needs some time, and no more than the market allows.
    error BadRevealPeriod(uint256 period, uint256 limit);

    // ── Acts, in the order an auction happens ────────────────────────────────────────────────────────────────────

    /// @notice Puts the caller's lot up for auction.
    /// @dev Only the lot's seller. Refuses a lot whose deal the escrow would refuse later.
    /// @dev Warning: the hash of a reserve is public. A secret that can be guessed hides nothing: take 32 random bytes.
    /// @return auctionId the hash of chain, market and lot
    function publish(Lot calldata lot) external returns (bytes32 auctionId);

    /// @notice Bids for the lot, and pays the bid. Who is outbid later is repaid at once.
    /// @dev Not the seller, nor the arbiter. At least the start price, and at least the highest bid plus its increment
    /// (rounded down, but no less than one unit). The highest bidder may raise the own bid. In the native coin
    /// `msg.value` is exactly the amount; else it is zero and the token is pulled from the caller.
    function bid(Lot calldata lot, uint88 amount) external payable;

    /// @notice Buys the lot at its buy-now price and ends the auction.
    /// @dev Not the seller, nor the arbiter; until the end, while the highest bid is lower. The reserve does not count:
    /// the seller asked for this price. Paid like a bid.
    /// @return dealId the deal that the escrow opened
    function buyNow(Lot calldata lot) external payable returns (bytes32 dealId);

    /// @notice The seller takes the lot back before anybody bid.
    /// @dev Only the seller.
    function cancelAuction(Lot calldata lot) external;

    /// @notice Turns the highest bid into a deal in escrow, after the end.
    /// @dev Without a reserve, until SETTLE_PERIOD after the end.
    /// @return dealId the deal that the escrow opened
    function settle(Lot calldata lot) external returns (bytes32 dealId);

    /// @notice The seller reveals the reserve after the end: a bid that reaches it becomes a deal, a lower one is repaid.
    /// @dev Only the seller, until `revealPeriod` after the end.
    /// @return dealId the deal that the escrow opened, or zero where the reserve was not reached
    function reveal(Lot calldata lot, uint88 reserve, bytes32 secret) external returns (bytes32 dealId);

    /// @notice Ends an auction that nobody settled in time, and repays the highest bid.
    /// @dev At once after the end where nobody bid; else when the time to reveal or to settle has passed.
    function expire(Lot calldata lot) external;

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice The id of the auction of this lot on this chain and market.
    function idOf(Lot calldata lot) external view returns (bytes32 auctionId);

    /// @notice Where an auction stands.
    function stateOf(bytes32 auctionId) external view returns (AuctionState memory state);

    /// @notice When the auction of this lot ends, as far as it is known now.
    function endOf(Lot calldata lot) external view returns (uint40 endsAt);

    /// @notice The least that can be bid for this lot now.
    function minimumBid(Lot calldata lot) external view returns (uint256 amount);

    /// @notice What a seller commits to who has a reserve.
    function reserveHashOf(uint88 reserve, bytes32 secret) external pure returns (bytes32 reserveHash);
}
