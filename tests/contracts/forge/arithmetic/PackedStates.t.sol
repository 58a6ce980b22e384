// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, DealState, Outcome, Party, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {PackedState, PackedStates} from "../../../../contracts/libraries/PackedStates.sol";
import {Forge} from "../Forge.sol";

/// @notice One word holds the state of a deal without losing or mixing any of it.
contract PackedStatesTest is Forge {
    function test_what_was_packed_comes_out_again(DealState memory state) external pure {
        DealState memory same = PackedStates.unpack(PackedStates.pack(state));

        vm.assertEq(keccak256(abi.encode(same)), keccak256(abi.encode(state)), "state");
    }

    function test_the_largest_values_fit_beside_each_other() external pure {
        DealState memory state = DealState({
            status: type(Status).max,
            outcome: type(Outcome).max,
            claim: type(Claim).max,
            claimant: type(Party).max,
            proposer: type(Party).max,
            depositOnly: true,
            revisionsUsed: type(uint8).max,
            claimBps: type(uint16).max,
            proposedBps: type(uint16).max,
            since: type(uint40).max
        });
        DealState memory same = PackedStates.unpack(PackedStates.pack(state));

        vm.assertEq(keccak256(abi.encode(same)), keccak256(abi.encode(state)), "state");
    }

    function test_a_deal_exists_exactly_when_it_has_a_status(DealState memory state) external pure {
        state.status = Status(_within(uint256(state.status), 1, uint256(type(Status).max)));
        DealState memory never;

        vm.assertTrue(PackedStates.exists(PackedStates.pack(state)), "a status");
        vm.assertTrue(!PackedStates.exists(PackedStates.pack(never)), "nothing at all");
        vm.assertTrue(!PackedStates.exists(PackedState.wrap(0)), "a word never written");
    }
}
