// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Token
/// @notice What the contracts ask of a token: a part of ERC-20 and ERC-2612.
interface IToken {
    /// @notice Moves the caller's tokens.
    function transfer(address to, uint256 amount) external returns (bool isDone);

    /// @notice Moves an owner's tokens, as far as he allowed the caller to.
    function transferFrom(address owner, address to, uint256 amount) external returns (bool isDone);

    /// @notice Allows a spender by the owner's signature.
    function permit(address owner, address spender, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external;
}
