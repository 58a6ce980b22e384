// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Outcome, Party, Status} from "../../../../../contracts/interfaces/IEscrow.sol";
import {Turn, Turns} from "../Turns.sol";

/// @notice Claims, answers, rulings, and silence.
abstract contract Disputing is Turns {
    constructor() {
        _acts.push(Disputing.dispute.selector);
        _acts.push(Disputing.concede.selector);
        _acts.push(Disputing.contest.selector);
        _acts.push(Disputing.claimWhatIsAssigned.selector);
        _acts.push(Disputing.submitEvidence.selector);
        _acts.push(Disputing.rule.selector);
        _acts.push(Disputing.execute.selector);
    }

    function dispute(uint256 seed) external {
        Turn memory turn = _endingTurn("dispute", seed);
        (uint16 bps, bool isShare) = _claimedBps(seed);
        if (_attempt(turn, abi.encodeCall(escrow.dispute, (turn.deal, bps, bytes32(seed))), isShare)) {
            _claim(turn, bps);
        }
    }

    function concede(uint256 seed) external {
        Turn memory turn = _endingTurn("concede", seed);
        if (_attempt(turn, abi.encodeCall(escrow.concede, (turn.deal)), true)) {
            _close(turn, Outcome.Conceded, turn.state.claimBps);
        }
    }

    function contest(uint256 seed) external {
        Turn memory turn = _turn("contest", seed);
        if (_attempt(turn, abi.encodeCall(escrow.contest, (turn.deal, bytes32(seed))), true)) {
            turn.state.claim = Claim.Contested;
            _move(turn, Status.Disputed);
        }
    }

    /// @notice The buyer claims what is assigned, and its payee stands in for the seller: by chance that is rare.
    function claimWhatIsAssigned(uint256 seed) external {
        Turn memory turn = _turn("dispute", seed);
        for (uint256 i; i < _live.length && !turn.state.isAssigned; ++i) {
            turn.index = _live[i];
            (turn.deal, turn.state) = (_deals[turn.index], _states[turn.index]);
        }
        if (!turn.state.isAssigned) return;
        turn.caller = turn.deal.buyer;
        uint16 bps = _bps(_dice(seed, "claim"));
        if (!_attempt(turn, abi.encodeCall(escrow.dispute, (turn.deal, bps, bytes32(seed))), true)) return;
        _claim(turn, bps);

        (turn.act, turn.caller) = ("contest", _payee(turn.deal, turn.state));
        if (_attempt(turn, abi.encodeCall(escrow.contest, (turn.deal, bytes32(seed))), true)) {
            turn.state.claim = Claim.Contested;
            _move(turn, Status.Disputed);
        }
    }

    function submitEvidence(uint256 seed) external {
        Turn memory turn = _turn("submitEvidence", seed);
        _attempt(turn, abi.encodeCall(escrow.submitEvidence, (turn.deal, bytes32(seed))), true);
    }

    function rule(uint256 seed) external {
        Turn memory turn = _turn("rule", seed);
        (uint16 bps, bool isShare) = _claimedBps(seed);
        if (_attempt(turn, abi.encodeCall(escrow.rule, (turn.deal, bps)), isShare)) {
            (turn.state.claim, turn.state.claimBps) = (Claim.Ruled, bps);
            (turn.state.proposer, turn.state.proposedBps) = (Party.None, 0);
            _move(turn, Status.Disputed);
        }
    }

    function execute(uint256 seed) external {
        Turn memory turn = _endingTurn("execute", seed);
        if (_attempt(turn, abi.encodeCall(escrow.execute, (turn.deal)), true)) _noteExecuted(turn);
    }

    function _noteExecuted(Turn memory turn) internal {
        if (turn.state.claim == Claim.Made) _close(turn, Outcome.Uncontested, turn.state.claimBps);
        else if (turn.state.claim == Claim.Ruled) _close(turn, Outcome.Ruled, turn.state.claimBps);
        else _close(turn, Outcome.ArbiterSilent, turn.deal.silenceBps);
    }
}
