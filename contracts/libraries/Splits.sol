// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../interfaces/IEscrow.sol";

/// What each side gets. The four sum to exactly what was divided.
struct Split {
    uint256 seller;
    uint256 buyer;
    uint256 referrer;
    uint256 arbiter;
}

/// @title Splits
/// @notice Divides the price or the deposit of a deal.
/// @dev Every share is rounded down and the buyer gets the rest: nothing is lost and no caller gains by rounding.
library Splits {
    /// @notice Divides the price less the seller's discount, which is the buyer's. The deposit is not part of it.
    /// @param isRuled whether the arbiter earned a fee
    function ofPrice(Deal calldata deal, uint256 discount, uint256 sellerBps, bool isRuled)
        internal
        pure
        returns (Split memory split)
    {
        split = _divide(deal.price - discount, sellerBps, isRuled ? deal.arbiterBps : 0);
        split.referrer = share(split.seller, deal.referralBps);
        split.seller -= split.referrer;
        split.buyer += discount;
    }

    /// @notice Divides the price as `ofPrice` does, and gives the buyer the whole deposit.
    /// @param isRuled whether the arbiter earned a fee
    function ofPriceAndDeposit(Deal calldata deal, uint256 discount, uint256 sellerBps, bool isRuled)
        internal
        pure
        returns (Split memory split)
    {
        split = ofPrice(deal, discount, sellerBps, isRuled);
        split.buyer += deal.deposit;
    }

    /// @notice Divides the deposit. No referrer earned any of it.
    /// @param isRuled whether the arbiter earned a fee
    function ofDeposit(Deal calldata deal, uint256 sellerBps, bool isRuled) internal pure returns (Split memory split) {
        return _divide(deal.deposit, sellerBps, isRuled ? deal.arbiterBps : 0);
    }

    /// @notice A share of an amount in basis points, rounded down.
    function share(uint256 amount, uint256 bps) internal pure returns (uint256 part) {
        return amount * bps / 10_000;
    }

    function _divide(uint256 amount, uint256 sellerBps, uint256 arbiterBps) private pure returns (Split memory split) {
        split.arbiter = share(amount, arbiterBps);
        uint256 rest = amount - split.arbiter;
        split.seller = share(rest, sellerBps);
        split.buyer = rest - split.seller;
    }
}
