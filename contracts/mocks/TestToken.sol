// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "solady/src/tokens/ERC20.sol";

/// @title Test token
/// @notice Money for local chains: everybody may print it.
/// @dev ERC-20 with ERC-2612 permits.
contract TestToken is ERC20 {
    string private _name;
    string private _symbol;
    uint8 private immutable DECIMALS;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        _name = name_;
        _symbol = symbol_;
        DECIMALS = decimals_;
    }

    /// @notice Prints money.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function name() public view override returns (string memory) {
        return _name;
    }

    /// @inheritdoc ERC20
    function symbol() public view override returns (string memory) {
        return _symbol;
    }

    /// @inheritdoc ERC20
    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }

    /// @dev Here an allowance is always given, never assumed.
    function _givePermit2InfiniteAllowance() internal pure override returns (bool) {
        return false;
    }
}
