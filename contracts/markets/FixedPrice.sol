// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {Deal} from "../interfaces/IEscrow.sol";
import {IFixedPrice, Listing, Purchase, Terms} from "../interfaces/IFixedPrice.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {ListingTerms} from "../libraries/ListingTerms.sol";

/// @title Fixed price market
/// @notice Sellers publish what they sell, with price, stock and terms; buyers pay into escrow.
/// @dev Documented in IFixedPrice. Holds no money and calls nobody, except a seller's ERC-1271 wallet to read.
contract FixedPrice is IFixedPrice, EIP712 {
    using ListingTerms for Listing;
    using ListingTerms for Terms;

    /// @notice The only contract that may ask this market to vouch for a deal.
    address public immutable ESCROW;

    mapping(bytes32 listingId => Listing listing) private _listings;

    constructor(address escrow) {
        ESCROW = escrow;
    }

    // ── Selling ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IFixedPrice
    function publish(bytes32 sku, Terms calldata terms, uint32 stock) external returns (bytes32 listingId) {
        listingId = listingIdOf(msg.sender, sku);
        Listing storage listing = _listings[listingId];
        if (listing.termsHash != 0) revert ListingExists(listingId);

        _publish(listing, listingId, msg.sender, sku, listing.revision + 1, stock, ListingTerms.copy(terms));
    }

    /// @inheritdoc IFixedPrice
    function revise(bytes32 sku, Terms calldata terms, uint32 seenStock, uint32 stock) external {
        (bytes32 listingId, Listing memory listing) = _loadOwn(sku);
        if (listing.stock != seenStock) revert StockChanged(listingId, listing.stock);
        Terms memory copied = ListingTerms.copy(terms);
        _requireTerms(copied);

        uint32 revision = listing.revision + 1;
        _listings[listingId].write(bytes24(ListingTerms.hash(copied)), stock, revision);
        emit ListingRevised(listingId, revision, stock, copied);
    }

    /// @inheritdoc IFixedPrice
    function restock(bytes32 sku, uint32 seenStock, uint32 stock) external {
        (bytes32 listingId, Listing memory listing) = _loadOwn(sku);
        if (listing.stock != seenStock) revert StockChanged(listingId, listing.stock);

        _listings[listingId].stock = stock;
        emit ListingRestocked(listingId, stock);
    }

    /// @inheritdoc IFixedPrice
    function withdraw(bytes32 sku) external {
        bytes32 listingId = listingIdOf(msg.sender, sku);
        uint32 revision = _listings[listingId].revision + 1;

        _listings[listingId] = Listing(0, 0, revision);
        emit ListingWithdrawn(listingId, revision);
    }

    // ── Buying ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IMarket
    function authorize(bytes32 dealId, Deal calldata deal, bytes calldata authorization)
        external
        returns (bytes4 magic)
    {
        if (msg.sender != ESCROW) revert NotEscrow(msg.sender);
        Purchase calldata purchase = ListingTerms.purchaseOf(authorization);
        uint32 units = purchase.units;
        Terms memory terms = ListingTerms.ofPurchase(deal, purchase, units);
        bytes32 listingId = listingIdOf(deal.seller, purchase.sku);
        uint32 stock = _stockOf(listingId, terms, deal, authorization);
        ListingTerms.checkPurchase(listingId, deal, terms);
        if (stock < units) revert OutOfStock(listingId, stock, units);

        stock -= units;
        _listings[listingId].stock = stock;
        emit ListingPurchased(listingId, dealId, units, stock);
        return IMarket.authorize.selector;
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IFixedPrice
    function listingOf(bytes32 listingId) external view returns (Listing memory listing) {
        return _listings[listingId];
    }

    /// @inheritdoc IFixedPrice
    function listingDigest(address seller, bytes32 sku, uint32 revision, uint32 stock, Terms calldata terms)
        external
        view
        returns (bytes32 digest)
    {
        return _digestOf(seller, sku, revision, stock, ListingTerms.copy(terms));
    }

    /// @inheritdoc IFixedPrice
    function listingIdOf(address seller, bytes32 sku) public pure returns (bytes32 listingId) {
        return keccak256(abi.encode(seller, sku));
    }

    /// @inheritdoc IFixedPrice
    function hashTerms(Terms calldata terms) external pure returns (bytes32 termsHash) {
        return ListingTerms.hash(ListingTerms.copy(terms));
    }

    // ── Internals ────────────────────────────────────────────────────────────────────────────────────────────────

    function _loadOwn(bytes32 sku) private view returns (bytes32 listingId, Listing memory listing) {
        listingId = listingIdOf(msg.sender, sku);
        listing = _listings[listingId];
        if (listing.termsHash == 0) revert ListingUnknown(listingId);
    }

    /// @dev The stock of the listing if these are its terms. One that was only signed is published on the way.
    function _stockOf(bytes32 listingId, Terms memory terms, Deal calldata deal, bytes calldata authorization)
        private
        returns (uint32 stock)
    {
        Listing storage listing = _listings[listingId];
        bytes24 termsHash = bytes24(ListingTerms.hash(terms));
        if (listing.termsHash == termsHash) return listing.stock;
        if (listing.termsHash != 0) revert TermsChanged(listingId, listing.revision);
        if (authorization.length <= ListingTerms.PURCHASE_BYTES) revert ListingUnknown(listingId);
        (Purchase memory purchase, bytes memory signed) = abi.decode(authorization, (Purchase, bytes));
        if (signed.length == 0) revert ListingUnknown(listingId);
        return _publishSigned(listingId, deal.seller, purchase.sku, terms, signed);
    }

    function _publishSigned(bytes32 listingId, address seller, bytes32 sku, Terms memory terms, bytes memory signed)
        private
        returns (uint32 stock)
    {
        bytes memory signature;
        (stock, signature) = abi.decode(signed, (uint32, bytes));
        Listing storage listing = _listings[listingId];
        uint32 revision = listing.revision;
        bytes32 digest = _digestOf(seller, sku, revision, stock, terms);
        if (!SignatureCheckerLib.isValidSignatureNow(seller, digest, signature)) {
            revert BadListingSignature(seller, revision);
        }

        _publish(listing, listingId, seller, sku, revision + 1, stock, terms);
    }

    function _publish(
        Listing storage listing,
        bytes32 listingId,
        address seller,
        bytes32 sku,
        uint32 revision,
        uint32 stock,
        Terms memory terms
    ) private {
        _requireTerms(terms);

        listing.write(bytes24(ListingTerms.hash(terms)), stock, revision);
        terms.logPublished(listingId, seller, sku, revision, stock);
    }

    function _digestOf(address seller, bytes32 sku, uint32 revision, uint32 stock, Terms memory terms)
        private
        view
        returns (bytes32 digest)
    {
        bytes32 termsHash = ListingTerms.hash(terms);
        return _hashTypedData(ListingTerms.hashSigned(seller, sku, revision, stock, termsHash));
    }

    function _requireTerms(Terms memory terms) private view {
        bool isOffer = terms.price != 0 && terms.expiresAt > block.timestamp;
        if (!isOffer) revert BadTerms(terms.price, terms.expiresAt);
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora FixedPrice", "1");
    }
}
