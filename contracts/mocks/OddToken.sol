// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Odd token
/// @notice A token with the habits of those that surprise: no return value, a fee on transfers, frozen accounts, a
/// hook for receivers, wasted gas. Each can be switched on.
contract OddToken {
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;
    mapping(address account => bool isFrozen) public isFrozen;
    uint256 public feeBps;
    bool public returnsNothing;
    bool public saysFalse;
    bool public wastesGas;
    bool public callsReceiver;

    error AccountFrozen(address account);

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function takeFee(uint256 bps) external {
        feeBps = bps;
    }

    /// @param frozen whether transfers to or from the account fail
    function freeze(address account, bool frozen) external {
        isFrozen[account] = frozen;
    }

    function returnNothing() external {
        returnsNothing = true;
    }

    /// @param lies whether a transfer that failed answers false in place of reverting
    function sayFalse(bool lies) external {
        saysFalse = lies;
    }

    function wasteGas(bool wastes) external {
        wastesGas = wastes;
    }

    function callReceivers() external {
        callsReceiver = true;
    }

    function transfer(address to, uint256 amount) external {
        _answer(_transfer(msg.sender, to, amount));
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        _answer(_transfer(from, to, amount));
    }

    function _transfer(address from, address to, uint256 amount) private returns (bool) {
        while (wastesGas) continue;
        if (isFrozen[from] || isFrozen[to]) {
            if (saysFalse) return false;
            revert AccountFrozen(isFrozen[from] ? from : to);
        }
        balanceOf[from] -= amount;
        balanceOf[to] += amount - amount * feeBps / 10_000;
        if (callsReceiver && to.code.length != 0) {
            // solhint-disable-next-line avoid-low-level-calls
            (bool isDone,) = to.call(abi.encodeWithSignature("onMoney(address)", from));
            if (!isDone) return true;
        }
        return true;
    }

    /// @dev By hand, because Solidity has no function that returns something only sometimes.
    function _answer(bool isDone) private view {
        if (returnsNothing) return;
        assembly {
            mstore(0, isDone)
            return(0, 32)
        }
    }
}
