// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionState, AuctionStatus, Lot} from "../../../../contracts/interfaces/IAuction.sol";
import {Deal, DealState, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Identity} from "../Identity.sol";
import {Cashbook} from "./Cashbook.sol";

/// An auction as it should be.
struct Entry {
    Lot lot;
    uint88 reserve;
    AuctionState state;
}

/// @title Catalogue
/// @notice Random lots, and the documented rules of an auction a second time.
abstract contract Catalogue is Cashbook {
    bytes32 internal constant SECRET = keccak256("nobody guesses this");
    uint256 internal constant SETTLE_PERIOD = 7 days;

    Entry[] internal _entries;

    function _makeLot(uint256 seed) internal view returns (Lot memory lot, uint88 reserve) {
        lot.seller = _person(seed);
        lot.token = _currencies[_dice(seed, "token") % CURRENCIES];
        lot.startPrice = uint88(_within(_dice(seed, "price"), 1, [uint256(3), 1e6, 1e18][_dice(seed, "kind") % 3]));
        if (_oneIn(2, seed, "buy now")) lot.buyNowPrice = uint88(lot.startPrice * _within(seed, 1, 20));
        if (_oneIn(2, seed, "reserve")) {
            // Often just what the first bidder bids.
            reserve =
                _oneIn(2, seed, "low") ? lot.startPrice : uint88(_dice(seed, "least") % (4 * uint256(lot.startPrice)));
            lot.reserveHash = keccak256(abi.encode(reserve, SECRET));
        }
        lot.incrementBps = uint16([0, 1, 500, _dice(seed, "increment") % 10_001][_dice(seed, "step") % 4]);
        lot.startsAt = uint40(_now() + _dice(seed, "starts") % 2 * (_dice(seed, "pause") % 1 hours));
        lot.endsAt = uint40(lot.startsAt + _within(_dice(seed, "ends"), 1, 12 hours));
        lot.extension = uint32(_dice(seed, "extension") % 1 hours);
        lot.maxExtensions = uint8([0, 1, 3, _dice(seed, "cap") % 64][_dice(seed, "times") % 4]);
        lot.revealPeriod = uint32(_within(_dice(seed, "reveal"), 1, SETTLE_PERIOD));
        lot.arbiter = _oneIn(3, seed, "arbiter") ? address(0) : _otherThan(lot.seller, _dice(seed, "judge"));
        lot.arbiterBps = uint16(_dice(seed, "fee") % 1001);
        lot.silenceBps = uint16(_dice(seed, "silence") % 10_001);
        lot.deliverPeriod = uint32(_within(_dice(seed, "deliver"), 1, 30 days));
        lot.inspection = uint32(_dice(seed, "inspection") % 30 days);
        lot.contestPeriod = uint32(_dice(seed, "contest") % 30 days);
        lot.rulingPeriod = uint32(_dice(seed, "ruling") % 30 days);
        (lot.document, lot.salt) = (bytes32(seed), bytes32(_entries.length));
    }

    /// @notice One thing about the lot cannot be auctioned.
    function _spoil(Lot memory lot, uint256 fault) internal view {
        if (fault == 0) lot.startPrice = 0;
        if (fault == 1) (lot.startPrice, lot.buyNowPrice) = (2, 1);
        if (fault == 2) lot.startsAt = lot.endsAt;
        if (fault == 3) (lot.startsAt, lot.endsAt) = (0, uint40(_now()));
        if (fault == 4) lot.endsAt = uint40(_now() + 365 days + 1);
        if (fault == 5) lot.incrementBps = 10_001;
        if (fault == 6) lot.extension = 1 days + 1;
        if (fault == 7) lot.maxExtensions = 64;
        if (fault == 8) (lot.reserveHash, lot.revealPeriod) = (SECRET, 0);
        if (fault == 9) (lot.reserveHash, lot.revealPeriod) = (SECRET, uint32(SETTLE_PERIOD + 1));
        if (fault == 10) lot.arbiter = lot.seller;
        if (fault == 11) lot.arbiterBps = 1001;
        if (fault == 12) lot.silenceBps = 10_001;
        if (fault == 13) lot.deliverPeriod = 0;
        if (fault == 14) lot.inspection = 365 days + 1;
        if (fault == 15) lot.contestPeriod = 365 days + 1;
        if (fault == 16) lot.rulingPeriod = 365 days + 1;
        if (fault == 17) lot.arbiter = address(escrow);
    }

    // ── The rules ────────────────────────────────────────────────────────────────────────────────────────────────

    function _isOpen(Entry memory entry) internal pure returns (bool) {
        return entry.state.status == AuctionStatus.Open;
    }

    function _hasBids(Entry memory entry) internal pure returns (bool) {
        return entry.state.bidder != address(0);
    }

    function _end(Entry memory entry) internal pure returns (uint256) {
        return entry.lot.endsAt + uint256(entry.lot.extension) * entry.state.extensions;
    }

    function _saleEnd(Entry memory entry) internal pure returns (uint256) {
        return _end(entry) + (entry.lot.reserveHash == 0 ? SETTLE_PERIOD : entry.lot.revealPeriod);
    }

    function _minimum(Entry memory entry) internal pure returns (uint256) {
        if (!_hasBids(entry)) return entry.lot.startPrice;
        uint256 increment = uint256(entry.state.amount) * entry.lot.incrementBps / 10_000;
        return entry.state.amount + (increment == 0 ? 1 : increment);
    }

    function _mayBid(Entry memory entry, address caller) internal view returns (bool) {
        bool isInTime = _now() >= entry.lot.startsAt && _now() <= _end(entry);
        return _isOpen(entry) && isInTime && caller != entry.lot.seller && caller != entry.lot.arbiter;
    }

    function _isSaleTime(Entry memory entry) internal view returns (bool) {
        return _isOpen(entry) && _hasBids(entry) && _now() > _end(entry) && _now() <= _saleEnd(entry);
    }

    function _auctionId(Lot memory lot) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(auction), lot));
    }

    function _isPayable(address currency, address from, address to) internal view returns (bool) {
        return !_isFrozen(currency, from) && !_isFrozen(currency, to);
    }

    // ── What is observed ─────────────────────────────────────────────────────────────────────────────────────────

    function _verifyEntry(Entry memory entry) internal view {
        bytes32 observed = keccak256(abi.encode(auction.stateOf(_auctionId(entry.lot))));
        vm.assertEq(observed, keccak256(abi.encode(entry.state)), "state");
        vm.assertEq(auction.endOf(entry.lot), _end(entry), "end");
        if (_isOpen(entry)) vm.assertEq(auction.minimumBid(entry.lot), _minimum(entry), "minimum");
    }

    /// @notice Invariant 8: the deal of the highest bidder, at the highest bid, by the lot's terms, and no other.
    function _verifySale(Entry memory entry) internal view {
        (Lot memory lot, Deal memory deal) = (entry.lot, _emptyDeal());
        (deal.market, deal.buyer, deal.seller) = (address(auction), entry.state.bidder, lot.seller);
        (deal.token, deal.price, deal.arbiter) = (lot.token, entry.state.amount, lot.arbiter);
        (deal.arbiterBps, deal.silenceBps) = (lot.arbiterBps, lot.silenceBps);
        (deal.deliverBy, deal.inspection) = (uint40(_now() + lot.deliverPeriod), lot.inspection);
        (deal.contestPeriod, deal.rulingPeriod) = (lot.contestPeriod, lot.rulingPeriod);
        (deal.agreement, deal.salt) = (lot.document, _auctionId(lot));
        DealState memory state = escrow.stateOf(Identity.idOf(deal, address(escrow)));
        vm.assertTrue(state.status == Status.Funded, "the deal of the sale");
    }

    function _emptyDeal() private pure returns (Deal memory deal) {}

    function _otherThan(address person, uint256 seed) internal view returns (address other) {
        other = _person(seed);
        if (other == person) other = _people[other == _people[0] ? 1 : 0];
    }

    function _oneIn(uint256 count, uint256 seed, string memory label) internal pure returns (bool) {
        return _dice(seed, label) % count == 0;
    }
}
