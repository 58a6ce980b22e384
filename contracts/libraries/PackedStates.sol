// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, DealState, Outcome, Party, Status} from "../interfaces/IEscrow.sol";

/// A `DealState` in one word, so that an act reads and writes storage exactly once: the compiler writes a struct to its
/// slot field by field.
type PackedState is uint256;

/// @title Packed states
/// @notice Puts the state of a deal into one word and takes it out again.
/// @dev From the lowest bit: status 8, outcome 8, claim 8, claimant 8, proposer 8, depositOnly 8, revisionsUsed 8,
/// claimBps 16, proposedBps 16, since 40.
library PackedStates {
    function pack(DealState memory state) internal pure returns (PackedState packed) {
        uint256 word = uint256(state.status) | uint256(state.outcome) << 8 | uint256(state.claim) << 16
            | uint256(state.claimant) << 24 | uint256(state.proposer) << 32 | (state.depositOnly ? 1 << 40 : 0);
        word |= uint256(state.revisionsUsed) << 48 | uint256(state.claimBps) << 56 | uint256(state.proposedBps) << 72
            | uint256(state.since) << 88;
        return PackedState.wrap(word);
    }

    function unpack(PackedState packed) internal pure returns (DealState memory state) {
        uint256 word = PackedState.unwrap(packed);
        state.status = Status(uint8(word));
        state.outcome = Outcome(uint8(word >> 8));
        state.claim = Claim(uint8(word >> 16));
        state.claimant = Party(uint8(word >> 24));
        state.proposer = Party(uint8(word >> 32));
        state.depositOnly = uint8(word >> 40) != 0;
        state.revisionsUsed = uint8(word >> 48);
        state.claimBps = uint16(word >> 56);
        state.proposedBps = uint16(word >> 72);
        state.since = uint40(word >> 88);
    }

    /// @notice Whether the word was ever written: every state of a deal that exists has a status.
    function exists(PackedState packed) internal pure returns (bool) {
        return PackedState.unwrap(packed) != 0;
    }
}
