// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Answering market
/// @notice Answers every question with the same bytes, right or wrong, and can make a call of its own meanwhile.
contract AnsweringMarket {
    bytes private _answer;
    bool private _reverts;
    address private _target;
    bytes private _call;

    /// @notice Sets what is answered.
    function answer(bytes calldata data, bool reverts) external {
        (_answer, _reverts) = (data, reverts);
    }

    /// @notice Sets what is called before answering.
    function callFirst(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    // solhint-disable-next-line no-complex-fallback
    fallback() external payable {
        if (_target != address(0)) {
            // solhint-disable-next-line avoid-low-level-calls
            (bool isDone, bytes memory reason) = _target.call(_call);
            if (!isDone) _revertWith(reason);
        }
        bytes memory data = _answer;
        if (_reverts) _revertWith(data);
        assembly {
            return(add(data, 32), mload(data))
        }
    }

    function _revertWith(bytes memory reason) private pure {
        assembly {
            revert(add(reason, 32), mload(reason))
        }
    }
}
