// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../interfaces/IEscrow.sol";
import {IFixedPrice, Listing, Purchase, Terms} from "../interfaces/IFixedPrice.sol";
import {RefundSchedule} from "./RefundSchedule.sol";

/// @title Listing terms
/// @notice Holds a deal against what the seller published.
/// @dev In memory the terms stand as they are ABI-encoded: 16 words. `copy` and `ofPurchase` leave three words of room
/// before them, so that what is hashed or logged in front of them needs no second copy.
library ListingTerms {
    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "Terms(address token,uint128 price,uint128 deposit,uint16 referralBps,address arbiter,uint16 arbiterBps,"
        "uint16 silenceBps,uint32 deliverPeriod,uint32 cancelPeriod,uint32 inspection,uint8 revisions,"
        "uint32 claimPeriod,uint32 contestPeriod,uint32 rulingPeriod,uint40 expiresAt,bytes32 document)"
    );
    bytes32 private constant SIGNED_LISTING_TYPEHASH = keccak256(
        "SignedListing(address seller,bytes32 sku,uint32 revision,uint32 stock,Terms terms)"
        "Terms(address token,uint128 price,uint128 deposit,uint16 referralBps,address arbiter,uint16 arbiterBps,"
        "uint16 silenceBps,uint32 deliverPeriod,uint32 cancelPeriod,uint32 inspection,uint8 revisions,"
        "uint32 claimPeriod,uint32 contestPeriod,uint32 rulingPeriod,uint40 expiresAt,bytes32 document)"
    );

    uint256 internal constant PURCHASE_BYTES = 192; // 6 words
    uint256 private constant TERMS_BYTES = 512; // 16 words
    uint256 private constant ROOM = 96; // 3 words
    uint256 private constant FULL_BUYER_BPS = 10_000;

    /// @notice The terms in memory.
    /// @dev Reverts if a field has bits beyond its width, as the compiler does for 200 gas more.
    function copy(Terms calldata terms) internal pure returns (Terms memory copied) {
        uint256 stray;
        assembly ("memory-safe") {
            function word(start, index) -> value {
                value := mload(add(start, shl(5, index)))
            }
            copied := add(copied, ROOM)
            mstore(0x40, add(copied, TERMS_BYTES))
            calldatacopy(copied, terms, TERMS_BYTES)
            // token, arbiter: 160 bits
            stray := shr(160, or(word(copied, 0), word(copied, 4)))
            // price, deposit: 128 bits
            stray := or(stray, shr(128, or(word(copied, 1), word(copied, 2))))
            // expiresAt: 40 bits
            stray := or(stray, shr(40, word(copied, 14)))
            // deliverPeriod, cancelPeriod, inspection, claimPeriod, contestPeriod, rulingPeriod: 32 bits
            let periods := or(or(word(copied, 7), word(copied, 8)), or(word(copied, 9), word(copied, 11)))
            stray := or(stray, shr(32, or(periods, or(word(copied, 12), word(copied, 13)))))
            // referralBps, arbiterBps, silenceBps: 16 bits
            stray := or(stray, shr(16, or(word(copied, 3), or(word(copied, 5), word(copied, 6)))))
            // revisions: 8 bits
            stray := or(stray, shr(8, word(copied, 10)))
        }
        if (stray != 0) revert IFixedPrice.StrayBits(stray);
    }

    /// @notice The EIP-712 hash of the terms.
    /// @dev Assumes: the terms have room before them. Encoding them anew costs 700 gas in every purchase.
    function hash(Terms memory terms) internal pure returns (bytes32 termsHash) {
        bytes32 typehash = TERMS_TYPEHASH;
        assembly ("memory-safe") {
            let start := sub(terms, 32)
            mstore(start, typehash)
            termsHash := keccak256(start, add(TERMS_BYTES, 32))
        }
    }

    /// @notice What `emit ListingPublished(listingId, seller, sku, revision, stock, terms)` does, for 600 gas less.
    /// @dev Assumes: the terms have room before them.
    function logPublished(
        Terms memory terms,
        bytes32 listingId,
        address seller,
        bytes32 sku,
        uint32 revision,
        uint32 stock
    ) internal {
        bytes32 topic = IFixedPrice.ListingPublished.selector;
        assembly ("memory-safe") {
            let start := sub(terms, ROOM)
            mstore(start, sku)
            mstore(add(start, 32), revision)
            mstore(add(start, 64), stock)
            log3(start, add(TERMS_BYTES, ROOM), topic, listingId, seller)
        }
    }

    /// @notice What `listing = Listing(termsHash, stock, revision)` does, for 600 gas less than field by field.
    function write(Listing storage listing, bytes24 termsHash, uint32 stock, uint32 revision) internal {
        assembly ("memory-safe") {
            // termsHash lies in the lowest 192 bits, revision in the highest 32.
            sstore(listing.slot, or(shr(64, termsHash), or(shl(192, stock), shl(224, revision))))
        }
    }

    /// @notice The EIP-712 hash of what a seller signs.
    function hashSigned(address seller, bytes32 sku, uint32 revision, uint32 stock, bytes32 termsHash)
        internal
        pure
        returns (bytes32 structHash)
    {
        return keccak256(abi.encode(SIGNED_LISTING_TYPEHASH, seller, sku, revision, stock, termsHash));
    }

    /// @notice The purchase that an authorization begins with.
    /// @dev Decoding it into memory costs 600 gas.
    function purchaseOf(bytes calldata authorization) internal pure returns (Purchase calldata purchase) {
        if (authorization.length < PURCHASE_BYTES) revert IFixedPrice.BadAuthorization(authorization.length);
        assembly ("memory-safe") {
            purchase := authorization.offset
        }
    }

    /// @notice The terms a listing must have for this deal: everything the buyer may not choose.
    /// @dev Each word of the terms is a word of the deal or of the purchase, so words are copied: field by field costs
    /// 700 gas more. Stray bits do no harm: the escrow refuses them in a deal, and with one in the purchase the terms
    /// have another hash than any that a seller published.
    function ofPurchase(Deal calldata deal, Purchase calldata purchase, uint256 units)
        internal
        pure
        returns (Terms memory terms)
    {
        assembly ("memory-safe") {
            terms := add(terms, ROOM)
            mstore(0x40, add(terms, TERMS_BYTES))
        }
        (uint256 price, uint256 deposit) = (deal.price, deal.deposit);
        if (units == 0 || price % units != 0 || deposit % units != 0) {
            revert IFixedPrice.BadUnits(uint32(units), price, deposit);
        }
        terms.price = uint128(price / units);
        terms.deposit = uint128(deposit / units);
        assembly ("memory-safe") {
            calldatacopy(terms, add(deal, 96), 32) // token
            calldatacopy(add(terms, 96), add(purchase, 64), 32) // referralBps
            calldatacopy(add(terms, 128), add(deal, 256), 96) // arbiter, arbiterBps, silenceBps
            calldatacopy(add(terms, 224), add(purchase, 96), 64) // deliverPeriod, cancelPeriod
            calldatacopy(add(terms, 288), add(deal, 384), 160) // inspection, revisions, claimPeriod to rulingPeriod
            calldatacopy(add(terms, 448), add(purchase, 160), 32) // expiresAt
            calldatacopy(add(terms, 480), add(deal, 608), 32) // document
        }
    }

    /// @notice Reverts unless what the buyer chose lies within what the seller grants.
    function checkPurchase(bytes32 listingId, Deal calldata deal, Terms memory terms) internal view {
        if (block.timestamp >= terms.expiresAt) revert IFixedPrice.ListingExpired(listingId, terms.expiresAt);
        uint256 referralBps = deal.referralBps;
        if (referralBps > terms.referralBps) revert IFixedPrice.ReferralNotGranted(referralBps, terms.referralBps);
        uint256 deliverBy = deal.deliverBy;
        uint256 earliest = block.timestamp + terms.deliverPeriod;
        if (deliverBy < earliest) revert IFixedPrice.DeliverByTooSoon(deliverBy, earliest);
        uint256 latest = block.timestamp + terms.cancelPeriod;
        if (!_isGranted(deal.refunds, latest)) revert IFixedPrice.CancellationNotGranted(deal.refunds, latest);
    }

    /// @dev No cancellation, or one step that gives everything back.
    function _isGranted(uint256 refunds, uint256 latest) private pure returns (bool) {
        if (refunds == 0) return true;
        bool isOneStep = refunds >> RefundSchedule.STEP_BITS == 0;
        return isOneStep && refunds >> RefundSchedule.UNTIL_BITS == FULL_BUYER_BPS && uint40(refunds) <= latest;
    }
}
