// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Credits
/// @notice Money that could not be delivered waits here for its owner.
/// @dev Payments are pushed with a bounded stipend (50,000 gas in the native coin, 200,000 to a token); one that fails
/// becomes a credit of its receiver. An act that pays needs that much gas to spare, or reverts with `OutOfStipend`.
interface ICredits {
    /// @notice A payment could not be delivered and waits to be withdrawn.
    event Credited(address indexed account, address indexed token, uint256 amount);

    /// @notice A credit was withdrawn.
    event Withdrawn(address indexed account, address indexed token, address to, uint256 amount);

    /// @notice The money sent is not exactly what is to be paid.
    error WrongPayment(uint256 expected, uint256 received);

    /// @notice The token did not pay. Check your balance, and allow this contract to take the amount.
    error PaymentRefused(address token, address payer, uint256 amount);

    /// @notice This token keeps a part of every transfer. Such tokens cannot be held here.
    error TokenTakesFee(address token, uint256 expected, uint256 received);

    /// @notice There is nothing to withdraw.
    error NoCredit(address account, address token);

    /// @notice The money could not be sent to this address. Withdraw to another one.
    error WithdrawalFailed(address to, address token, uint256 amount);

    /// @notice The transaction needs more gas, so that every payment can be delivered.
    error OutOfStipend(uint256 gasLeft, uint256 needed);

    /// @notice Withdraws the caller's credit, to any address.
    /// @dev All of it, or nothing if it cannot be delivered.
    function withdraw(address token, address to) external returns (uint256 amount);

    /// @notice What waits to be withdrawn by the account.
    function credit(address account, address token) external view returns (uint256 amount);
}
