// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionStatus, Lot} from "../../../../contracts/interfaces/IAuction.sol";
import {Catalogue, Entry} from "./Catalogue.sol";

/// @title Hall
/// @notice Sellers publish, bidders bid, and each act is compared with what the rules and the cashbook say.
abstract contract Hall is Catalogue {
    uint256 internal constant RECENT = 4;

    mapping(bytes4 act => uint256 count) public successes;
    mapping(bytes4 act => uint256 count) public refusals;

    /// @notice Seldom where there are enough lots to bid for.
    function publish(uint256 seed) public {
        if (_openCount() > 2 && !_oneIn(8, seed, "one more")) return;
        (Lot memory lot, uint88 reserve) = _makeLot(seed);
        uint256 fault = _dice(seed, "fault") % 60;
        _spoil(lot, fault);
        bool isAgain = fault == 18 && _entries.length != 0;
        if (isAgain) lot = _entries[seed % _entries.length].lot;
        address caller = fault == 19 ? _otherThan(lot.seller, seed) : lot.seller;

        bytes memory data = abi.encodeCall(auction.publish, (lot));
        if (!_attempt(caller, 0, data, fault > 17 && fault != 19 && !isAgain)) return;
        Entry storage entry = _entries.push();
        (entry.lot, entry.reserve, entry.state.status) = (lot, reserve, AuctionStatus.Open);
        _verifyEntry(entry);
    }

    function bid(uint256 seed) external {
        (Entry storage entry, Entry memory seen) = _pick(seed);
        address caller = _person(_dice(seed, "caller"));
        uint256 least = _minimum(seen);
        uint256 amount = least + [0, 1, 0, _dice(seed, "more") % (least + 1)][_dice(seed, "raise") % 4];
        if (_oneIn(8, seed, "too low")) amount = least - 1;
        if (amount > type(uint88).max) return;
        (uint256 value, bool isExact) = _value(seen.lot, amount, seed);
        bool isPaid = isExact && _isPayable(seen.lot.token, caller, address(auction));

        bytes memory data = abi.encodeCall(auction.bid, (seen.lot, uint88(amount)));
        if (!_attempt(caller, value, data, _mayBid(seen, caller) && amount >= least && isPaid)) return;
        _payIn(seen.lot.token, caller, amount);
        _repay(seen);
        bool isLate = _end(seen) - _now() < seen.lot.extension && seen.state.extensions < seen.lot.maxExtensions;
        if (isLate) ++entry.state.extensions;
        (entry.state.bidder, entry.state.amount) = (caller, uint88(amount));
        _verify(entry);
    }

    function buyNow(uint256 seed) external {
        (Entry storage entry, Entry memory seen) = _pick(seed);
        address caller = _person(_dice(seed, "caller"));
        uint88 price = seen.lot.buyNowPrice;
        (uint256 value, bool isExact) = _value(seen.lot, price, seed);
        bool isPaid = isExact && _isPayable(seen.lot.token, caller, address(auction))
            && _isPayable(seen.lot.token, address(auction), address(escrow));
        bool isExpected = _mayBid(seen, caller) && price > seen.state.amount && isPaid;

        if (!_attempt(caller, value, abi.encodeCall(auction.buyNow, (seen.lot)), isExpected)) return;
        _payIn(seen.lot.token, caller, price);
        _repay(seen);
        (entry.state.bidder, entry.state.amount) = (caller, price);
        _noteSold(entry);
    }

    function cancelAuction(uint256 seed) external {
        if (!_oneIn(3, seed, "seldom")) return;
        (Entry storage entry, Entry memory seen) = _pick(seed);
        address caller = _sellerOrAnybody(seen, seed);
        bool isExpected = _isOpen(seen) && !_hasBids(seen) && caller == seen.lot.seller;

        if (!_attempt(caller, 0, abi.encodeCall(auction.cancelAuction, (seen.lot)), isExpected)) return;
        entry.state.status = AuctionStatus.Ended;
        _verify(entry);
    }

    function settle(uint256 seed) external {
        (Entry storage entry, Entry memory seen) = _pick(seed);
        bool isExpected = _isSaleTime(seen) && seen.lot.reserveHash == 0
            && _isPayable(seen.lot.token, address(auction), address(escrow));

        bytes memory data = abi.encodeCall(auction.settle, (seen.lot));
        if (_attempt(_person(seed), 0, data, isExpected)) _noteSold(entry);
    }

    function reveal(uint256 seed) external {
        (Entry storage entry, Entry memory seen) = _pick(seed);
        address caller = _sellerOrAnybody(seen, seed);
        uint256 lie = _dice(seed, "lie") % 8;
        bytes32 secret = lie == 0 ? bytes32(seed) : SECRET;
        uint88 reserve = lie == 1 ? seen.reserve + 1 : seen.reserve;
        bool isMet = seen.state.amount >= seen.reserve;
        bool isExpected = _isSaleTime(seen) && seen.lot.reserveHash != 0 && caller == seen.lot.seller && lie > 1
            && (!isMet || _isPayable(seen.lot.token, address(auction), address(escrow)));

        bytes memory data = abi.encodeCall(auction.reveal, (seen.lot, reserve, secret));
        if (!_attempt(caller, 0, data, isExpected)) return;
        if (isMet) _noteSold(entry);
        else _noteUnsold(entry);
    }

    function expire(uint256 seed) external {
        (Entry storage entry, Entry memory seen) = _pick(seed);
        bool isExpected = _isOpen(seen) && _now() > (_hasBids(seen) ? _saleEnd(seen) : _end(seen));

        bytes memory data = abi.encodeCall(auction.expire, (seen.lot));
        if (_attempt(_person(seed), 0, data, isExpected)) _noteUnsold(entry);
    }

    function _attempt(address caller, uint256 value, bytes memory data, bool isExpected)
        internal
        returns (bool isDone)
    {
        vm.prank(caller);
        bytes memory reason;
        (isDone, reason) = address(auction).call{value: value}(data);
        vm.assertTrue(isDone == isExpected, "allowed exactly by the rules");
        bytes4 act = bytes4(data);
        isDone ? ++successes[act] : ++refusals[act];
        if (!isDone) _requireNamed(reason);
    }

    function _noteSold(Entry storage entry) internal {
        entry.state.status = AuctionStatus.Ended;
        _payOn(entry.lot.token, entry.state.amount);
        _verifySale(entry);
        _verify(entry);
    }

    function _noteUnsold(Entry storage entry) internal {
        entry.state.status = AuctionStatus.Ended;
        _repay(entry);
        _verify(entry);
    }

    function _repay(Entry memory entry) private {
        if (_hasBids(entry)) _payBack(entry.lot.token, entry.state.bidder, entry.state.amount);
    }

    function _verify(Entry memory entry) private {
        _verifyEntry(entry);
        _verifyPurses(entry.lot.token);
    }

    /// @dev The latest ones most often: the others have ended.
    function _pick(uint256 seed) private returns (Entry storage entry, Entry memory seen) {
        for (uint256 i; _entries.length == 0; ++i) {
            publish(uint256(keccak256(abi.encode(seed, i))));
        }
        uint256 count = _entries.length;
        uint256 recent = _oneIn(8, seed, "any lot") || count < RECENT ? count : RECENT;
        entry = _entries[count - 1 - _dice(seed, "lot") % recent];
        seen = entry;
    }

    function _openCount() private view returns (uint256 count) {
        for (uint256 i; i < RECENT && i < _entries.length; ++i) {
            if (_isOpen(_entries[_entries.length - 1 - i])) ++count;
        }
    }

    function _value(Lot memory lot, uint256 amount, uint256 seed) private pure returns (uint256 value, bool isExact) {
        value = lot.token == NATIVE ? amount : 0;
        isExact = !_oneIn(12, seed, "wrong value");
        if (!isExact) ++value;
    }

    function _sellerOrAnybody(Entry memory entry, uint256 seed) private view returns (address) {
        return _oneIn(5, seed, "anybody") ? _person(_dice(seed, "caller")) : entry.lot.seller;
    }
}
