// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../interfaces/IEscrow.sol";
import {IFixedPrice, Purchase, Terms} from "../interfaces/IFixedPrice.sol";

/// @title Listing terms
/// @notice Holds a deal against what the seller published.
library ListingTerms {
    bytes internal constant TYPE = "Terms(address token,uint128 price,uint128 deposit,uint16 referralBps,"
        "address arbiter,uint16 arbiterBps,uint16 silenceBps,uint32 deliverPeriod,uint32 cancelPeriod,"
        "uint32 inspection,uint8 revisions,uint32 claimPeriod,uint32 contestPeriod,uint32 rulingPeriod,"
        "uint40 expiresAt,bytes32 document)";
    bytes32 internal constant TYPEHASH = keccak256(TYPE);

    uint256 private constant STEP_BITS = 56;
    uint256 private constant FULL_BUYER_BPS = 10_000;

    /// @notice The EIP-712 hash of the terms.
    function hash(Terms memory terms) internal pure returns (bytes32 termsHash) {
        return keccak256(abi.encode(TYPEHASH, terms));
    }

    /// @notice The terms a listing must have for this deal: everything the buyer may not choose.
    function ofPurchase(Deal calldata deal, Purchase memory purchase) internal pure returns (Terms memory terms) {
        uint128 units = purchase.units;
        if (units == 0 || deal.price % units != 0 || deal.deposit % units != 0) {
            revert IFixedPrice.BadUnits(purchase.units, deal.price, deal.deposit);
        }
        terms.token = deal.token;
        terms.price = deal.price / units;
        terms.deposit = deal.deposit / units;
        terms.referralBps = purchase.referralBps;
        terms.arbiter = deal.arbiter;
        terms.arbiterBps = deal.arbiterBps;
        terms.silenceBps = deal.silenceBps;
        terms.deliverPeriod = purchase.deliverPeriod;
        terms.cancelPeriod = purchase.cancelPeriod;
        terms.inspection = deal.inspection;
        terms.revisions = deal.revisions;
        terms.claimPeriod = deal.claimPeriod;
        terms.contestPeriod = deal.contestPeriod;
        terms.rulingPeriod = deal.rulingPeriod;
        terms.expiresAt = purchase.expiresAt;
        terms.document = deal.agreement;
    }

    /// @notice Reverts unless what the buyer chose lies within what the seller grants.
    function checkPurchase(bytes32 listingId, Deal calldata deal, Purchase memory purchase) internal view {
        if (block.timestamp >= purchase.expiresAt) {
            revert IFixedPrice.ListingExpired(listingId, purchase.expiresAt);
        }
        if (deal.referralBps > purchase.referralBps) {
            revert IFixedPrice.ReferralNotGranted(deal.referralBps, purchase.referralBps);
        }
        uint256 earliest = block.timestamp + purchase.deliverPeriod;
        if (deal.deliverBy < earliest) revert IFixedPrice.DeliverByTooSoon(deal.deliverBy, earliest);
        uint256 latest = block.timestamp + purchase.cancelPeriod;
        if (!_isGranted(deal.refunds, latest)) revert IFixedPrice.CancellationNotGranted(deal.refunds, latest);
    }

    /// @dev No cancellation, or one step that gives everything back.
    function _isGranted(uint256 refunds, uint256 latest) private pure returns (bool) {
        if (refunds == 0) return true;
        return refunds >> STEP_BITS == 0 && refunds >> 40 == FULL_BUYER_BPS && uint40(refunds) <= latest;
    }
}
