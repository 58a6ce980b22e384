// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

/// @title Odd wallet
/// @notice A wallet contract that acts for its owner, signs with the owner's key (ERC-1271), and receives money in the
/// way it is told to.
contract OddWallet {
    enum Manner {
        Accept,
        Refuse,
        BurnGas, // uses all the gas it is given
        Bomb, // refuses with a megabyte of reasons
        CallBack // makes a call of its own
    }

    address public immutable OWNER;
    Manner public manner;
    bool public hasCalledBack;
    address private _target;
    bytes private _call;

    error Refused();

    constructor(address owner) {
        OWNER = owner;
    }

    receive() external payable {
        _onMoney();
    }

    /// @notice What a token with hooks calls.
    function onMoney(address) external {
        _onMoney();
    }

    /// @notice Sets how money is received.
    function behave(Manner manner_) external {
        manner = manner_;
    }

    /// @notice Sets what is called when money arrives.
    function callBack(address target, bytes calldata data) external {
        (manner, _target, _call) = (Manner.CallBack, target, data);
    }

    /// @notice Makes a call as this wallet.
    function act(address target, bytes calldata data) external payable returns (bytes memory answer) {
        bool isDone;
        (isDone, answer) = target.call{value: msg.value}(data);
        if (!isDone) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    /// @notice ERC-1271: what the owner signed counts.
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4 magic) {
        bool isValid = SignatureCheckerLib.isValidSignatureNowCalldata(OWNER, digest, signature);
        return isValid ? this.isValidSignature.selector : bytes4(0xffffffff);
    }

    function _onMoney() private {
        if (manner == Manner.Refuse) revert Refused();
        while (manner == Manner.BurnGas) continue;
        if (manner == Manner.Bomb) {
            assembly {
                revert(0, 1000000)
            }
        }
        if (manner == Manner.CallBack) {
            // solhint-disable-next-line avoid-low-level-calls
            (hasCalledBack,) = _target.call(_call);
        }
    }
}
