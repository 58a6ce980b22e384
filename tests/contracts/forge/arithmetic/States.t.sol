// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, DealState, Outcome, Party, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {State, States} from "../../../../contracts/libraries/States.sol";
import {Forge} from "../Forge.sol";

/// @notice One word holds the state of a deal: a change of one field is seen, and leaves the others alone.
contract StatesTest is Forge {
    uint256 private constant KINDS = 11;
    uint256 private constant CHANGES = 40;

    function test_changes_in_any_order_show_and_nothing_else_does(uint256 seed) external {
        State state;
        DealState memory expected;
        for (uint256 i; i < CHANGES; ++i) {
            seed = _dice(seed, "next");
            state = _change(state, expected, seed);
            DealState memory observed = state.unpack();
            vm.assertEq(keccak256(abi.encode(observed)), keccak256(abi.encode(expected)), "state");
            _compareFields(state, expected);
        }
    }

    function test_a_word_that_was_never_written_is_no_deal() external pure {
        DealState memory never;

        vm.assertEq(keccak256(abi.encode(State.wrap(0).unpack())), keccak256(abi.encode(never)), "nothing");
    }

    /// @dev The highest values often, because they would spill into the field beside.
    function _change(State state, DealState memory expected, uint256 seed) private returns (State) {
        uint256 kind = seed % KINDS;
        uint256 value = _dice(seed, "highest") % 2 == 0 ? type(uint256).max : _dice(seed, "value");
        uint16 bps = uint16(value);
        if (kind == 0) {
            vm.warp(uint40(value));
            (expected.status, expected.since) = (Status(_within(value, 0, 5)), uint40(value));
            return state.to(expected.status);
        }
        if (kind == 1) {
            (expected.outcome, expected.claimBps) = (Outcome(_within(value, 0, uint256(type(Outcome).max))), bps);
            return state.withOutcome(expected.outcome, bps);
        }
        if (kind == 2) {
            (expected.claim, expected.claimBps) = (Claim(_within(value, 0, 3)), bps);
            return state.withClaim(expected.claim, bps);
        }
        if (kind == 3) {
            expected.claimant = Party(_within(value, 0, 2));
            return state.withClaimant(expected.claimant);
        }
        if (kind == 4) {
            (expected.proposer, expected.proposedBps) = (Party(_within(value, 0, 2)), bps);
            return state.withProposal(expected.proposer, bps);
        }
        if (kind == 5) {
            expected.depositOnly = true;
            return state.withDepositOnly();
        }
        if (kind == 6) {
            (expected.status, expected.since) = (Status(_within(value, 0, 5)), uint40(value));
            return state.movedAt(expected.status, uint40(value));
        }
        if (kind == 7) {
            expected.discount = uint128(value);
            return state.withDiscount(expected.discount);
        }
        if (kind == 8) {
            expected.isAssigned = value % 2 == 1;
            return state.withAssigned(expected.isAssigned);
        }
        if (kind == 9) {
            expected.isWatched = true;
            return state.withWatcher();
        }
        expected.revisionsUsed = uint8(value);
        return state.withRevisionsUsed(expected.revisionsUsed);
    }

    function _compareFields(State state, DealState memory expected) private pure {
        vm.assertTrue(state.status() == expected.status, "status");
        vm.assertTrue(state.outcome() == expected.outcome, "outcome");
        vm.assertTrue(state.claim() == expected.claim, "claim");
        vm.assertTrue(state.claimant() == expected.claimant, "claimant");
        vm.assertTrue(state.proposer() == expected.proposer, "proposer");
        vm.assertTrue(state.depositOnly() == expected.depositOnly, "depositOnly");
        vm.assertEq(state.revisionsUsed(), expected.revisionsUsed, "revisionsUsed");
        vm.assertEq(state.claimBps(), expected.claimBps, "claimBps");
        vm.assertEq(state.proposedBps(), expected.proposedBps, "proposedBps");
        vm.assertEq(state.since(), expected.since, "since");
        vm.assertEq(state.discount(), expected.discount, "discount");
        vm.assertTrue(state.isAssigned() == expected.isAssigned, "isAssigned");
        vm.assertTrue(state.isWatched() == expected.isWatched, "isWatched");
    }
}
