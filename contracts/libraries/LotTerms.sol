// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuction, Lot} from "../interfaces/IAuction.sol";
import {Deal} from "../interfaces/IEscrow.sol";
import {DealTerms} from "./DealTerms.sol";
import {Splits} from "./Splits.sol";
import {Standing} from "./Standings.sol";

/// @title Lot terms
/// @notice The name of an auction, which lots can be auctioned, and the deal that a sale becomes.
library LotTerms {
    uint256 internal constant MAX_EXTENSIONS = 63;
    uint256 internal constant MAX_EXTENSION = 1 days;
    uint256 internal constant MAX_INCREMENT_BPS = 10_000;
    /// @dev How long after the end a sale may be settled. No reserve stays hidden for longer either.
    uint256 internal constant SETTLE_PERIOD = 7 days;

    /// @notice The id of the auction of this lot on this chain and market.
    /// @dev Assumes: called by the market.
    function idOf(Lot calldata lot) internal view returns (bytes32 auctionId) {
        return keccak256(abi.encode(block.chainid, address(this), lot));
    }

    /// @notice What a seller commits to who has a reserve.
    function reserveHashOf(uint88 reserve, bytes32 secret) internal pure returns (bytes32 reserveHash) {
        return keccak256(abi.encode(reserve, secret));
    }

    /// @notice Reverts unless the lot can be auctioned, and its auction comes to an end.
    function check(Lot calldata lot) internal view {
        if (lot.startPrice == 0 || (lot.buyNowPrice != 0 && lot.buyNowPrice < lot.startPrice)) {
            revert IAuction.BadPrices(lot.startPrice, lot.buyNowPrice);
        }
        bool isInTime = lot.endsAt > block.timestamp && lot.endsAt <= block.timestamp + DealTerms.MAX_PERIOD;
        if (!isInTime || lot.startsAt >= lot.endsAt) revert IAuction.BadTimes(lot.startsAt, lot.endsAt);
        if (lot.incrementBps > MAX_INCREMENT_BPS) {
            revert IAuction.IncrementTooHigh(lot.incrementBps, MAX_INCREMENT_BPS);
        }
        if (lot.extension > MAX_EXTENSION || lot.maxExtensions > MAX_EXTENSIONS) {
            revert IAuction.ExtensionsTooLong(lot.extension, lot.maxExtensions);
        }
        if (lot.reserveHash == 0) return;
        if (lot.revealPeriod == 0 || lot.revealPeriod > SETTLE_PERIOD) {
            revert IAuction.BadRevealPeriod(lot.revealPeriod, SETTLE_PERIOD);
        }
    }

    /// @notice When the auction ends, as far as it is known now.
    function endOf(Lot calldata lot, Standing standing) internal pure returns (uint256 endsAt) {
        return lot.endsAt + uint256(standing.extensions()) * lot.extension;
    }

    /// @notice When an auction that is over can no longer become a sale.
    function saleEndOf(Lot calldata lot, Standing standing) internal pure returns (uint256 endsAt) {
        return endOf(lot, standing) + (lot.reserveHash == 0 ? SETTLE_PERIOD : lot.revealPeriod);
    }

    /// @notice The least that can be bid.
    function minimumOf(Lot calldata lot, Standing standing) internal pure returns (uint256 minimum) {
        if (!standing.hasBids()) return lot.startPrice;
        uint256 highest = standing.amount();
        uint256 increment = Splits.share(highest, lot.incrementBps);
        return highest + (increment == 0 ? 1 : increment);
    }

    /// @notice The deal that is opened if the lot is sold now.
    /// @dev Assumes: called by the market. A sum of a 32-bit period and a time fits into 40 bits for 34,000 years.
    function dealOf(Lot calldata lot, bytes32 auctionId, address buyer, uint256 price)
        internal
        view
        returns (Deal memory deal)
    {
        (deal.market, deal.buyer, deal.seller) = (address(this), buyer, lot.seller);
        (deal.token, deal.price) = (lot.token, uint128(price));
        (deal.arbiter, deal.arbiterBps, deal.silenceBps) = (lot.arbiter, lot.arbiterBps, lot.silenceBps);
        (deal.deliverBy, deal.inspection) = (uint40(block.timestamp + lot.deliverPeriod), lot.inspection);
        (deal.contestPeriod, deal.rulingPeriod) = (lot.contestPeriod, lot.rulingPeriod);
        (deal.agreement, deal.salt) = (lot.document, auctionId);
    }
}
