// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Deal, Ending, IEscrow, Outcome, Party, Status} from "../interfaces/IEscrow.sol";
import {Deadlines} from "./Deadlines.sol";
import {RefundSchedule} from "./RefundSchedule.sol";
import {State} from "./States.sol";

/// @title Guards
/// @notice What an act of the escrow asks for before it does anything.
library Guards {
    function requireFunded(bytes32 dealId, State state) internal pure {
        if (state.status() != Status.Funded) revert IEscrow.DealNotFunded(dealId, state.status());
    }

    function requireFulfilled(bytes32 dealId, State state) internal pure {
        if (state.status() != Status.Fulfilled) revert IEscrow.DealNotFulfilled(dealId, state.status());
    }

    /// @notice Reverts unless the price can still simply be paid.
    function requirePayable(bytes32 dealId, State state) internal pure {
        Status status = state.status();
        if (status != Status.Funded && status != Status.Fulfilled) revert IEscrow.DealNotPayable(dealId, status);
    }

    function requireCompleted(bytes32 dealId, State state) internal pure {
        if (state.status() != Status.Completed) revert IEscrow.DealNotCompleted(dealId, state.status());
    }

    function requireClaim(bytes32 dealId, State state, Claim expected) internal pure {
        if (state.claim() != expected) revert IEscrow.WrongClaim(dealId, state.claim());
    }

    function requireNotRuled(bytes32 dealId, State state) internal pure {
        if (state.claim() == Claim.Ruled) revert IEscrow.WrongClaim(dealId, state.claim());
    }

    function requireEnding(bytes32 dealId, Deal calldata deal, Ending expected) internal pure {
        Ending ending = RefundSchedule.endingOf(deal.refunds);
        if (ending != expected) revert IEscrow.WrongEnding(dealId, ending);
    }

    function requireNoEnding(bytes32 dealId, Deal calldata deal, Ending refused) internal pure {
        if (RefundSchedule.endingOf(deal.refunds) == refused) revert IEscrow.WrongEnding(dealId, refused);
    }

    function requireBuyer(Deal calldata deal, address caller) internal pure {
        if (caller != deal.buyer) revert IEscrow.NotBuyer(caller);
    }

    function requireSeller(Deal calldata deal, address caller) internal pure {
        if (caller != deal.seller) revert IEscrow.NotSeller(caller);
    }

    /// @notice The caller's side of the deal.
    function partyOf(Deal calldata deal) internal view returns (Party party) {
        if (msg.sender == deal.buyer) return Party.Buyer;
        if (msg.sender == deal.seller) return Party.Seller;
        revert IEscrow.NotParty(msg.sender);
    }

    function requireConcerned(Deal calldata deal) internal view {
        bool isConcerned = msg.sender == deal.buyer || msg.sender == deal.seller || msg.sender == deal.arbiter;
        if (!isConcerned) revert IEscrow.NotConcerned(msg.sender);
    }

    /// @notice Reverts unless the claim was made against the caller, or against the seller whom he stands in for.
    function requireOpponent(Deal calldata deal, State state, address sellers) internal view {
        bool isAgainstSeller = state.claimant() == Party.Buyer;
        bool isOpponent = msg.sender == (isAgainstSeller ? deal.seller : deal.buyer);
        if (!isOpponent && !(isAgainstSeller && msg.sender == sellers)) revert IEscrow.NotOpponent(msg.sender);
    }

    /// @notice Reverts unless what the other party proposed is what the caller saw.
    function requireProposal(bytes32 dealId, Deal calldata deal, State state, bool depositOnly, uint16 sellerBps)
        internal
        view
    {
        Party proposer = state.proposer();
        bool isOwnOrNone = proposer == partyOf(deal) || proposer == Party.None;
        requirePhase(dealId, state, depositOnly);
        if (isOwnOrNone || state.proposedBps() != sellerBps) {
            revert IEscrow.ProposalChanged(dealId, proposer, state.proposedBps());
        }
    }

    function requirePhase(bytes32 dealId, State state, bool depositOnly) internal pure {
        if (depositOnly != state.depositOnly()) revert IEscrow.PhaseChanged(dealId, state.depositOnly());
    }

    /// @notice Who earns by a ruling does not rule, and what is paid to the escrow would be nobody's.
    function requirePayee(Deal calldata deal, address payee) internal view {
        bool isNobody = payee == address(0) || payee == address(this);
        if (isNobody || payee == deal.buyer || payee == deal.arbiter) revert IEscrow.BadPayee(payee);
    }

    function requireCode(bytes32 dealId, Deal calldata deal, bytes calldata code) internal pure {
        if (deal.handover == 0 || keccak256(code) != deal.handover) revert IEscrow.WrongCode(dealId);
    }

    /// @return sellerBps the seller's share by the step of the schedule that counts now
    function requireCancellable(bytes32 dealId, Deal calldata deal, State state)
        internal
        view
        returns (uint16 sellerBps)
    {
        if (deal.refunds == 0 || state.revisionsUsed() != 0) revert IEscrow.NotCancellable(dealId);
        (uint256 until, uint256 buyerBps) = RefundSchedule.stepAt(deal.refunds, block.timestamp);
        Deadlines.requireUntil(until);
        return uint16(10_000 - buyerBps);
    }

    /// @notice Reverts unless the buyer's time to come is over, and the seller's to say so is not.
    /// @return sellerBps the seller's share by the last step of the schedule
    function requireMissed(Deal calldata deal) internal view returns (uint16 sellerBps) {
        (uint256 until, uint256 buyerBps) = RefundSchedule.lastStep(deal.refunds);
        Deadlines.requireAfter(until);
        Deadlines.requireUntil(deal.deliverBy);
        return uint16(10_000 - buyerBps);
    }

    /// @notice By what a disputed deal is executed: a ruling, or somebody's silence.
    function requireExecutable(Deal calldata deal, State state)
        internal
        view
        returns (Outcome outcome, uint16 sellerBps)
    {
        if (state.claim() == Claim.Made) {
            Deadlines.requireAfter(state.since() + deal.contestPeriod);
            return (Outcome.Uncontested, state.claimBps());
        }
        if (state.claim() == Claim.Contested) {
            Deadlines.requireAfter(state.since() + deal.rulingPeriod);
            return (Outcome.ArbiterSilent, deal.silenceBps);
        }
        return (Outcome.Ruled, state.claimBps());
    }

    function requireDiscount(Deal calldata deal, State state, uint256 amount) internal pure {
        bool isGrowing = amount > state.discount() && amount < deal.price;
        if (!isGrowing) revert IEscrow.BadDiscount(amount, state.discount(), deal.price);
    }

    function requireShare(uint16 sellerBps) internal pure {
        if (sellerBps > 10_000) revert IEscrow.BadShare(sellerBps);
    }
}
