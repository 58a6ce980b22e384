// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, IEscrow} from "../interfaces/IEscrow.sol";
import {RefundSchedule} from "./RefundSchedule.sol";

/// @title Deal terms
/// @notice The name of a deal, and which terms the protocol lets two people agree to.
library DealTerms {
    uint256 internal constant MAX_REFERRAL_BPS = 500;
    uint256 internal constant MAX_ARBITER_BPS = 1_000;
    uint256 internal constant MAX_PERIOD = 365 days;

    /// @notice The id of the deal with these terms on this chain and escrow.
    function idOf(Deal calldata deal, address escrow) internal view returns (bytes32 dealId) {
        return keccak256(abi.encode(block.chainid, escrow, deal));
    }

    /// @notice Reverts unless the escrow can hold a deal with these terms, and bring it to an end.
    /// @dev Assumes: called by the escrow.
    function check(Deal calldata deal) internal view {
        _checkPeople(deal);
        _checkShares(deal);
        if (deal.price == 0) revert IEscrow.NoPrice();
        if (deal.deliverBy <= block.timestamp) revert IEscrow.DeadlinePassed(deal.deliverBy, block.timestamp);
        _checkPeriod(deal.inspection);
        _checkPeriod(deal.claimPeriod);
        _checkPeriod(deal.contestPeriod);
        _checkPeriod(deal.rulingPeriod);
        if (deal.refunds != 0) RefundSchedule.check(deal.refunds);
    }

    /// @dev The escrow cannot be a party: what is paid to it would be nobody's.
    function _checkPeople(Deal calldata deal) private view {
        (address buyer, address seller, address arbiter) = (deal.buyer, deal.seller, deal.arbiter);
        bool isParty = buyer != address(0) && seller != address(0) && deal.market != address(0) && buyer != seller;
        if (!isParty || buyer == address(this) || seller == address(this)) {
            revert IEscrow.BadParties(deal.market, buyer, seller);
        }
        if (arbiter == buyer || arbiter == seller) revert IEscrow.BadArbiter(arbiter);
    }

    function _checkShares(Deal calldata deal) private pure {
        uint256 limit = deal.referrer == address(0) ? 0 : MAX_REFERRAL_BPS;
        if (deal.referralBps > limit) revert IEscrow.ReferralTooHigh(deal.referralBps, limit);
        if (deal.arbiterBps > MAX_ARBITER_BPS) revert IEscrow.ArbiterFeeTooHigh(deal.arbiterBps, MAX_ARBITER_BPS);
        if (deal.silenceBps > 10_000) revert IEscrow.BadShare(deal.silenceBps);
    }

    function _checkPeriod(uint256 period) private pure {
        if (period > MAX_PERIOD) revert IEscrow.PeriodTooLong(period, MAX_PERIOD);
    }
}
