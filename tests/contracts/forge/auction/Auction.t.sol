// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Forge, FuzzSelector} from "../Forge.sol";
import {AuctionHouse} from "./AuctionHouse.sol";

/// @notice Thousands of random acts at auctions. Each compares itself with the rules and the cashbook.
contract AuctionInvariants is Forge {
    AuctionHouse private _house;

    function setUp() external {
        _house = new AuctionHouse();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_house);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_house), _house.selectors());
    }

    /// @notice A house where nothing is sold proves nothing.
    function test_every_act_happens_and_is_refused() external {
        bytes4[] memory acts = _house.selectors();
        for (uint256 i; i < 8000; ++i) {
            uint256 seed = _dice(i, "busy");
            (bool isDone,) = address(_house).call(abi.encodeWithSelector(acts[seed % acts.length], seed));
            vm.assertTrue(isDone, "no act of the house fails");
        }

        for (uint256 i; i < 6; ++i) {
            vm.assertGe(_house.successes(_actOf(i)), 3, "successes");
            vm.assertGe(_house.refusals(_actOf(i)), 10, "refusals");
        }
        vm.assertGe(_house.successes(_house.auction().bid.selector), 100, "bids");
        vm.assertGe(_house.successes(_house.auction().withdraw.selector), 3, "withdrawals");
    }

    /// @notice Invariants 1 and 8.
    function invariant_only_the_highest_bids_are_held() external view {
        _house.verify();
    }

    /// @notice Invariants 3 and 8.
    function afterInvariant() external {
        _house.closeEverything();
    }

    function _actOf(uint256 number) private view returns (bytes4) {
        return [
            _house.auction().publish.selector,
            _house.auction().buyNow.selector,
            _house.auction().cancelAuction.selector,
            _house.auction().settle.selector,
            _house.auction().reveal.selector,
            _house.auction().expire.selector
        ][number];
    }
}
