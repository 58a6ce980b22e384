// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredits} from "./interfaces/ICredits.sol";
import {Payments} from "./libraries/Payments.sol";

/// @title Credits
/// @notice Money that could not be delivered waits here for its owner.
/// @dev Documented in ICredits. Every contract that holds money pays through it.
abstract contract Credits is ICredits {
    /// @inheritdoc ICredits
    mapping(address account => mapping(address token => uint256 amount)) public credit;

    /// @inheritdoc ICredits
    function withdraw(address token, address to) external returns (uint256 amount) {
        amount = credit[msg.sender][token];
        if (amount == 0) revert NoCredit(msg.sender, token);
        // Money sent to nobody, or to this contract itself, would be nobody's.
        if (to == address(0) || to == address(this)) revert WithdrawalFailed(to, token, amount);

        credit[msg.sender][token] = 0;
        emit Withdrawn(msg.sender, token, to, amount);

        if (!Payments.send(token, to, amount)) revert WithdrawalFailed(to, token, amount);
    }

    /// @dev Pays, or keeps the money as a credit where the receiver or the token refuses it.
    function _push(address token, address to, uint256 amount) internal {
        if (!Payments.push(token, to, amount)) _credit(token, to, amount);
    }

    /// @dev Keeps money that came in and could not be delivered.
    function _credit(address token, address to, uint256 amount) internal {
        credit[to][token] += amount;
        emit Credited(to, token, amount);
    }
}
