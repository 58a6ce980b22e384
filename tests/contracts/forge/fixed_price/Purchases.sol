// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Purchase, Terms} from "../../../../contracts/interfaces/IFixedPrice.sol";
import {Shelf, Shelves} from "./Shelves.sol";

/// @title Purchases
/// @notice Deals that fit the terms of a listing, and deals that do not.
abstract contract Purchases is Shelves {
    uint256 private constant FAULTS = 23;
    uint256 private constant FULL = 10_000 << 40;

    uint256 private _count;

    /// @notice What a buyer may choose, chosen at random; everything else as the seller wrote it.
    function _choose(Shelf memory shelf, Terms memory terms, uint32 units, uint256 seed)
        internal
        returns (Deal memory deal, Purchase memory purchase)
    {
        deal.market = address(market);
        (deal.buyer, deal.seller) = (_people[2 + seed % 3], shelf.seller);
        (deal.token, deal.price, deal.deposit) = (terms.token, terms.price * units, terms.deposit * units);
        (deal.arbiter, deal.arbiterBps, deal.silenceBps) = (terms.arbiter, terms.arbiterBps, terms.silenceBps);
        (deal.inspection, deal.revisions) = (terms.inspection, terms.revisions);
        (deal.claimPeriod, deal.contestPeriod) = (terms.claimPeriod, terms.contestPeriod);
        (deal.rulingPeriod, deal.agreement) = (terms.rulingPeriod, terms.document);
        deal.salt = bytes32(_count++);
        if (_dice(seed, "referrer") % 2 == 0) {
            (deal.referrer, deal.referralBps) = (_people[7], uint16(_dice(seed, "share") % (terms.referralBps + 1)));
        }
        deal.deliverBy = uint40(_now() + terms.deliverPeriod + _dice(seed, "later") % 2);
        if (_dice(seed, "cancel") % 2 == 0) {
            deal.refunds = FULL + _now() + terms.cancelPeriod - _dice(seed, "sooner") % 2;
        }
        if (_dice(seed, "code") % 2 == 0) deal.handover = bytes32(seed);
        purchase =
            Purchase(shelf.sku, units, terms.referralBps, terms.deliverPeriod, terms.cancelPeriod, terms.expiresAt);
    }

    /// @notice Changes one thing that is the seller's to decide.
    function _spoil(Deal memory deal, Purchase memory purchase, Terms memory terms, uint256 fault) internal view {
        fault %= FAULTS;
        if (fault == 0) deal.price -= purchase.units;
        if (fault == 1) deal.price += 1;
        if (fault == 2) deal.deposit += purchase.units;
        if (fault == 3) deal.token = _currencies[2];
        if (fault == 4) deal.arbiter = _people[7];
        if (fault == 5) deal.arbiterBps = (terms.arbiterBps + 1) % 1001;
        if (fault == 6) deal.silenceBps = (terms.silenceBps + 1) % 10_001;
        if (fault == 7) deal.inspection += 1;
        if (fault == 8) deal.revisions ^= 1;
        if (fault == 9) deal.claimPeriod += 1;
        if (fault == 10) deal.contestPeriod += 1;
        if (fault == 11) deal.rulingPeriod += 1;
        if (fault == 12) deal.agreement ^= bytes32(uint256(1));
        if (fault == 13) deal.deliverBy = uint40(_now() + terms.deliverPeriod - 1);
        if (fault == 14) deal.refunds = FULL + _now() + terms.cancelPeriod + 1;
        if (fault == 15) deal.refunds = FULL - (1 << 40) + _now() + 1;
        if (fault == 16) deal.refunds = FULL + _now() | FULL + _now() + 1 << 56;
        if (fault == 17) (deal.referrer, deal.referralBps) = (_people[7], terms.referralBps + 1);
        if (fault == 18) purchase.sku = "bowl";
        if (fault == 19) purchase.units = 0;
        if (fault == 20) purchase.expiresAt += 1;
        if (fault == 21) (purchase.cancelPeriod, deal.refunds) = (purchase.cancelPeriod + 1, 0);
        if (fault == 22) (purchase.deliverPeriod, purchase.referralBps) = (0, 500);
    }
}
