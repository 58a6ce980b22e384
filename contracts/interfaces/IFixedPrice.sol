// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarket} from "./IMarket.sol";

/// What a seller offers under one SKU, for one unit. Money is in the token's smallest unit, shares in basis points,
/// durations in seconds.
struct Terms {
    address token; // ERC-20, or zero for the native coin
    uint128 price; // per unit
    uint128 deposit; // per unit, returned after the deal unless claimed
    uint16 referralBps; // the most the seller grants to the front end that brings a buyer
    address arbiter; // who rules when the parties cannot agree, or zero for nobody
    uint16 arbiterBps; // the arbiter's share of what a ruling divides
    uint16 silenceBps; // the seller's share if the arbiter never rules
    uint32 deliverPeriod; // the seller needs at least this long after the purchase to deliver
    uint32 cancelPeriod; // the buyer may cancel in full this long after the purchase, at most
    uint32 inspection; // how long the buyer may object after fulfilment
    uint8 revisions; // how often the buyer may send the work back
    uint32 claimPeriod; // how long after completion the seller may claim the deposit
    uint32 contestPeriod; // how long a claim waits for an answer
    uint32 rulingPeriod; // how long a contested claim waits for the arbiter
    uint40 expiresAt; // nobody can buy from then on
    bytes32 document; // sha-256 digest of the listing document; the digest is its CID
}

/// What a purchase adds to the deal's own terms; the market rebuilds the listing's terms from both. This is the
/// `authorization` of a published listing: `abi.encode(Purchase)`, and of a signed one `abi.encode(Purchase,
/// abi.encode(uint32 stock, bytes signature))`. What follows the purchase is not read where the listing is published.
struct Purchase {
    bytes32 sku; // the seller's name for the listing
    uint32 units; // how many; the deal's price and deposit are for all of them
    uint16 referralBps; // as in the listing's terms
    uint32 deliverPeriod; // as in the listing's terms
    uint32 cancelPeriod; // as in the listing's terms
    uint40 expiresAt; // as in the listing's terms
}

/// What the market stores about a listing: one word.
struct Listing {
    bytes24 termsHash; // the first 24 bytes of the hash of the current terms; zero when withdrawn
    uint32 stock; // units left
    uint32 revision; // counts publications, revisions and withdrawals
}

/// @title Fixed price market
/// @notice Sellers publish what they sell, with price, stock and terms; buyers pay into escrow.
interface IFixedPrice is IMarket {
    // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A seller offers something for sale.
    event ListingPublished(
        bytes32 indexed listingId, address indexed seller, bytes32 sku, uint32 revision, uint32 stock, Terms terms
    );

    /// @notice A seller changed the terms of a listing.
    event ListingRevised(bytes32 indexed listingId, uint32 revision, uint32 stock, Terms terms);

    /// @notice A seller changed how many units are left.
    event ListingRestocked(bytes32 indexed listingId, uint32 stock);

    /// @notice A seller took a listing off the market.
    event ListingWithdrawn(bytes32 indexed listingId, uint32 revision);

    /// @notice Units of a listing were sold in a deal.
    event ListingPurchased(bytes32 indexed listingId, bytes32 indexed dealId, uint32 units, uint32 stock);

    // ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice This SKU is already on the market. Revise it instead.
    error ListingExists(bytes32 listingId);

    /// @notice This listing is not on the market.
    error ListingUnknown(bytes32 listingId);

    /// @notice The seller changed the terms since you looked. Look at the listing again.
    error TermsChanged(bytes32 listingId, uint32 revision);

    /// @notice The seller changed the stock since you looked. Look at the listing again.
    error StockChanged(bytes32 listingId, uint32 stock);

    /// @notice There are not enough units left.
    error OutOfStock(bytes32 listingId, uint32 stock, uint32 units);

    /// @notice The purchase is not told in the way this market understands.
    error BadAuthorization(uint256 length);

    /// @notice This listing has expired.
    error ListingExpired(bytes32 listingId, uint256 expiresAt);

    /// @notice A listing needs a price, and an expiry in the future.
    error BadTerms(uint256 price, uint256 expiresAt);

    /// @notice A term is larger than its type.
    error StrayBits(uint256 stray);

    /// @notice A purchase needs at least one unit, and a price that is a multiple of the number of units.
    error BadUnits(uint32 units, uint256 price, uint256 deposit);

    /// @notice The seller does not grant so large a share to a front end.
    error ReferralNotGranted(uint256 bps, uint256 limit);

    /// @notice The seller needs more time to deliver.
    error DeliverByTooSoon(uint256 deliverBy, uint256 earliest);

    /// @notice The seller does not grant such a cancellation.
    error CancellationNotGranted(uint256 refunds, uint256 latest);

    /// @notice The listing was not signed by its seller, or was signed for another revision.
    error BadListingSignature(address seller, uint32 revision);

    // ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Puts something on the market under the caller's own SKU.
    /// @dev A withdrawn SKU may be published again.
    /// @return listingId the hash of seller and SKU; it never changes
    function publish(bytes32 sku, Terms calldata terms, uint32 stock) external returns (bytes32 listingId);

    /// @notice Replaces the terms of the caller's listing. Deals already open keep theirs.
    /// @param seenStock the stock the caller saw, so that a sale in between is not undone
    function revise(bytes32 sku, Terms calldata terms, uint32 seenStock, uint32 stock) external;

    /// @notice Sets how many units of the caller's listing are left.
    /// @param seenStock the stock the caller saw, so that a sale in between is not undone
    function restock(bytes32 sku, uint32 seenStock, uint32 stock) external;

    /// @notice Takes the caller's listing off the market, and voids signatures of it.
    /// @dev Works for a SKU that was only signed and never published.
    function withdraw(bytes32 sku) external;

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice The stable id of a seller's SKU in this market.
    function listingIdOf(address seller, bytes32 sku) external pure returns (bytes32 listingId);

    /// @notice What is stored about a listing.
    function listingOf(bytes32 listingId) external view returns (Listing memory listing);

    /// @notice The hash of listing terms whose first 24 bytes are stored: their EIP-712 `hashStruct`.
    function hashTerms(Terms calldata terms) external pure returns (bytes32 termsHash);

    /// @notice The digest a seller signs to offer a listing without a transaction.
    /// @dev EIP-712 `SignedListing(address seller,bytes32 sku,uint32 revision,uint32 stock,Terms terms)`. `revision`
    /// is the listing's current revision (zero before anything happened); the first purchase uses it up. The domain is
    /// `Agora FixedPrice`, version `1`, with chain id and this contract.
    function listingDigest(address seller, bytes32 sku, uint32 revision, uint32 stock, Terms calldata terms)
        external
        view
        returns (bytes32 digest);
}
