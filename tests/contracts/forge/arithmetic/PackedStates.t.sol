// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, DealState, Outcome, Party, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {PackedState, PackedStates} from "../../../../contracts/libraries/PackedStates.sol";
import {Forge} from "../Forge.sol";

/// @notice One word holds the state of a deal without losing or mixing any of it.
contract PackedStatesTest is Forge {
    function test_what_was_packed_comes_out_again(
        uint8[5] memory enums,
        bool flag,
        uint8 count,
        uint16[2] memory bps,
        uint40 since
    ) external pure {
        _roundTrip(_state(enums, flag, count, bps, since));
    }

    function test_the_largest_values_fit_beside_each_other() external pure {
        uint8[5] memory enums = [
            uint8(type(Status).max),
            uint8(type(Outcome).max),
            uint8(type(Claim).max),
            uint8(type(Party).max),
            uint8(type(Party).max)
        ];

        _roundTrip(_state(enums, true, type(uint8).max, [type(uint16).max, type(uint16).max], type(uint40).max));
    }

    function test_a_deal_exists_exactly_when_it_has_a_status(uint8[5] memory enums, uint40 since) external pure {
        DealState memory state = _state(enums, false, 0, [uint16(0), uint16(0)], since);
        if (state.status == Status.None) state.status = Status.Funded;
        DealState memory never;

        vm.assertTrue(PackedStates.exists(PackedStates.pack(state)), "a status");
        vm.assertTrue(!PackedStates.exists(PackedStates.pack(never)), "nothing at all");
        vm.assertTrue(!PackedStates.exists(PackedState.wrap(0)), "a word never written");
    }

    function _roundTrip(DealState memory state) private pure {
        DealState memory same = PackedStates.unpack(PackedStates.pack(state));

        vm.assertEq(keccak256(abi.encode(same)), keccak256(abi.encode(state)), "state");
    }

    /// @dev Forge does not keep the enums of a struct within their bounds.
    function _state(uint8[5] memory enums, bool flag, uint8 count, uint16[2] memory bps, uint40 since)
        private
        pure
        returns (DealState memory state)
    {
        state.status = Status(enums[0] % (uint8(type(Status).max) + 1));
        state.outcome = Outcome(enums[1] % (uint8(type(Outcome).max) + 1));
        state.claim = Claim(enums[2] % (uint8(type(Claim).max) + 1));
        state.claimant = Party(enums[3] % (uint8(type(Party).max) + 1));
        state.proposer = Party(enums[4] % (uint8(type(Party).max) + 1));
        (state.depositOnly, state.revisionsUsed, state.since) = (flag, count, since);
        (state.claimBps, state.proposedBps) = (bps[0], bps[1]);
    }
}
