// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Tariff} from "../../../../contracts/interfaces/IRequest.sol";
import {Signatures} from "./Signatures.sol";

/// A deal at a tariff that has not ended.
struct Ride {
    Deal deal;
    Tariff tariff;
}

/// @title Rides
/// @notice How a deal at a tariff ends, and what each way costs the buyer, to the smallest unit.
abstract contract Rides is Signatures {
    Ride[] internal _rides;
    mapping(address currency => uint256 amount) private _held;

    uint256 public driven;
    uint256 public cancelled;
    uint256 public missed;
    uint256 public reclaimed;

    /// @notice By the code alone; the seller gives the rest of the cap back; the buyer pays or stays silent.
    function drive(uint256 seed) external {
        (uint256 place, bool isThere) = _place(seed);
        if (!isThere) return;
        Ride memory ride = _rides[place];
        (Deal memory deal, Tariff memory tariff) = (ride.deal, ride.tariff);
        _call(_person(seed), address(escrow), abi.encodeCall(escrow.begin, (deal, "wrong")), false);
        _call(deal.seller, address(escrow), abi.encodeCall(escrow.fulfil, (deal, 0)), false);
        bool isInTime = _now() <= deal.deliverBy;
        _call(_person(seed), address(escrow), abi.encodeCall(escrow.begin, (deal, CODE)), isInTime);
        if (!isInTime) return;

        uint32 meters = uint32(_dice(seed, "meters") % 100_000);
        uint32 duration = uint32(_dice(seed, "duration") % 2 hours);
        uint256 fare = _fare(tariff, meters, duration);
        vm.assertEq(market.fareOf(tariff, meters, duration), fare, "fare");
        if (fare > deal.price) fare = deal.price;
        uint128 rest = uint128(deal.price - fare);
        if (rest != 0) _call(deal.seller, address(escrow), abi.encodeCall(escrow.discount, (deal, rest, 0)), true);

        bool isSilent = _dice(seed, "silent") % 2 == 0;
        if (isSilent) vm.warp(_now() + deal.inspection + 1);
        bytes memory act = isSilent ? abi.encodeCall(escrow.finalize, (deal)) : abi.encodeCall(escrow.release, (deal));
        _end(place, isSilent ? _people[4] : deal.buyer, act, fare);
        ++driven;
    }

    /// @notice Free at first, then at the no-show's cost, then not at all.
    function cancel(uint256 seed) external {
        (uint256 place, bool isThere) = _place(seed);
        if (!isThere || _dice(seed, "rarely") % 3 != 0) return;
        Deal memory deal = _rides[place].deal;
        bytes memory act = abi.encodeCall(escrow.cancel, (deal));
        if (_now() > _waitEnds(deal)) return _call(deal.buyer, address(escrow), act, false);

        bool isFree = _now() <= uint40(deal.refunds);
        _end(place, deal.buyer, act, isFree ? 0 : _noShowFee(place));
        ++cancelled;
    }

    function chargeNoShow(uint256 seed) external {
        (uint256 place, bool isThere) = _place(seed);
        if (!isThere) return;
        Deal memory deal = _rides[place].deal;
        bytes memory act = abi.encodeCall(escrow.chargeNoShow, (deal));
        _call(deal.buyer, address(escrow), act, false);
        bool isAllowed = _now() > _waitEnds(deal) && _now() <= deal.deliverBy;
        if (!isAllowed) return _call(deal.seller, address(escrow), act, false);

        _end(place, deal.seller, act, _noShowFee(place));
        ++missed;
    }

    /// @notice The seller vanished.
    function reclaim(uint256 seed) external {
        (uint256 place, bool isThere) = _place(seed);
        if (!isThere) return;
        Deal memory deal = _rides[place].deal;
        bytes memory act = abi.encodeCall(escrow.reclaim, (deal));
        if (_now() <= deal.deliverBy) return _call(deal.buyer, address(escrow), act, false);

        _end(place, deal.buyer, act, 0);
        ++reclaimed;
    }

    /// @notice What is held is what was paid for deals that have not ended.
    function verifyHeld() external view {
        for (uint256 i; i < CURRENCIES; ++i) {
            vm.assertEq(_balance(_currencies[i], address(escrow)), _held[_currencies[i]], "held");
        }
    }

    function _hold(Deal memory deal) internal {
        _held[deal.token] += uint256(deal.price) + deal.deposit;
    }

    function _board(Deal memory deal, Tariff memory tariff) internal {
        _hold(deal);
        _rides.push();
        Ride storage ride = _rides[_rides.length - 1];
        (ride.deal, ride.tariff) = (deal, tariff);
    }

    /// @notice A moment at which something about a ride changes.
    function _nextMoment(uint256 seed) internal view returns (uint256) {
        (uint256 place, bool isThere) = _place(seed);
        if (!isThere) return 0;
        Deal memory deal = _rides[place].deal;
        return [uint40(deal.refunds), _waitEnds(deal), deal.deliverBy][_dice(seed, "which") % 3];
    }

    function _call(address person, address target, bytes memory data, bool isExpected) internal {
        vm.prank(person);
        (bool isDone, bytes memory reason) = target.call(data);
        vm.assertTrue(isDone == isExpected, "allowed or not");
        if (!isDone) _requireNamed(reason);
    }

    /// @dev The seller earns `earned` less the referral, the buyer gets the rest of the cap.
    function _end(uint256 place, address person, bytes memory act, uint256 earned) private {
        Deal memory deal = _rides[place].deal;
        uint256 referral = earned * deal.referralBps / 10_000;
        uint256 buyer = _balance(deal.token, deal.buyer) + deal.price - earned;
        uint256 seller = _balance(deal.token, deal.seller) + earned - referral;
        uint256 referrer = _balance(deal.token, _people[7]) + referral;

        _call(person, address(escrow), act, true);
        vm.assertEq(_balance(deal.token, deal.buyer), buyer, "the buyer's rest");
        vm.assertEq(_balance(deal.token, deal.seller), seller, "the seller's fare");
        vm.assertEq(_balance(deal.token, _people[7]), referrer, "the referral");
        _held[deal.token] -= deal.price;
        _rides[place] = _rides[_rides.length - 1];
        _rides.pop();
    }

    function _place(uint256 seed) private view returns (uint256 place, bool isThere) {
        isThere = _rides.length != 0;
        if (isThere) place = _dice(seed, "ride") % _rides.length;
    }

    function _waitEnds(Deal memory deal) private pure returns (uint40) {
        return uint40(deal.refunds >> 56);
    }

    function _noShowFee(uint256 place) private view returns (uint256) {
        return uint256(_rides[place].deal.price) * _rides[place].tariff.noShowBps / 10_000;
    }
}
