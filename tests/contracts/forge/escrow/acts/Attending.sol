// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Status} from "../../../../../contracts/interfaces/IEscrow.sol";
import {Turn, Turns} from "../Turns.sol";

/// @notice Deals that begin by their code: somebody comes, or nobody does.
abstract contract Attending is Turns {
    constructor() {
        _acts.push(Attending.begin.selector);
        // A deal that has not begun by then is rare.
        _acts.push(Attending.chargeNoShow.selector);
        _acts.push(Attending.chargeNoShow.selector);
    }

    function begin(uint256 seed) external {
        Turn memory turn = _turn("begin", seed);
        bool isRight = !_oneIn(4, seed, "wrong code");
        bytes memory code = _code(uint256(turn.deal.salt) + (isRight ? 0 : 1));
        if (_attempt(turn, abi.encodeCall(escrow.begin, (turn.deal, code)), isRight)) _move(turn, Status.Fulfilled);
    }

    function chargeNoShow(uint256 seed) external {
        Turn memory turn = _turn("chargeNoShow", seed);
        if (_allows(turn.act, turn.deal, turn.state, turn.caller)) _chargeNoShow(turn);
        else _attempt(turn, abi.encodeCall(escrow.chargeNoShow, (turn.deal)), true);
    }

    function _chargeNoShow(Turn memory turn) internal {
        turn.act = "chargeNoShow";
        _attempt(turn, abi.encodeCall(escrow.chargeNoShow, (turn.deal)), true);
        _close(turn, Outcome.NoShow, 10_000 - _lastBuyerBps(turn.deal.refunds));
    }

    /// @dev The buyer's share by the highest step there is.
    function _lastBuyerBps(uint256 refunds) private pure returns (uint16 buyerBps) {
        for (uint256 i; i < 4; ++i) {
            uint256 step = refunds >> 56 * i;
            if (uint40(step) != 0) buyerBps = uint16(step >> 40);
        }
    }
}
