// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, Ending} from "../../../../contracts/interfaces/IEscrow.sol";
import {Stage} from "../Stage.sol";

/// @title Deal maker
/// @notice Random deals that the escrow must accept: any two people, any money, short and long times.
abstract contract DealMaker is Stage {
    uint256 private _count;

    function _makeDeal(uint256 seed) internal returns (Deal memory deal) {
        deal.market = _oneIn(3, seed, "watched") ? address(_watching) : address(_market);
        deal.buyer = _person(_dice(seed, "buyer"));
        deal.seller = _otherThan(_dice(seed, "seller"), deal.buyer, deal.buyer);
        deal.token = _currencies[_dice(seed, "token") % CURRENCIES];
        deal.price = _amount(_dice(seed, "price"));
        if (!_oneIn(3, seed, "no deposit")) deal.deposit = _amount(_dice(seed, "deposit"));
        if (!_oneIn(3, seed, "no referrer")) {
            deal.referrer = _person(_dice(seed, "referrer"));
            deal.referralBps = uint16(_dice(seed, "referral") % 501);
        }
        if (!_oneIn(8, seed, "no arbiter")) {
            deal.arbiter = _otherThan(_dice(seed, "arbiter"), deal.buyer, deal.seller);
        }
        deal.arbiterBps = uint16(_dice(seed, "fee") % 1001);
        deal.silenceBps = _bps(_dice(seed, "silence"));
        deal.revisions = uint8(_dice(seed, "revisions") % 3);
        if (!_oneIn(2, seed, "no code")) deal.handover = keccak256(_code(_count));
        deal.agreement = bytes32(_dice(seed, "agreement"));
        deal.salt = bytes32(_count++);
        _setTimes(deal, seed);
        _setEnding(deal, seed);
    }

    /// @notice The hand-over code of a deal, if it has one.
    function _code(uint256 salt) internal pure returns (bytes memory) {
        return abi.encode("code", salt);
    }

    /// @notice A share; the two ends and the middle more often than by chance.
    function _bps(uint256 seed) internal pure returns (uint16) {
        uint256 kind = seed % 8;
        if (kind < 3) return uint16(kind * 5000);
        return uint16((seed / 8) % 10_001);
    }

    function _oneIn(uint256 count, uint256 seed, string memory label) internal pure returns (bool) {
        return _dice(seed, label) % count == 0;
    }

    function _otherThan(uint256 seed, address one, address two) internal view returns (address person) {
        for (uint256 i;; ++i) {
            person = _people[(seed % PEOPLE + i) % PEOPLE];
            if (person != one && person != two) return person;
        }
    }

    function _setTimes(Deal memory deal, uint256 seed) private view {
        deal.deliverBy = uint40(_now() + 1 + _period(_dice(seed, "deliver")));
        deal.inspection = _period(_dice(seed, "inspection"));
        deal.claimPeriod = _period(_dice(seed, "claim"));
        deal.contestPeriod = _period(_dice(seed, "contest"));
        deal.rulingPeriod = _period(_dice(seed, "ruling"));
        uint256 until = _now() - 1;
        for (uint256 i; i < _dice(seed, "steps") % 5; ++i) {
            uint256 dice = _dice(seed, string.concat("step", vm.toString(i)));
            until += 1 + _period(dice);
            deal.refunds |= (uint256(_bps(dice)) << 40 | until) << 56 * i;
        }
    }

    /// @dev One deal in six ends by the clock, one by its code, if it has a schedule. The code has mostly time to come.
    function _setEnding(Deal memory deal, uint256 seed) private pure {
        uint256 kind = _dice(seed, "ending") % 6;
        if (deal.refunds == 0 || kind > 1) return;
        deal.revisions = 0;
        uint256 last;
        for (uint256 steps = deal.refunds; steps != 0; steps /= 2 ** 56) {
            last = steps % 2 ** 40;
        }
        Ending ending = kind == 0 ? Ending.ByClock : Ending.ByCode;
        if (ending == Ending.ByCode) {
            deal.handover = keccak256(_code(uint256(deal.salt)));
            if (!_oneIn(4, seed, "no time")) last += 1 + _period(_dice(seed, "time"));
        }
        if (last > deal.deliverBy) deal.deliverBy = uint40(last);
        deal.refunds += uint256(ending) * 2 ** 224;
    }

    /// @dev Amounts where rounding shows, and large ones.
    function _amount(uint256 seed) private pure returns (uint128) {
        uint256 kind = seed % 3;
        return uint128(_within(seed / 3, 1, kind == 0 ? 20 : kind == 1 ? 1e9 : 2 ** 90));
    }

    /// @dev Rarely a year: who waits for its end lets all other deals run out.
    function _period(uint256 seed) private pure returns (uint32) {
        uint256 kind = seed % 32;
        if (kind < 3) return 0;
        if (kind == 3) return 365 days;
        return uint32((seed / 32) % (kind < 12 ? 1 hours : 7 days));
    }
}
