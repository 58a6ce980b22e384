// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Deal, Ending, IEscrow, Outcome, Party, Status} from "../interfaces/IEscrow.sol";
import {Deadlines} from "./Deadlines.sol";
import {DealTerms} from "./DealTerms.sol";
import {Guards} from "./Guards.sol";
import {RefundSchedule} from "./RefundSchedule.sol";
import {Split, Splits} from "./Splits.sol";
import {State} from "./States.sol";

/// Everything the escrow stores about its deals. A deal that is never assigned uses one word.
struct Deals {
    mapping(bytes32 dealId => State state) states;
    mapping(bytes32 dealId => address payee) payees; // who receives the seller's share of the price in his place
}

/// @title Deal book
/// @notice Finds the state of a deal by its terms, and writes the moves that several acts have in common.
library DealBook {
    uint16 private constant WHOLE = 10_000;

    // ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Where the deal stands now. Once the clock has ended it, a funded deal counts as fulfilled since then.
    function load(Deals storage deals, Deal calldata deal) internal view returns (bytes32 dealId, State state) {
        dealId = DealTerms.idOf(deal, address(this));
        state = deals.states[dealId];
        if (state.status() == Status.None) revert IEscrow.DealUnknown(dealId);
        if (state.status() != Status.Funded || RefundSchedule.endingOf(deal.refunds) != Ending.ByClock) {
            return (dealId, state);
        }
        (uint256 until,) = RefundSchedule.lastStep(deal.refunds);
        if (block.timestamp > until) state = state.movedAt(Status.Fulfilled, until);
    }

    function loadOpen(Deals storage deals, Deal calldata deal) internal view returns (bytes32 dealId, State state) {
        (dealId, state) = load(deals, deal);
        if (state.status() == Status.Closed) revert IEscrow.DealClosed(dealId);
    }

    function loadNegotiable(Deals storage deals, Deal calldata deal)
        internal
        view
        returns (bytes32 dealId, State state)
    {
        (dealId, state) = loadOpen(deals, deal);
        Guards.requireNotRuled(dealId, state);
        requireUnassigned(deals, dealId, state);
    }

    function loadDisputed(Deals storage deals, Deal calldata deal) internal view returns (bytes32 dealId, State state) {
        (dealId, state) = load(deals, deal);
        if (state.status() != Status.Disputed) revert IEscrow.DealNotDisputed(dealId, state.status());
    }

    /// @notice Who receives the seller's share of what is in question. The deposit is never assigned.
    function payeeOf(Deals storage deals, bytes32 dealId, Deal calldata deal, State state)
        internal
        view
        returns (address payee)
    {
        return state.isAssigned() && !state.depositOnly() ? deals.payees[dealId] : deal.seller;
    }

    function requireUnassigned(Deals storage deals, bytes32 dealId, State state) internal view {
        if (state.isAssigned() && !state.depositOnly()) revert IEscrow.DealIsAssigned(dealId, deals.payees[dealId]);
    }

    /// @notice Reverts unless the seller may give everything back.
    /// @dev What is assigned is not his to give, until he missed the deadline: then the buyer may take it anyway.
    function requireRefundable(Deals storage deals, bytes32 dealId, Deal calldata deal, State state) internal view {
        if (state.status() == Status.Disputed && !state.depositOnly()) Guards.requireNotRuled(dealId, state);
        else Guards.requirePayable(dealId, state);
        bool isMissed = state.status() == Status.Funded && block.timestamp > Deadlines.ofDelivery(deal, state);
        if (!isMissed) requireUnassigned(deals, dealId, state);
    }

    // ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    function assign(Deals storage deals, bytes32 dealId, Deal calldata deal, State state, address payee) internal {
        bool isSeller = payee == deal.seller;
        deals.states[dealId] = state.withAssigned(!isSeller);
        deals.payees[dealId] = isSeller ? address(0) : payee;
    }

    function claim(Deals storage deals, bytes32 dealId, State state, Party claimant, uint16 sellerBps) internal {
        deals.states[dealId] = state.to(Status.Disputed).withClaim(Claim.Made, sellerBps).withClaimant(claimant);
    }

    /// @notice The price is settled in the seller's favor; what is in question from now on is the deposit.
    function complete(Deals storage deals, bytes32 dealId, Deal calldata deal, State state, Outcome outcome) internal {
        state = state.withOutcome(outcome, WHOLE).withProposal(Party.None, 0);
        deals.states[dealId] =
            deal.deposit == 0 ? state.to(Status.Closed) : state.to(Status.Completed).withDepositOnly();
    }

    /// @return split what of the price and the deposit, or of the deposit alone, goes to whom
    function close(
        Deals storage deals,
        bytes32 dealId,
        Deal calldata deal,
        State state,
        Outcome outcome,
        uint16 sellerBps
    ) internal returns (Split memory split) {
        bool isRuled = outcome == Outcome.Ruled;
        split = state.depositOnly()
            ? Splits.ofDeposit(deal, sellerBps, isRuled)
            : Splits.ofPriceAndDeposit(deal, state.discount(), sellerBps, isRuled);
        deals.states[dealId] = state.to(Status.Closed).withOutcome(outcome, sellerBps);
    }
}
