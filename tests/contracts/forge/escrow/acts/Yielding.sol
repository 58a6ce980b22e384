// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Turn, Turns} from "../Turns.sol";

/// @notice The seller gives up a part of the price, or all of it to somebody else.
abstract contract Yielding is Turns {
    constructor() {
        _acts.push(Yielding.discount.selector);
        _acts.push(Yielding.assign.selector);
    }

    function discount(uint256 seed) external {
        Turn memory turn = _turn("discount", seed);
        uint128 amount = uint128(_within(_dice(seed, "amount"), 0, uint256(turn.deal.price) + 1));
        if (_oneIn(4, seed, "next")) amount = turn.state.discount + 1;
        bool isGrowing = amount > turn.state.discount && amount < turn.deal.price;
        bytes memory data = abi.encodeCall(escrow.discount, (turn.deal, amount, bytes32(seed)));
        if (_attempt(turn, data, isGrowing)) {
            _applyClock(turn);
            turn.state.discount = amount;
            _verify(turn);
        }
    }

    /// @dev To anybody, now and then to somebody who cannot have it; half of the time back to the seller.
    function assign(uint256 seed) external {
        Turn memory turn = _turn("assign", seed);
        address payee = _oneIn(2, seed, "back") ? turn.deal.seller : _person(_dice(seed, "payee"));
        if (_oneIn(8, seed, "nobody")) payee = _oneIn(2, seed, "itself") ? address(escrow) : address(0);
        bool isGood = payee != address(0) && payee != address(escrow) && payee != turn.deal.buyer;
        isGood = isGood && payee != turn.deal.arbiter;
        if (_attempt(turn, abi.encodeCall(escrow.assign, (turn.deal, payee)), isGood)) {
            _applyClock(turn);
            turn.state.isAssigned = payee != turn.deal.seller;
            _assignees[turn.deal.salt] = turn.state.isAssigned ? payee : address(0);
            vm.assertEq(escrow.payeeOf(_dealId(turn.deal)), _assignees[turn.deal.salt], "payee");
            _verify(turn);
        }
    }
}
