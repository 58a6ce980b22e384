// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, Outcome} from "../../../../contracts/interfaces/IEscrow.sol";
import {Stage} from "../Stage.sol";

/// @title Closed deals
/// @notice Brings deals to every end that counts for somebody's record.
abstract contract ClosedDeals is Stage {
    address internal constant ARBITER = address(0xA4B);

    /// How a deal ended, noted while it was brought there.
    struct End {
        Outcome outcome;
        uint16 sellerBps;
        bool isForfeited;
        uint256 closedAt; // zero while it is open
    }

    uint256 private _count;

    function _openDeal(uint256 seed) internal returns (Deal memory deal) {
        deal.market = address(_market);
        deal.buyer = _people[_dice(seed, "buyer") % 4];
        deal.seller = _people[(_dice(seed, "buyer") + 1 + _dice(seed, "seller") % 3) % 4];
        (deal.price, deal.deposit) = (1000, uint128(_dice(seed, "deposit") % 2) * 100);
        (deal.arbiter, deal.deliverBy) = (ARBITER, uint40(_now() + 7 days));
        (deal.inspection, deal.claimPeriod) = (1 days, 1 days);
        (deal.contestPeriod, deal.rulingPeriod) = (1 days, 1 days);
        deal.salt = bytes32(_count++);

        vm.prank(deal.buyer);
        escrow.open{value: deal.price + deal.deposit}(deal, "");
    }

    /// @notice Brings an open deal to one of its ends; some need time to pass.
    function _bringToAnEnd(Deal memory deal, uint256 seed) internal returns (End memory end) {
        uint16 bps = [uint16(0), 4999, 5000, 5001, 10_000][_dice(seed, "share") % 5];
        uint256 kind = _dice(seed, "kind") % 5;
        if (kind == 0) end = _refund(deal);
        else if (kind == 1) end = _reclaim(deal);
        else if (kind == 2) end = _ruleOnPrice(deal, bps);
        else end = _release(deal, bps, kind == 3);
        end.closedAt = _now();
    }

    function _refund(Deal memory deal) private returns (End memory end) {
        vm.prank(deal.seller);
        escrow.refund(deal);
        end.outcome = Outcome.Refunded;
    }

    function _reclaim(Deal memory deal) private returns (End memory end) {
        vm.warp(deal.deliverBy + 1);
        vm.prank(deal.buyer);
        escrow.reclaim(deal);
        end.outcome = Outcome.Reclaimed;
    }

    function _ruleOnPrice(Deal memory deal, uint16 bps) private returns (End memory end) {
        vm.prank(deal.seller);
        escrow.dispute(deal, 10_000, 0);
        _contestAndRule(deal, deal.buyer, bps);
        (end.outcome, end.sellerBps) = (Outcome.Ruled, bps);
    }

    /// @dev With a deposit it goes on: a claim on it is conceded or ruled on, and forfeits it unless nothing is due.
    function _release(Deal memory deal, uint16 bps, bool isConceded) private returns (End memory end) {
        vm.prank(deal.buyer);
        escrow.release(deal);
        (end.outcome, end.sellerBps) = (Outcome.Released, 10_000);
        if (deal.deposit == 0) return end;

        vm.prank(deal.seller);
        escrow.claimDeposit(deal, isConceded ? bps : 10_000, 0);
        (end.sellerBps, end.isForfeited) = (bps, bps != 0);
        if (isConceded) {
            vm.prank(deal.buyer);
            escrow.concede(deal);
            end.outcome = Outcome.Conceded;
        } else {
            _contestAndRule(deal, deal.buyer, bps);
            end.outcome = Outcome.Ruled;
        }
    }

    function _contestAndRule(Deal memory deal, address opponent, uint16 bps) private {
        vm.prank(opponent);
        escrow.contest(deal, 0);
        vm.prank(ARBITER);
        escrow.rule(deal, bps);
        escrow.execute(deal);
    }
}
