// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, DealState, Outcome, Party, Status} from "../interfaces/IEscrow.sol";

/// A `DealState` in one word, so that an act reads and writes storage exactly once: the compiler writes a struct to its
/// slot field by field. From the lowest bit: status 8, outcome 8, claim 8, claimant 8, proposer 8, flags 8 (depositOnly,
/// isAssigned, isWatched), revisionsUsed 8, claimBps 16, proposedBps 16, since 40, discount 128.
type State is uint256;

using States for State global;

/// @title States
/// @notice Reads and changes the state of a deal. A change returns a new word and stores nothing.
library States {
    uint256 private constant STATUS = 0;
    uint256 private constant OUTCOME = 8;
    uint256 private constant CLAIM = 16;
    uint256 private constant CLAIMANT = 24;
    uint256 private constant PROPOSER = 32;
    uint256 private constant FLAGS = 40;
    uint256 private constant REVISIONS_USED = 48;
    uint256 private constant CLAIM_BPS = 56;
    uint256 private constant PROPOSED_BPS = 72;
    uint256 private constant SINCE = 88;
    uint256 private constant DISCOUNT = 128;

    uint256 private constant DEPOSIT_ONLY = 1 << FLAGS;
    uint256 private constant ASSIGNED = 2 << FLAGS;
    uint256 private constant WATCHED = 4 << FLAGS;

    // ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    function status(State state) internal pure returns (Status) {
        return Status(_byte(state, STATUS));
    }

    function outcome(State state) internal pure returns (Outcome) {
        return Outcome(_byte(state, OUTCOME));
    }

    function claim(State state) internal pure returns (Claim) {
        return Claim(_byte(state, CLAIM));
    }

    function claimant(State state) internal pure returns (Party) {
        return Party(_byte(state, CLAIMANT));
    }

    function proposer(State state) internal pure returns (Party) {
        return Party(_byte(state, PROPOSER));
    }

    function depositOnly(State state) internal pure returns (bool) {
        return State.unwrap(state) & DEPOSIT_ONLY != 0;
    }

    function isAssigned(State state) internal pure returns (bool) {
        return State.unwrap(state) & ASSIGNED != 0;
    }

    function isWatched(State state) internal pure returns (bool) {
        return State.unwrap(state) & WATCHED != 0;
    }

    function revisionsUsed(State state) internal pure returns (uint8) {
        return _byte(state, REVISIONS_USED);
    }

    function claimBps(State state) internal pure returns (uint16) {
        return uint16(State.unwrap(state) >> CLAIM_BPS);
    }

    function proposedBps(State state) internal pure returns (uint16) {
        return uint16(State.unwrap(state) >> PROPOSED_BPS);
    }

    function since(State state) internal pure returns (uint256) {
        return uint40(State.unwrap(state) >> SINCE);
    }

    function discount(State state) internal pure returns (uint256) {
        return State.unwrap(state) >> DISCOUNT;
    }

    function unpack(State state) internal pure returns (DealState memory) {
        return DealState({
            status: state.status(),
            outcome: state.outcome(),
            claim: state.claim(),
            claimant: state.claimant(),
            proposer: state.proposer(),
            depositOnly: state.depositOnly(),
            revisionsUsed: state.revisionsUsed(),
            claimBps: state.claimBps(),
            proposedBps: state.proposedBps(),
            since: uint40(state.since()),
            discount: uint128(state.discount()),
            isAssigned: state.isAssigned(),
            isWatched: state.isWatched()
        });
    }

    // ── Changing ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A move: the status, and the time it was made at.
    function to(State state, Status status_) internal view returns (State) {
        return state.movedAt(status_, block.timestamp);
    }

    /// @notice A move that time alone made.
    function movedAt(State state, Status status_, uint256 time) internal pure returns (State) {
        return _put(_put(state, STATUS, type(uint8).max, uint256(status_)), SINCE, type(uint40).max, time);
    }

    /// @notice The outcome, and the share that the seller got by it.
    function withOutcome(State state, Outcome outcome_, uint16 sellerBps) internal pure returns (State) {
        return _put(_put(state, OUTCOME, type(uint8).max, uint256(outcome_)), CLAIM_BPS, type(uint16).max, sellerBps);
    }

    function withClaim(State state, Claim claim_, uint16 sellerBps) internal pure returns (State) {
        return _put(_put(state, CLAIM, type(uint8).max, uint256(claim_)), CLAIM_BPS, type(uint16).max, sellerBps);
    }

    function withClaimant(State state, Party party) internal pure returns (State) {
        return _put(state, CLAIMANT, type(uint8).max, uint256(party));
    }

    function withProposal(State state, Party party, uint16 sellerBps) internal pure returns (State) {
        return _put(_put(state, PROPOSER, type(uint8).max, uint256(party)), PROPOSED_BPS, type(uint16).max, sellerBps);
    }

    function withDepositOnly(State state) internal pure returns (State) {
        return State.wrap(State.unwrap(state) | DEPOSIT_ONLY);
    }

    function withWatcher(State state) internal pure returns (State) {
        return State.wrap(State.unwrap(state) | WATCHED);
    }

    function withAssigned(State state, bool isAssigned_) internal pure returns (State) {
        uint256 word = State.unwrap(state);
        return State.wrap(isAssigned_ ? word | ASSIGNED : word & ~ASSIGNED);
    }

    function withDiscount(State state, uint128 amount) internal pure returns (State) {
        return _put(state, DISCOUNT, type(uint128).max, amount);
    }

    function withRevisionsUsed(State state, uint8 count) internal pure returns (State) {
        return _put(state, REVISIONS_USED, type(uint8).max, count);
    }

    // ── Bits ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function _byte(State state, uint256 offset) private pure returns (uint8) {
        return uint8(State.unwrap(state) >> offset);
    }

    function _put(State state, uint256 offset, uint256 mask, uint256 value) private pure returns (State) {
        return State.wrap(State.unwrap(state) & ~(mask << offset) | value << offset);
    }
}
