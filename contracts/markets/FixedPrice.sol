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
    bytes32 private constant SIGNED_LISTING_TYPEHASH = keccak256(
        abi.encodePacked(
            "SignedListing(address seller,bytes32 sku,uint32 revision,uint32 stock,Terms terms)", ListingTerms.TYPE
        )
    );

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
        Listing memory listing = _listings[listingId];
        if (listing.termsHash != 0) revert ListingExists(listingId);
        _requireTerms(terms.price, terms.expiresAt);

        uint32 revision = listing.revision + 1;
        _listings[listingId] = Listing(bytes24(hashTerms(terms)), stock, revision);
        emit ListingPublished(listingId, msg.sender, sku, revision, stock, terms);
    }

    /// @inheritdoc IFixedPrice
    function revise(bytes32 sku, Terms calldata terms, uint32 seenStock, uint32 stock) external {
        (bytes32 listingId, Listing memory listing) = _loadOwn(sku);
        if (listing.stock != seenStock) revert StockChanged(listingId, listing.stock);
        _requireTerms(terms.price, terms.expiresAt);

        uint32 revision = listing.revision + 1;
        _listings[listingId] = Listing(bytes24(hashTerms(terms)), stock, revision);
        emit ListingRevised(listingId, revision, stock, terms);
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
        (Purchase memory purchase, bytes memory signed) = abi.decode(authorization, (Purchase, bytes));
        bytes32 listingId = listingIdOf(deal.seller, purchase.sku);
        uint32 stock = _stockOf(listingId, ListingTerms.ofPurchase(deal, purchase), deal.seller, purchase.sku, signed);
        ListingTerms.checkPurchase(listingId, deal, purchase);
        if (stock < purchase.units) revert OutOfStock(listingId, stock, purchase.units);

        unchecked {
            stock -= purchase.units;
        }
        _listings[listingId].stock = stock;
        emit ListingPurchased(listingId, dealId, purchase.units, stock);
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
        return _listingDigest(seller, sku, revision, stock, hashTerms(terms));
    }

    /// @inheritdoc IFixedPrice
    function listingIdOf(address seller, bytes32 sku) public pure returns (bytes32 listingId) {
        return keccak256(abi.encode(seller, sku));
    }

    /// @inheritdoc IFixedPrice
    function hashTerms(Terms calldata terms) public pure returns (bytes32 termsHash) {
        return keccak256(abi.encode(ListingTerms.TYPEHASH, terms));
    }

    // ── Internals ────────────────────────────────────────────────────────────────────────────────────────────────

    function _loadOwn(bytes32 sku) private view returns (bytes32 listingId, Listing memory listing) {
        listingId = listingIdOf(msg.sender, sku);
        listing = _listings[listingId];
        if (listing.termsHash == 0) revert ListingUnknown(listingId);
    }

    /// @dev The stock of the listing if these are its terms. One that was only signed is published on the way.
    function _stockOf(bytes32 listingId, Terms memory terms, address seller, bytes32 sku, bytes memory signed)
        private
        returns (uint32 stock)
    {
        Listing memory listing = _listings[listingId];
        bytes32 termsHash = ListingTerms.hash(terms);
        if (listing.termsHash == bytes24(termsHash)) return listing.stock;
        if (listing.termsHash != 0) revert TermsChanged(listingId, listing.revision);
        if (signed.length == 0) revert ListingUnknown(listingId);
        bytes memory signature;
        (stock, signature) = abi.decode(signed, (uint32, bytes));
        bytes32 digest = _listingDigest(seller, sku, listing.revision, stock, termsHash);
        if (!SignatureCheckerLib.isValidSignatureNow(seller, digest, signature)) {
            revert BadListingSignature(seller, listing.revision);
        }
        _requireTerms(terms.price, terms.expiresAt);

        uint32 revision = listing.revision + 1;
        _listings[listingId] = Listing(bytes24(termsHash), stock, revision);
        emit ListingPublished(listingId, seller, sku, revision, stock, terms);
    }

    function _listingDigest(address seller, bytes32 sku, uint32 revision, uint32 stock, bytes32 termsHash)
        private
        view
        returns (bytes32 digest)
    {
        return _hashTypedData(keccak256(abi.encode(SIGNED_LISTING_TYPEHASH, seller, sku, revision, stock, termsHash)));
    }

    function _requireTerms(uint256 price, uint256 expiresAt) private view {
        if (price == 0 || expiresAt <= block.timestamp) revert BadTerms(price, expiresAt);
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora FixedPrice", "1");
    }
}
