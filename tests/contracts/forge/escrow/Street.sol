// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Ending, Outcome, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Attending} from "./acts/Attending.sol";
import {Delivering} from "./acts/Delivering.sol";
import {Disputing} from "./acts/Disputing.sol";
import {Opening} from "./acts/Opening.sol";
import {Receiving} from "./acts/Receiving.sol";
import {Settling} from "./acts/Settling.sol";
import {Sponsoring} from "./acts/Sponsoring.sol";
import {Yielding} from "./acts/Yielding.sol";
import {Turn} from "./Turns.sol";

/// @title Street
/// @notice All that people do with the escrow, in any order.
contract Street is Opening, Delivering, Attending, Yielding, Sponsoring, Disputing, Settling, Receiving {
    /// @notice What may happen on the street; each takes one random number.
    function selectors() external view returns (bytes4[] memory) {
        return _acts;
    }

    function verifySolvency() external view {
        for (uint256 i; i < CURRENCIES; ++i) {
            _verifySolvency(_currencies[i]);
        }
    }

    /// @notice Invariant 3: the arbiter and one party fall silent, and all the money comes out all the same.
    function closeEverything(bool isBuyerSilent) external {
        while (_live.length != 0) {
            _bringToAnEnd(_live[0], isBuyerSilent);
        }
        for (uint256 i; i < _states.length; ++i) {
            bytes32 observed = keccak256(abi.encode(escrow.stateOf(_dealId(_deals[i]))));
            vm.assertEq(observed, keccak256(abi.encode(_states[i])), "no act reaches another deal");
        }
        for (uint256 i; i < CURRENCIES; ++i) {
            _withdrawAll(_currencies[i]);
        }
    }

    /// @dev Within the deadlines of the deal: it never waits for longer than the next of them.
    function _bringToAnEnd(uint256 index, bool isBuyerSilent) private {
        Turn memory turn = Turn("", index, _deals[index], _states[index], address(0));
        address stranger = _otherThan(index, turn.deal.buyer, turn.deal.seller);
        address awake = isBuyerSilent ? turn.deal.seller : turn.deal.buyer;
        while (turn.state.status != Status.Closed) {
            if (turn.state.status == Status.Funded) _leaveFunded(turn, awake);
            else if (turn.state.status == Status.Fulfilled) _leaveFulfilled(turn, stranger);
            else if (turn.state.status == Status.Completed) _leaveCompleted(turn, stranger);
            else _leaveDisputed(turn, stranger);
        }
    }

    function _leaveFunded(Turn memory turn, address awake) private {
        turn.caller = awake;
        if (_ending(turn.deal) == Ending.ByClock) {
            _passTime("clockInspectionEnds", turn);
            _finalize(turn);
        } else if (awake == turn.deal.buyer) {
            _passTime("deadline", turn);
            turn.act = "reclaim";
            _attempt(turn, abi.encodeCall(escrow.reclaim, (turn.deal)), true);
            _close(turn, Outcome.Reclaimed, 0);
        } else if (_ending(turn.deal) == Ending.ByCode) {
            _passTime("cancellationEnds", turn);
            if (_now() <= turn.deal.deliverBy) _chargeNoShow(turn);
            else _refund(turn);
        } else if (_now() <= _deadline(turn.deal, turn.state)) {
            turn.act = "fulfil";
            _attempt(turn, abi.encodeCall(escrow.fulfil, (turn.deal, 0)), true);
            _move(turn, Status.Fulfilled);
        } else {
            _refund(turn);
        }
    }

    function _refund(Turn memory turn) private {
        turn.act = "refund";
        _attempt(turn, abi.encodeCall(escrow.refund, (turn.deal)), true);
        _close(turn, Outcome.Refunded, 0);
    }

    function _leaveFulfilled(Turn memory turn, address stranger) private {
        _passTime("inspectionEnds", turn);
        turn.caller = stranger;
        _finalize(turn);
    }

    function _finalize(Turn memory turn) private {
        turn.act = "finalize";
        _attempt(turn, abi.encodeCall(escrow.finalize, (turn.deal)), true);
        _complete(turn, Outcome.Finalized);
    }

    function _leaveCompleted(Turn memory turn, address stranger) private {
        _passTime("claimEnds", turn);
        (turn.act, turn.caller) = ("returnDeposit", stranger);
        _attempt(turn, abi.encodeCall(escrow.returnDeposit, (turn.deal)), true);
        _return(turn.deal, turn.deal.deposit);
        _move(turn, Status.Closed);
    }

    function _leaveDisputed(Turn memory turn, address stranger) private {
        Claim claim = turn.state.claim;
        if (claim != Claim.Ruled) _passTime(claim == Claim.Made ? "contestEnds" : "rulingEnds", turn);
        (turn.act, turn.caller) = ("execute", stranger);
        _attempt(turn, abi.encodeCall(escrow.execute, (turn.deal)), true);
        _noteExecuted(turn);
    }

    function _passTime(string memory moment, Turn memory turn) private {
        uint256 end = _moment(_id(moment), turn.deal, turn.state);
        if (_now() <= end) vm.warp(end + 1);
    }

    /// @dev To somebody who takes everything: afterwards the escrow holds nothing but gifts.
    function _withdrawAll(address currency) private {
        address to = _people[0];
        for (uint256 i; i < PEOPLE; ++i) {
            uint256 credit = escrow.credit(_people[i], currency);
            if (credit == 0) continue;
            vm.prank(_people[i]);
            escrow.withdraw(currency, to);
            _purse[currency][_people[i]] -= credit;
            _purse[currency][to] += credit;
        }
        _verifyPurses(currency);
        vm.assertEq(_held[currency] + _owed[currency], 0, "nothing is left behind");
    }
}
