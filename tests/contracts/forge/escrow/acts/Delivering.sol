// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Status} from "../../../../../contracts/interfaces/IEscrow.sol";
import {Turn, Turns} from "../Turns.sol";

/// @notice The trade without a quarrel: delivery, revisions, payment, and everything back.
abstract contract Delivering is Turns {
    constructor() {
        _acts.push(Delivering.fulfil.selector);
        _acts.push(Delivering.sendBack.selector);
        _acts.push(Delivering.release.selector);
        _acts.push(Delivering.handOver.selector);
        _acts.push(Delivering.finalize.selector);
        _acts.push(Delivering.refund.selector);
        _acts.push(Delivering.cancel.selector);
        _acts.push(Delivering.reclaim.selector);
        _acts.push(Delivering.claimDeposit.selector);
        _acts.push(Delivering.returnDeposit.selector);
    }

    function fulfil(uint256 seed) external {
        Turn memory turn = _turn("fulfil", seed);
        if (_attempt(turn, abi.encodeCall(escrow.fulfil, (turn.deal, bytes32(seed))), true)) {
            _move(turn, Status.Fulfilled);
        }
    }

    function sendBack(uint256 seed) external {
        Turn memory turn = _turn("sendBack", seed);
        if (_attempt(turn, abi.encodeCall(escrow.sendBack, (turn.deal, bytes32(seed))), true)) {
            ++turn.state.revisionsUsed;
            _move(turn, Status.Funded);
        }
    }

    function release(uint256 seed) external {
        Turn memory turn = _endingTurn("release", seed);
        if (_attempt(turn, abi.encodeCall(escrow.release, (turn.deal)), true)) _complete(turn, Outcome.Released);
    }

    function handOver(uint256 seed) external {
        Turn memory turn = _endingTurn("handOver", seed);
        bool isRight = !_oneIn(4, seed, "wrong code");
        bytes memory code = _code(uint256(turn.deal.salt) + (isRight ? 0 : 1));
        if (_attempt(turn, abi.encodeCall(escrow.handOver, (turn.deal, code)), isRight)) {
            _complete(turn, Outcome.HandedOver);
        }
    }

    function finalize(uint256 seed) external {
        Turn memory turn = _turn("finalize", seed);
        if (_attempt(turn, abi.encodeCall(escrow.finalize, (turn.deal)), true)) _complete(turn, Outcome.Finalized);
    }

    function refund(uint256 seed) external {
        Turn memory turn = _endingTurn("refund", seed);
        if (_attempt(turn, abi.encodeCall(escrow.refund, (turn.deal)), true)) _close(turn, Outcome.Refunded, 0);
    }

    function cancel(uint256 seed) external {
        Turn memory turn = _endingTurn("cancel", seed);
        if (_attempt(turn, abi.encodeCall(escrow.cancel, (turn.deal)), true)) {
            _close(turn, Outcome.Cancelled, 10_000 - _buyerBps(turn.deal.refunds));
        }
    }

    function reclaim(uint256 seed) external {
        Turn memory turn = _endingTurn("reclaim", seed);
        if (_attempt(turn, abi.encodeCall(escrow.reclaim, (turn.deal)), true)) _close(turn, Outcome.Reclaimed, 0);
    }

    function claimDeposit(uint256 seed) external {
        Turn memory turn = _turn("claimDeposit", seed);
        (uint16 bps, bool isShare) = _claimedBps(seed);
        if (_attempt(turn, abi.encodeCall(escrow.claimDeposit, (turn.deal, bps, bytes32(seed))), isShare)) {
            _claim(turn, bps);
        }
    }

    function returnDeposit(uint256 seed) external {
        Turn memory turn = _endingTurn("returnDeposit", seed);
        if (_attempt(turn, abi.encodeCall(escrow.returnDeposit, (turn.deal)), true)) {
            _return(turn.deal, turn.deal.deposit);
            _move(turn, Status.Closed);
        }
    }
}
