// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";

import {Credits} from "../Credits.sol";
import {AuctionState, AuctionStatus, IAuction, Lot} from "../interfaces/IAuction.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {Deadlines} from "../libraries/Deadlines.sol";
import {DealTerms} from "../libraries/DealTerms.sol";
import {LotTerms} from "../libraries/LotTerms.sol";
import {Payments} from "../libraries/Payments.sol";
import {Standing, Standings} from "../libraries/Standings.sol";

/// @title Auction
/// @notice Sellers auction what they have; the highest bid is held here until it becomes a deal in escrow.
/// @dev Documented in IAuction. Every act has three paragraphs: checks, effects, interactions; nothing is written after
/// an interaction, except the credit of a payment that failed. It opens its deals itself, so the escrow asks it nothing.
contract Auction is IAuction, Credits {
    using LotTerms for Lot;

    /// @notice The contract that holds the money of what is sold.
    IEscrow public immutable ESCROW;

    mapping(bytes32 auctionId => Standing standing) private _standings;

    constructor(IEscrow escrow) {
        ESCROW = escrow;
    }

    // ── Selling ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IAuction
    function publish(Lot calldata lot) external returns (bytes32 auctionId) {
        auctionId = lot.idOf();
        if (_standings[auctionId].status() != AuctionStatus.None) revert AuctionExists(auctionId);
        if (msg.sender != lot.seller) revert NotSeller(msg.sender);
        lot.check();
        // No bidder is the escrow: with it in the buyer's place, all that could be wrong is the lot's own.
        DealTerms.check(lot.dealOf(auctionId, address(ESCROW), lot.startPrice));

        _standings[auctionId] = Standings.opened();
        emit AuctionPublished(auctionId, msg.sender, lot);
    }

    /// @inheritdoc IAuction
    function cancelAuction(Lot calldata lot) external {
        (bytes32 auctionId, Standing standing) = _loadOpen(lot);
        if (standing.hasBids()) revert AuctionHasBids(auctionId, standing.amount());
        if (msg.sender != lot.seller) revert NotSeller(msg.sender);

        _standings[auctionId] = standing.ended();
        emit AuctionCancelled(auctionId);
    }

    // ── Buying ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IAuction
    function bid(Lot calldata lot, uint88 amount) external payable {
        (bytes32 auctionId, Standing standing) = _loadOpen(lot);
        uint256 endsAt = _requireBidder(lot, standing);
        uint256 minimum = lot.minimumOf(standing);
        if (amount < minimum) revert BidTooLow(amount, minimum);

        uint256 extensions = standing.extensions();
        if (block.timestamp + lot.extension > endsAt && extensions < lot.maxExtensions) {
            ++extensions;
            endsAt += lot.extension;
        }
        _standings[auctionId] = Standings.withBid(msg.sender, amount, extensions);
        emit BidPlaced(auctionId, msg.sender, amount, uint40(endsAt));

        _take(lot.token, amount);
        _repay(lot, standing);
    }

    // slither-disable-start reentrancy-benign,reentrancy-events
    /// @inheritdoc IAuction
    function buyNow(Lot calldata lot) external payable returns (bytes32 dealId) {
        (bytes32 auctionId, Standing standing) = _loadOpen(lot);
        uint88 price = lot.buyNowPrice;
        // Without a buy-now price, nobody's bid of nothing has reached it.
        if (price <= standing.amount()) revert NotForSaleNow(auctionId, price, standing.amount());
        _requireBidder(lot, standing);

        Standing sold = Standings.withBid(msg.sender, price, standing.extensions()).ended();
        _standings[auctionId] = sold;

        _take(lot.token, price);
        dealId = _open(lot, auctionId, sold, true);
        _repay(lot, standing);
    }

    // slither-disable-end reentrancy-benign,reentrancy-events

    // ── After the end ────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IAuction
    function settle(Lot calldata lot) external returns (bytes32 dealId) {
        (bytes32 auctionId, Standing standing) = _loadBid(lot);
        if (lot.reserveHash != 0) revert ReserveNotRevealed(auctionId);
        _requireSaleTime(lot, standing);

        _standings[auctionId] = standing.ended();

        return _open(lot, auctionId, standing, false);
    }

    /// @inheritdoc IAuction
    function reveal(Lot calldata lot, uint88 reserve, bytes32 secret) external returns (bytes32 dealId) {
        (bytes32 auctionId, Standing standing) = _loadBid(lot);
        if (lot.reserveHash == 0) revert NoReserve(auctionId);
        if (msg.sender != lot.seller) revert NotSeller(msg.sender);
        _requireSaleTime(lot, standing);
        if (LotTerms.reserveHashOf(reserve, secret) != lot.reserveHash) revert WrongReserve(auctionId, reserve);

        _standings[auctionId] = standing.ended();

        if (standing.amount() >= reserve) return _open(lot, auctionId, standing, false);
        emit AuctionFailed(auctionId, reserve);
        _repay(lot, standing);
    }

    /// @inheritdoc IAuction
    function expire(Lot calldata lot) external {
        (bytes32 auctionId, Standing standing) = _loadOpen(lot);
        Deadlines.requireAfter(standing.hasBids() ? lot.saleEndOf(standing) : lot.endOf(standing));

        _standings[auctionId] = standing.ended();
        emit AuctionExpired(auctionId);

        _repay(lot, standing);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IAuction
    function idOf(Lot calldata lot) external view returns (bytes32 auctionId) {
        return lot.idOf();
    }

    /// @inheritdoc IAuction
    function stateOf(bytes32 auctionId) external view returns (AuctionState memory state) {
        return _standings[auctionId].unpack();
    }

    /// @inheritdoc IAuction
    function endOf(Lot calldata lot) external view returns (uint40 endsAt) {
        (, Standing standing) = _load(lot);
        return uint40(lot.endOf(standing));
    }

    /// @inheritdoc IAuction
    function minimumBid(Lot calldata lot) external view returns (uint256 amount) {
        (, Standing standing) = _loadOpen(lot);
        return lot.minimumOf(standing);
    }

    /// @inheritdoc IAuction
    function reserveHashOf(uint88 reserve, bytes32 secret) external pure returns (bytes32 reserveHash) {
        return LotTerms.reserveHashOf(reserve, secret);
    }

    // ── Internals: state ─────────────────────────────────────────────────────────────────────────────────────────

    function _load(Lot calldata lot) private view returns (bytes32 auctionId, Standing standing) {
        auctionId = lot.idOf();
        standing = _standings[auctionId];
        if (standing.status() == AuctionStatus.None) revert AuctionUnknown(auctionId);
    }

    function _loadOpen(Lot calldata lot) private view returns (bytes32 auctionId, Standing standing) {
        (auctionId, standing) = _load(lot);
        if (standing.status() == AuctionStatus.Ended) revert AuctionEnded(auctionId);
    }

    function _loadBid(Lot calldata lot) private view returns (bytes32 auctionId, Standing standing) {
        (auctionId, standing) = _loadOpen(lot);
        if (!standing.hasBids()) revert NoBids(auctionId);
    }

    // ── Internals: money ─────────────────────────────────────────────────────────────────────────────────────────

    /// @dev Takes exactly the amount from the caller.
    function _take(address token, uint256 amount) private {
        uint256 native = token == address(0) ? amount : 0;
        if (msg.value != native) revert WrongPayment(native, msg.value);
        if (native == 0) Payments.pull(token, amount);
    }

    /// @dev Repays whoever bid most before.
    function _repay(Lot calldata lot, Standing standing) private {
        if (standing.hasBids()) _push(lot.token, standing.bidder(), standing.amount());
    }

    /// @dev Turns the bid into a deal. The escrow takes its price, and all of the allowance, in the same call.
    // slither-disable-next-line reentrancy-events
    function _open(Lot calldata lot, bytes32 auctionId, Standing sold, bool boughtNow)
        private
        returns (bytes32 dealId)
    {
        (address buyer, uint88 price) = (sold.bidder(), sold.amount());
        uint256 native = lot.token == address(0) ? price : 0;
        if (native == 0) SafeTransferLib.safeApproveWithRetry(lot.token, address(ESCROW), price);
        dealId = ESCROW.open{value: native}(lot.dealOf(auctionId, buyer, price), "");
        // The name of the deal is known only now. The log changes nothing that a call in between could have seen.
        emit AuctionSold(auctionId, dealId, buyer, price, boughtNow);
    }

    // ── Internals: guards ────────────────────────────────────────────────────────────────────────────────────────

    /// @return endsAt until when the caller may bid, as far as it is known now
    function _requireBidder(Lot calldata lot, Standing standing) private view returns (uint256 endsAt) {
        if (msg.sender == lot.seller || msg.sender == lot.arbiter) revert BidderNotAllowed(msg.sender);
        if (block.timestamp < lot.startsAt) revert IEscrow.TooEarly(lot.startsAt, block.timestamp);
        endsAt = lot.endOf(standing);
        Deadlines.requireUntil(endsAt);
    }

    function _requireSaleTime(Lot calldata lot, Standing standing) private view {
        Deadlines.requireAfter(lot.endOf(standing));
        Deadlines.requireUntil(lot.saleEndOf(standing));
    }
}
