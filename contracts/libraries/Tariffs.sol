// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, Ending} from "../interfaces/IEscrow.sol";
import {IRequest, Tariff} from "../interfaces/IRequest.sol";
import {RefundSchedule} from "./RefundSchedule.sol";

/// @title Tariffs
/// @notice What a standing tariff asks, and whether a deal keeps to it.
library Tariffs {
    bytes32 private constant TARIFF_TYPEHASH = keccak256(
        "Tariff(address seller,address token,uint128 base,uint128 perKilometer,uint128 perMinute,uint128 minimum,"
        "uint32 freePeriod,uint32 waitPeriod,uint16 noShowBps,uint16 referralBps,address arbiter,uint16 arbiterBps,"
        "uint16 silenceBps,uint32 deliverPeriod,uint32 inspection,uint32 contestPeriod,uint32 rulingPeriod,"
        "uint32 epoch,uint40 expiresAt,bytes32 document)"
    );

    uint256 internal constant TARIFF_BYTES = 640; // 20 words
    /// @dev One word before a copy, so that its type can be hashed in front of it without a second copy.
    uint256 private constant ROOM = 32;
    uint256 private constant WHOLE_BPS = 10_000;

    /// @notice The tariff that begins in the second word.
    /// @dev Assumes: the authorization is long enough.
    function tariffOf(bytes calldata authorization) internal pure returns (Tariff calldata tariff) {
        assembly ("memory-safe") {
            tariff := add(authorization.offset, ROOM)
        }
    }

    /// @notice The tariff in memory.
    /// @dev Reverts if a field has bits beyond its width, by name, where the compiler would say nothing.
    function copy(Tariff calldata tariff) internal pure returns (Tariff memory copied) {
        uint256 stray;
        assembly ("memory-safe") {
            function word(start, index) -> value {
                value := mload(add(start, shl(5, index)))
            }
            copied := add(copied, ROOM)
            mstore(0x40, add(copied, TARIFF_BYTES))
            calldatacopy(copied, tariff, TARIFF_BYTES)
            // seller, token, arbiter: 160 bits
            stray := shr(160, or(word(copied, 0), or(word(copied, 1), word(copied, 10))))
            // base, perKilometer, perMinute, minimum: 128 bits
            let amounts := or(or(word(copied, 2), word(copied, 3)), or(word(copied, 4), word(copied, 5)))
            stray := or(stray, shr(128, amounts))
            // expiresAt: 40 bits
            stray := or(stray, shr(40, word(copied, 18)))
            // freePeriod, waitPeriod, deliverPeriod, inspection, contestPeriod, rulingPeriod, epoch: 32 bits
            let periods := or(or(word(copied, 6), word(copied, 7)), or(word(copied, 13), word(copied, 14)))
            periods := or(periods, or(word(copied, 15), or(word(copied, 16), word(copied, 17))))
            stray := or(stray, shr(32, periods))
            // noShowBps, referralBps, arbiterBps, silenceBps: 16 bits
            let shares := or(or(word(copied, 8), word(copied, 9)), or(word(copied, 11), word(copied, 12)))
            stray := or(stray, shr(16, shares))
        }
        if (stray != 0) revert IRequest.StrayBits(stray);
    }

    /// @notice The EIP-712 hash of the tariff.
    /// @dev Assumes: the tariff comes from `copy`, with room before it.
    function hash(Tariff memory tariff) internal pure returns (bytes32 tariffHash) {
        bytes32 typehash = TARIFF_TYPEHASH;
        assembly ("memory-safe") {
            let start := sub(tariff, ROOM)
            mstore(start, typehash)
            tariffHash := keccak256(start, add(TARIFF_BYTES, ROOM))
        }
    }

    /// @notice Reverts unless deals at this tariff can be opened now.
    function check(Tariff memory tariff, bytes32 tariffId, uint32 epoch) internal view {
        if (block.timestamp >= tariff.expiresAt) revert IRequest.TariffExpired(tariffId, tariff.expiresAt);
        if (tariff.epoch != epoch) revert IRequest.TariffRevoked(tariffId, epoch);
        checkPeriods(tariff);
    }

    /// @notice Reverts unless the tariff's way to cancel can be written as a schedule.
    function checkPeriods(Tariff memory tariff) internal pure {
        if (tariff.waitPeriod <= tariff.freePeriod || tariff.noShowBps > WHOLE_BPS) {
            revert IRequest.BadTariff(tariff.freePeriod, tariff.waitPeriod, tariff.noShowBps);
        }
    }

    /// @notice Reverts unless the deal has the tariff's terms, and what the buyer chose lies within what it grants.
    /// @dev Assumes: the tariff is checked.
    function checkDeal(Tariff memory tariff, bytes32 tariffId, Deal calldata deal) internal view {
        if (!_hasTerms(tariff, deal)) revert IRequest.NotTheTariff(tariffId);
        uint256 lowestFare = fare(tariff, 0, 0);
        if (deal.price < lowestFare) revert IRequest.CapTooLow(deal.price, lowestFare);
        if (deal.referralBps > tariff.referralBps) {
            revert IRequest.ReferralNotGranted(deal.referralBps, tariff.referralBps);
        }
        uint256 earliest = block.timestamp + tariff.deliverPeriod;
        if (deal.deliverBy < earliest) revert IRequest.DeliverByTooSoon(deal.deliverBy, earliest);
        _checkSchedule(tariff, deal.refunds);
    }

    /// @notice The price by distance and time, rounded down once.
    function fare(Tariff memory tariff, uint256 meters, uint256 duration) internal pure returns (uint256 amount) {
        // In thousandths of a sixtieth, so that distance and time are rounded together.
        uint256 metered = tariff.perKilometer * meters * 60 + tariff.perMinute * duration * 1000;
        amount = tariff.base + metered / 60_000;
        if (amount < tariff.minimum) amount = tariff.minimum;
    }

    /// @notice Free, then at the cost of a no-show, then begun by the code or not at all: see RefundSchedule.
    /// @dev Assumes: the tariff is checked.
    function schedule(Tariff memory tariff, uint256 start) internal pure returns (uint256 refunds) {
        uint256 free = WHOLE_BPS << RefundSchedule.UNTIL_BITS | start + tariff.freePeriod;
        uint256 late = WHOLE_BPS - tariff.noShowBps << RefundSchedule.UNTIL_BITS | start + tariff.waitPeriod;
        return uint256(Ending.ByCode) << RefundSchedule.STEPS_BITS | late << RefundSchedule.STEP_BITS | free;
    }

    function _hasTerms(Tariff memory tariff, Deal calldata deal) private pure returns (bool) {
        bool isSame = deal.seller == tariff.seller && deal.token == tariff.token && deal.agreement == tariff.document;
        bool isJudgedAlike = deal.arbiter == tariff.arbiter && deal.arbiterBps == tariff.arbiterBps
            && deal.silenceBps == tariff.silenceBps && deal.contestPeriod == tariff.contestPeriod
            && deal.rulingPeriod == tariff.rulingPeriod;
        bool isInspectedAlike = deal.inspection == tariff.inspection && deal.revisions == 0 && deal.deposit == 0;
        return isSame && isJudgedAlike && isInspectedAlike;
    }

    /// @dev A schedule that starts before the deal takes time from the buyer, who chose it; one that starts later would
    /// take it from the seller.
    function _checkSchedule(Tariff memory tariff, uint256 refunds) private view {
        uint256 until = uint40(refunds);
        uint256 start = until < tariff.freePeriod ? 0 : until - tariff.freePeriod;
        if (start > block.timestamp) start = block.timestamp;
        uint256 expected = schedule(tariff, start);
        if (refunds != expected) revert IRequest.WrongSchedule(refunds, expected);
    }
}
