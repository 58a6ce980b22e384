// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Reputation} from "../../../../contracts/Reputation.sol";
import {Deal, Outcome} from "../../../../contracts/interfaces/IEscrow.sol";
import {Record} from "../../../../contracts/interfaces/IReputation.sol";
import {Identity} from "../Identity.sol";
import {ClosedDeals} from "./ClosedDeals.sol";

/// @title Village
/// @notice Everybody trades with everybody, and tries to review everything, early, late, twice and for others.
contract Village is ClosedDeals {
    uint256 private constant PERIOD = 14 days;

    struct Review {
        uint256 committedAt; // zero: none
        uint8 score;
        bytes32 secret;
        bool isRevealed;
    }

    Reputation public reputation;
    uint256 public revealed;
    uint256 public recorded;

    Deal[] private _deals;
    End[] private _ends;
    mapping(uint256 index => mapping(address author => Review review)) private _reviews;
    mapping(uint256 index => bool isRecorded) private _isRecorded;
    mapping(address person => Record record) private _records;

    constructor() {
        reputation = new Reputation(escrow);
    }

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](6);
        (all[0], all[1], all[2]) = (this.trade.selector, this.commit.selector, this.reveal.selector);
        (all[3], all[4], all[5]) = (this.record.selector, this.waitForIt.selector, this.finish.selector);
    }

    /// @notice A deal is opened and comes to an end; two in five stay open for now.
    function trade(uint256 seed) public {
        if (_deals.length != 0 && _dice(seed, "trade") % 5 != 0) return;
        Deal memory deal = _openDeal(seed);
        _deals.push(deal);
        _ends.push();
        if (_dice(seed, "end") % 5 > 1) _ends[_ends.length - 1] = _bringToAnEnd(deal, seed);
    }

    /// @notice A deal that stayed open comes to its end after all, a moment later: some have reviewed it before.
    function finish(uint256 seed) external {
        uint256 index = _pick(seed);
        vm.warp(_now() + 1);
        if (_ends[index].closedAt != 0 || _now() > _deals[index].deliverBy) return;
        _ends[index] = _bringToAnEnd(_deals[index], seed);
    }

    function commit(uint256 seed) external {
        uint256 index = _pick(seed);
        address author = _author(index, seed);
        Review memory review = Review(_now(), _score(seed), bytes32(seed), false);
        bytes32 commitment = _dice(seed, "empty") % 16 == 0 ? bytes32(0) : _commitment(index, author, review);
        // One made before the deal closed counts for nothing, and gives way.
        bool isFree = _reviews[index][author].committedAt == 0 || !_isClosedBy(index, _reviews[index][author]);
        bool isExpected = isFree && commitment != 0;
        bytes32 dealId = Identity.idOf(_deals[index], address(escrow));

        vm.prank(author);
        _attempt(abi.encodeCall(reputation.commitReview, (dealId, commitment)), isExpected, "commit");
        if (isExpected) _reviews[index][author] = review;
    }

    /// @dev By anybody: whoever knows the secret. One time in eight with another score than was committed.
    function reveal(uint256 seed) external {
        uint256 index = _pick(seed);
        address author = _author(index, seed);
        if (_reviews[index][author].committedAt == 0) author = _subject(index, author);
        Review storage review = _reviews[index][author];
        bool isHonest = _dice(seed, "honest") % 8 != 0;
        uint8 score = isHonest ? review.score : review.score + 1;
        bool isExpected = isHonest && score >= 1 && score <= 5 && review.committedAt != 0 && !review.isRevealed
            && _isRevealable(index, author);

        bytes32 document = keccak256(abi.encode(review.secret));
        bytes memory data = abi.encodeCall(
            reputation.revealReview, (Identity.keyOf(_deals[index]), author, score, document, review.secret)
        );
        _attempt(data, isExpected, "reveal");
        if (!isExpected) return;
        review.isRevealed = true;
        Record storage subject = _records[_subject(index, author)];
        (subject.reviews, subject.scoreSum) = (subject.reviews + 1, subject.scoreSum + score);
        ++revealed;
    }

    function record(uint256 seed) external {
        uint256 index = _pick(seed);
        End memory end = _ends[index];
        bool isExpected = end.closedAt != 0 && !_isRecorded[index];
        _attempt(abi.encodeCall(reputation.recordOutcome, (Identity.keyOf(_deals[index]))), isExpected, "record");
        if (!isExpected) return;

        _isRecorded[index] = true;
        Record storage seller = _records[_deals[index].seller];
        Record storage buyer = _records[_deals[index].buyer];
        (seller.sales, buyer.purchases) = (seller.sales + 1, buyer.purchases + 1);
        if (end.outcome == Outcome.Refunded) ++seller.refunds;
        if (end.outcome == Outcome.Reclaimed) ++seller.missedDeadlines;
        if (end.outcome == Outcome.Ruled && end.sellerBps < 5000) ++seller.disputesLost;
        if (end.outcome == Outcome.Ruled && end.sellerBps > 5000) ++buyer.disputesLost;
        if (end.isForfeited) ++buyer.depositsForfeited;
        ++recorded;
    }

    /// @notice Often to the second before, at or after the end of a period of some deal.
    function waitForIt(uint256 seed) external {
        uint256 index = _pick(seed);
        uint256 time = _now() + _dice(seed, "a little") % 12 hours;
        address author = _author(index, seed);
        uint256 from = _dice(seed, "what") % 2 == 0 ? _ends[index].closedAt : _reviews[index][author].committedAt;
        uint256 edge = from + PERIOD * (1 + _dice(seed, "which") % 2) + _dice(seed, "second") % 3 - 1;
        bool isEdge = from != 0 && edge >= _now() && _dice(seed, "patience") % 6 == 0;
        vm.warp(isEdge ? edge : time);
    }

    /// @notice Invariant 6, counted: only the parties of closed deals, once each, with the score that was committed.
    function verifyRecords() external view {
        for (uint256 i; i < PEOPLE; ++i) {
            Record memory observed = reputation.recordOf(address(_market), _people[i]);
            bytes32 expected = keccak256(abi.encode(_records[_people[i]]));
            vm.assertEq(keccak256(abi.encode(observed)), expected, "record");
        }
    }

    function _attempt(bytes memory data, bool isExpected, string memory act) private {
        (bool isDone,) = address(reputation).call(data);
        vm.assertTrue(isDone == isExpected, act);
    }

    function _isRevealable(uint256 index, address author) private view returns (bool) {
        if (!_isParty(index, author) || !_counts(index, author)) return false;
        uint256 own = _reviews[index][author].committedAt;
        uint256 others = _reviews[index][_subject(index, author)].committedAt;
        uint256 windowEnd = _ends[index].closedAt + PERIOD;
        if (!_counts(index, _subject(index, author))) return _now() > windowEnd && _now() <= windowEnd + PERIOD;
        return _now() <= (own < others ? others : own) + PERIOD;
    }

    /// @dev Committed once the deal was closed, and not too late.
    function _counts(uint256 index, address author) private view returns (bool) {
        Review memory review = _reviews[index][author];
        return _isClosedBy(index, review) && review.committedAt <= _ends[index].closedAt + PERIOD;
    }

    function _isClosedBy(uint256 index, Review memory review) private view returns (bool) {
        uint256 closedAt = _ends[index].closedAt;
        return closedAt != 0 && review.committedAt >= closedAt;
    }

    function _commitment(uint256 index, address author, Review memory review) private view returns (bytes32) {
        bytes32 dealId = Identity.idOf(_deals[index], address(escrow));
        bytes32 document = keccak256(abi.encode(review.secret));
        return keccak256(abi.encode(dealId, author, review.score, document, review.secret));
    }

    /// @dev Also zero and six, which nobody may give.
    function _score(uint256 seed) private pure returns (uint8) {
        return uint8(_dice(seed, "any") % 4 == 0 ? _dice(seed, "score") % 7 : 1 + _dice(seed, "score") % 5);
    }

    function _subject(uint256 index, address author) private view returns (address) {
        return author == _deals[index].buyer ? _deals[index].seller : _deals[index].buyer;
    }

    function _isParty(uint256 index, address person) private view returns (bool) {
        return person == _deals[index].buyer || person == _deals[index].seller;
    }

    function _author(uint256 index, uint256 seed) private view returns (address) {
        uint256 dice = _dice(seed, "author") % 9;
        if (dice == 8) return _person(_dice(seed, "stranger"));
        return dice % 2 == 0 ? _deals[index].buyer : _deals[index].seller;
    }

    /// @dev One of the last: with old ones nothing is left to do.
    function _pick(uint256 seed) private returns (uint256) {
        if (_deals.length == 0) trade(seed);
        uint256 recent = _deals.length < 2 ? _deals.length : 2;
        return _deals.length - 1 - _dice(seed, "pick") % recent;
    }
}
