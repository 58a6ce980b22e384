// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LibCall} from "solady/src/utils/LibCall.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";

import {ICredits} from "../interfaces/ICredits.sol";
import {IToken} from "../interfaces/IToken.sol";

/// @title Payments
/// @notice Takes money in exactly, and gives it out so that no receiver and no token can stop anybody else's payment.
library Payments {
    /// @dev Enough for a Safe or another smart wallet to receive.
    uint256 internal constant NATIVE_STIPEND = 50_000;

    /// @dev Enough for a token behind a proxy, with lists and accounting of its own. A receiver's hook shares it.
    uint256 internal constant TOKEN_STIPEND = 200_000;

    /// @dev What a call costs beside its stipend: 36,600 to send value to an account that is new to the chain.
    /// What is left of it after a failed call pays for the credit.
    uint256 private constant CALL_COST = 40_000;

    /// @notice Takes a token from the caller. Nothing less than the amount will do.
    /// @dev The difference of balances also undoes whatever a token's hook did in between that left the escrow short.
    function pull(address token, uint256 amount) internal {
        move(token, msg.sender, address(this), amount);
    }

    /// @notice Moves a token from whoever agreed to pay it. Nothing less than the amount will do.
    /// @dev Assumes: the payer is the caller, or signed that he pays this amount.
    function move(address token, address from, address to, uint256 amount) internal {
        uint256 balance = SafeTransferLib.balanceOf(token, to);
        if (!SafeTransferLib.trySafeTransferFrom(token, from, to, amount)) {
            revert ICredits.PaymentRefused(token, from, amount);
        }
        uint256 received = SafeTransferLib.balanceOf(token, to) - balance;
        if (received != amount) revert ICredits.TokenTakesFee(token, amount, received);
    }

    /// @notice Tries to have the caller's tokens paid straight to somebody, with a bounded stipend.
    /// @dev A token that takes a fee harms its receiver alone.
    /// @return isPaid false where the token, the receiver or the caller's allowance refused
    function pass(address token, address to, uint256 amount) internal returns (bool isPaid) {
        _requireStipend(TOKEN_STIPEND);
        return _ask(token, TOKEN_STIPEND, abi.encodeCall(IToken.transferFrom, (msg.sender, to, amount)));
    }

    /// @notice Uses a permit the caller signed. Whether it worked shows when the token is pulled.
    function permit(address token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) internal {
        bytes memory data = abi.encodeCall(IToken.permit, (msg.sender, address(this), amount, deadline, v, r, s));
        // slither-disable-next-line unused-return
        LibCall.tryCall(token, 0, gasleft(), 0, data);
    }

    /// @notice Tries to pay with a bounded stipend.
    /// @dev Reverts if the caller gave too little gas to forward the whole stipend: nobody can make a payment fail by
    /// starving it.
    /// @return isPaid false where the receiver or the token refused
    function push(address token, address to, uint256 amount) internal returns (bool isPaid) {
        uint256 stipend = token == address(0) ? NATIVE_STIPEND : TOKEN_STIPEND;
        _requireStipend(stipend);
        return _send(token, to, amount, stipend);
    }

    /// @notice Tries to pay with all the gas there is.
    /// @return isPaid false where the receiver or the token refused
    function send(address token, address to, uint256 amount) internal returns (bool isPaid) {
        return _send(token, to, amount, gasleft());
    }

    function _send(address token, address to, uint256 amount, uint256 stipend) private returns (bool isPaid) {
        if (token == address(0)) return SafeTransferLib.trySafeTransferETH(to, amount, stipend);
        return _ask(token, stipend, abi.encodeCall(IToken.transfer, (to, amount)));
    }

    /// @dev Copies at most one word of what comes back: a long answer costs its sender alone.
    function _ask(address token, uint256 stipend, bytes memory data) private returns (bool isPaid) {
        // slither-disable-next-line unused-return
        (bool isDone,, bytes memory answer) = LibCall.tryCall(token, 0, stipend, 32, data);
        return isDone && (answer.length == 0 ? token.code.length != 0 : uint256(bytes32(answer)) == 1);
    }

    /// @dev A call passes on at most 63/64 of what is left (EIP-150).
    function _requireStipend(uint256 stipend) private view {
        uint256 needed = stipend + stipend / 63 + CALL_COST;
        if (gasleft() < needed) revert ICredits.OutOfStipend(gasleft(), needed);
    }
}
