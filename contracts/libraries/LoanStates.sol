// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LoanState, LoanStatus} from "../interfaces/ILoan.sol";
import {Interest} from "./Interest.sol";

/// @title Loan states
/// @notice What a loan owes, and its state in one word: an act reads and writes storage exactly once.
/// @dev From the lowest bit: status 3, isTransferred 1, takenAt 40, elapsed until accruedAt 28, interest 92,
/// outstanding 92.
library LoanStates {
    /// @notice The most that outstanding and interest together may ever come to: 4.9 billion of a token of 18 decimals.
    uint256 internal constant MAX_OWED = 2 ** 92 - 1;

    /// @notice The longest time a loan may run, grace included. In seconds it fits 28 bits.
    uint256 internal constant MAX_TERM = 8 * 365 days;

    uint256 private constant TRANSFERRED = 3;
    uint256 private constant TAKEN_AT = 4;
    uint256 private constant ELAPSED = 44;
    uint256 private constant INTEREST = 72;
    uint256 private constant OUTSTANDING = 164;

    /// @dev Assumes: outstanding and interest are at most MAX_OWED, and accruedAt at most MAX_TERM after takenAt.
    function pack(LoanState memory state) internal pure returns (uint256 word) {
        word = uint256(state.status) | uint256(state.takenAt) << TAKEN_AT;
        if (state.isTransferred) word |= 1 << TRANSFERRED;
        word |= uint256(state.accruedAt - state.takenAt) << ELAPSED;
        word |= uint256(state.interest) << INTEREST;
        word |= uint256(state.outstanding) << OUTSTANDING;
    }

    function unpack(uint256 word) internal pure returns (LoanState memory state) {
        state.status = LoanStatus(word & 7);
        state.isTransferred = word >> TRANSFERRED & 1 != 0;
        state.takenAt = uint40(word >> TAKEN_AT);
        state.accruedAt = state.takenAt + uint40(word >> ELAPSED & (2 ** 28 - 1));
        state.interest = uint128(word >> INTEREST & MAX_OWED);
        state.outstanding = uint128(word >> OUTSTANDING);
    }

    /// @notice Counts interest until now, or until the loan can no longer be repaid.
    function accrue(LoanState memory state, uint256 rateBps, uint256 end) internal view {
        uint256 until = block.timestamp < end ? block.timestamp : end;
        state.interest += uint128(Interest.earned(state.outstanding, rateBps, until - state.accruedAt));
        state.accruedAt = uint40(until);
    }

    /// @notice Pays interest first, then principal, and no more than is owed. Who owes nothing has repaid.
    /// @return paid how much of the amount was owed
    /// @return interest how much of it was interest
    function pay(LoanState memory state, uint256 amount) internal pure returns (uint256 paid, uint256 interest) {
        interest = amount < state.interest ? amount : state.interest;
        uint256 rest = amount - interest;
        uint256 principal = rest < state.outstanding ? rest : state.outstanding;

        state.interest -= uint128(interest);
        state.outstanding -= uint128(principal);
        if (state.outstanding == 0) state.status = LoanStatus.Repaid;
        return (interest + principal, interest);
    }
}
