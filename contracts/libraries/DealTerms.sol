// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, DealKey, Ending, IEscrow} from "../interfaces/IEscrow.sol";
import {IMarket, IWatchingMarket} from "../interfaces/IMarket.sol";
import {RefundSchedule} from "./RefundSchedule.sol";

/// @title Deal terms
/// @notice The name of a deal, and which terms the protocol lets two people agree to.
/// @dev The terms lie in calldata, and once copied in memory, as they are ABI-encoded: 21 words. Whole they are hashed,
/// copied, logged and passed on here, because doing it field by field costs 5,000 gas at opening and 1,800 in every
/// other act (contracts/gas.json). The id is a hash in two levels: the 18 terms after market, buyer and seller are
/// hashed first, so that who the parties were can be shown with four words.
library DealTerms {
    uint256 internal constant MAX_REFERRAL_BPS = 500;
    uint256 internal constant MAX_ARBITER_BPS = 1000;
    uint256 internal constant MAX_PERIOD = 365 days;

    uint256 private constant DEAL_BYTES = 672;
    uint256 private constant KEY_BYTES = 96; // market, buyer, seller
    /// @dev A copy of the terms has this much room before it, for the payer who is logged in front of them.
    uint256 private constant ROOM = 32;

    /// @notice The id of the deal with these terms on this chain and escrow.
    /// @dev What `DealTerms.idOf(DealKey(…))` returns. Stray bits in calldata lead to an id that no deal has: see `copy`.
    function idOf(Deal calldata deal, address escrow) internal view returns (bytes32 dealId) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, chainid())
            mstore(add(free, 32), escrow)
            let key := add(free, 64)
            calldatacopy(key, deal, DEAL_BYTES)
            let terms := add(key, KEY_BYTES)
            mstore(terms, keccak256(terms, sub(DEAL_BYTES, KEY_BYTES)))
            dealId := keccak256(free, 192)
        }
    }

    /// @notice The same from the parties and the hash of the other terms.
    function idOf(DealKey calldata key, address escrow) internal view returns (bytes32 dealId) {
        return keccak256(abi.encode(block.chainid, escrow, key.market, key.buyer, key.seller, key.termsHash));
    }

    /// @notice The terms in memory, where reading a field costs a tenth of what it costs in calldata.
    /// @dev Reverts if a field has bits beyond its width, so that no two encodings mean the same deal.
    function copy(Deal calldata deal) internal pure returns (Deal memory terms) {
        uint256 stray;
        assembly ("memory-safe") {
            function word(start, index) -> value {
                value := mload(add(start, shl(5, index)))
            }
            terms := add(terms, ROOM)
            mstore(0x40, add(terms, DEAL_BYTES))
            calldatacopy(terms, deal, DEAL_BYTES)
            // market, buyer, seller, token, referrer, arbiter: 160 bits
            stray := or(or(word(terms, 0), word(terms, 1)), or(word(terms, 2), word(terms, 3)))
            stray := shr(160, or(stray, or(word(terms, 6), word(terms, 8))))
            // price, deposit: 128 bits
            stray := or(stray, shr(128, or(word(terms, 4), word(terms, 5))))
            // deliverBy: 40 bits
            stray := or(stray, shr(40, word(terms, 11)))
            // inspection, claimPeriod, contestPeriod, rulingPeriod: 32 bits
            let periods := or(or(word(terms, 12), word(terms, 14)), or(word(terms, 15), word(terms, 16)))
            stray := or(stray, shr(32, periods))
            // referralBps, arbiterBps, silenceBps: 16 bits
            stray := or(stray, shr(16, or(word(terms, 7), or(word(terms, 9), word(terms, 10)))))
            // revisions: 8 bits
            stray := or(stray, shr(8, word(terms, 13)))
        }
        if (stray != 0) revert IEscrow.StrayBits(stray);
    }

    /// @notice Reverts unless the escrow can hold a deal with these terms, and bring it to an end.
    /// @dev Assumes: called by the escrow.
    function check(Deal memory terms) internal view {
        _checkPeople(terms);
        _checkShares(terms);
        if (terms.price == 0) revert IEscrow.NoPrice();
        if (terms.deliverBy <= block.timestamp) revert IEscrow.DeadlinePassed(terms.deliverBy, block.timestamp);
        _checkPeriod(terms.inspection);
        _checkPeriod(terms.claimPeriod);
        _checkPeriod(terms.contestPeriod);
        _checkPeriod(terms.rulingPeriod);
        if (terms.refunds != 0) _checkEnding(terms, RefundSchedule.check(terms.refunds));
    }

    /// @notice What `emit DealOpened(dealId, terms.buyer, terms.seller, msg.sender, terms)` does.
    /// @dev Assumes: the terms come from `copy`.
    function logOpened(Deal memory terms, bytes32 dealId) internal {
        (bytes32 topic, address buyer, address seller) = (IEscrow.DealOpened.selector, terms.buyer, terms.seller);
        assembly ("memory-safe") {
            let start := sub(terms, ROOM)
            mstore(start, caller())
            log4(start, add(DEAL_BYTES, ROOM), topic, dealId, buyer, seller)
        }
    }

    /// @notice What `abi.encodeCall(IMarket.authorize, (dealId, deal, authorization))` returns.
    function authorizeCall(Deal calldata deal, bytes32 dealId, bytes calldata authorization)
        internal
        pure
        returns (bytes memory data)
    {
        uint256 start = DEAL_BYTES + 64; // where the authorization begins, after the two words that say so
        bytes32 padding; // fills the authorization's last word; more of it does no harm
        return abi.encodePacked(
            IMarket.authorize.selector, dealId, _words(deal), start, authorization.length, authorization, padding
        );
    }

    /// @notice What `abi.encodeCall(IWatchingMarket.onDealClosed, (dealId, deal, sellerBps))` returns.
    function closedCall(Deal calldata deal, bytes32 dealId, uint256 sellerBps)
        internal
        pure
        returns (bytes memory data)
    {
        return abi.encodePacked(IWatchingMarket.onDealClosed.selector, dealId, _words(deal), sellerBps);
    }

    function _words(Deal calldata deal) private pure returns (bytes calldata words) {
        assembly ("memory-safe") {
            words.offset := deal
            words.length := DEAL_BYTES
        }
    }

    /// @dev The escrow cannot be a party: what is paid to it would be nobody's.
    function _checkPeople(Deal memory terms) private view {
        (address buyer, address seller, address arbiter) = (terms.buyer, terms.seller, terms.arbiter);
        bool isParty = buyer != address(0) && seller != address(0) && terms.market != address(0) && buyer != seller;
        if (!isParty || buyer == address(this) || seller == address(this)) {
            revert IEscrow.BadParties(terms.market, buyer, seller);
        }
        if (arbiter == buyer || arbiter == seller) revert IEscrow.BadArbiter(arbiter);
    }

    function _checkShares(Deal memory terms) private pure {
        uint256 limit = terms.referrer == address(0) ? 0 : MAX_REFERRAL_BPS;
        if (terms.referralBps > limit) revert IEscrow.ReferralTooHigh(terms.referralBps, limit);
        if (terms.arbiterBps > MAX_ARBITER_BPS) revert IEscrow.ArbiterFeeTooHigh(terms.arbiterBps, MAX_ARBITER_BPS);
        if (terms.silenceBps > 10_000) revert IEscrow.BadShare(terms.silenceBps);
    }

    /// @dev Nobody may send back what the clock ended, and a code that was shown is known.
    function _checkEnding(Deal memory terms, uint256 last) private pure {
        Ending ending = RefundSchedule.endingOf(terms.refunds);
        if (ending == Ending.ByHand) return;
        bool isSound = ending == Ending.ByClock ? last <= terms.deliverBy : terms.handover != 0;
        if (!isSound || terms.revisions != 0) revert IEscrow.BadEnding(ending);
    }

    function _checkPeriod(uint256 period) private pure {
        if (period > MAX_PERIOD) revert IEscrow.PeriodTooLong(period, MAX_PERIOD);
    }
}
