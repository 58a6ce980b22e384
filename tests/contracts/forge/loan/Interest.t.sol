// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LoanState, LoanStatus} from "../../../../contracts/interfaces/ILoan.sol";
import {Interest} from "../../../../contracts/libraries/Interest.sol";
import {LoanStates} from "../../../../contracts/libraries/LoanStates.sol";
import {Forge} from "../Forge.sol";

/// @notice Interest is the exact number rounded up, however it is paid; a state survives its word.
contract InterestTest is Forge {
    uint256 private constant SHARE_YEAR = 10_000 * 365 days;

    /// @dev Multiplied out, so that the test divides nothing.
    function test_interest_is_the_exact_one_rounded_up(uint128 amount, uint16 rateBps, uint40 time) external pure {
        uint256 interest = Interest.earned(amount, rateBps, time);
        uint256 exact = uint256(amount) * rateBps * time;

        vm.assertGe(interest * SHARE_YEAR, exact, "not below");
        if (exact != 0) vm.assertLe((interest - 1) * SHARE_YEAR, exact - 1, "less than one above");
        if (exact == 0) vm.assertEq(interest, 0, "nothing for nothing");
    }

    function test_a_year_at_100_percent_doubles_the_debt() external pure {
        vm.assertEq(Interest.earned(1 ether, 10_000, 365 days), 1 ether, "a year");
        vm.assertEq(Interest.earned(1 ether, 10_000, 365 days / 2), 0.5 ether, "half a year");
        vm.assertEq(Interest.earned(1, 1, 1), 1, "a second of a wei");
    }

    /// @notice Paying a little often costs at most a wei a payment, and whoever pays dust pays it himself.
    function test_dust_payments_never_lower_and_hardly_raise_what_is_owed(
        uint128 principal,
        uint16 rateBps,
        uint32 time,
        uint8 payments
    ) external {
        principal = uint128(_within(principal, 1e6, 2 ** 80));
        uint256 step = _within(time, 1, 10 days);
        payments = uint8(_within(payments, 1, 20));
        vm.warp(1_800_000_000);
        LoanState memory state = _open(principal);
        for (uint256 i; i < payments; ++i) {
            vm.warp(_now() + step);
            _accrue(state, rateBps);
            LoanStates.pay(state, 1);
        }
        uint256 owed = uint256(state.outstanding) + state.interest + payments;
        uint256 atOnce = principal + Interest.earned(principal, rateBps, step * payments);

        // Where interest is less than the dust, the rest lowers the principal: that much less is owed.
        uint256 lowered = principal - state.outstanding;
        uint256 saved = Interest.earned(lowered, rateBps, step * payments);
        vm.assertGe(owed + saved, atOnce, "never less");
        vm.assertLe(owed, atOnce + payments, "at most a wei more a payment");
    }

    function test_a_payment_covers_interest_first(uint256 seed, uint128 interest, uint128 outstanding) external pure {
        interest = uint128(_within(interest, 0, 2 ** 91));
        outstanding = uint128(_within(outstanding, 1, 2 ** 91));
        uint256 amount = _within(seed, 1, uint256(interest) + outstanding + 5);
        LoanState memory state;
        (state.status, state.interest, state.outstanding) = (LoanStatus.Open, interest, outstanding);
        (uint256 paid, uint256 ofInterest) = LoanStates.pay(state, amount);

        uint256 owed = uint256(interest) + outstanding;
        vm.assertEq(paid, amount < owed ? amount : owed, "no more than is owed");
        vm.assertEq(ofInterest, amount < interest ? amount : interest, "interest first");
        vm.assertEq(uint256(state.interest) + ofInterest, interest, "interest");
        vm.assertEq(uint256(state.outstanding) + paid - ofInterest, outstanding, "principal");
        vm.assertTrue((state.status == LoanStatus.Repaid) == (amount >= owed), "repaid by all, and only by all");
    }

    function test_a_state_survives_its_word(uint256 seed, uint128 interest, uint128 outstanding) external pure {
        LoanState memory state;
        state.status = LoanStatus(seed % 5);
        state.isTransferred = _dice(seed, "transferred") % 2 == 0;
        state.takenAt = uint40(_dice(seed, "taken"));
        state.takenAt = state.takenAt > 2 ** 39 ? state.takenAt - 2 ** 39 : state.takenAt;
        state.accruedAt = state.takenAt + uint40(_within(_dice(seed, "accrued"), 0, LoanStates.MAX_TERM));
        state.interest = uint128(_within(interest, 0, LoanStates.MAX_OWED));
        state.outstanding = uint128(_within(outstanding, 0, LoanStates.MAX_OWED));

        bytes32 unpacked = keccak256(abi.encode(LoanStates.unpack(LoanStates.pack(state))));
        vm.assertEq(unpacked, keccak256(abi.encode(state)), "what went in");
    }

    function _open(uint128 principal) private view returns (LoanState memory state) {
        (state.status, state.outstanding) = (LoanStatus.Open, principal);
        state.takenAt = state.accruedAt = uint40(_now());
    }

    /// @dev As an external call, so that the time of the chain is read anew.
    function _accrue(LoanState memory state, uint256 rateBps) private view {
        LoanState memory accrued = this.accrue(state, rateBps);
        (state.interest, state.accruedAt) = (accrued.interest, accrued.accruedAt);
    }

    function accrue(LoanState memory state, uint256 rateBps) external view returns (LoanState memory) {
        LoanStates.accrue(state, rateBps, type(uint40).max);
        return state;
    }
}
