// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Deal, DealState, Ending, Outcome, Party, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {WatchingMarket} from "../../../../contracts/mocks/WatchingMarket.sol";
import {Identity} from "../Identity.sol";
import {ActTable} from "./ActTable.sol";
import {DealMaker} from "./DealMaker.sol";
import {Ledger} from "./Ledger.sol";

/// One attempt of somebody to do something with a deal.
struct Turn {
    string act;
    uint256 index;
    Deal deal;
    DealState state; // as expected: before the act, and after it once the act was noted
    address caller;
}

/// @title Turns
/// @notice Tries acts and compares: an act succeeds exactly when the table allows it, and does exactly what is written.
/// @dev Forge runs with `fail_on_revert`: nothing here may revert unless the contracts are wrong.
abstract contract Turns is ActTable, DealMaker, Ledger {
    uint256 internal constant MAX_LIVE = 8;

    bytes4[] internal _acts;
    Deal[] internal _deals;
    DealState[] internal _states;
    uint256[] internal _live;
    mapping(bytes32 act => uint256 count) public successes;
    mapping(bytes32 salt => address payee) internal _assignees;
    uint256 internal _told; // how often the watching market should have listened

    /// @notice A deal and a caller: such that the act should succeed, or nearly; or anybody with any deal.
    function _turn(string memory act, uint256 seed) internal returns (Turn memory turn) {
        return _aim(act, seed, _dice(seed, "aim") % 6);
    }

    /// @notice The same for an act that ends a deal: it succeeds less often, so that deals live to see every state.
    function _endingTurn(string memory act, uint256 seed) internal returns (Turn memory turn) {
        return _aim(act, seed, _oneIn(8, seed, "patience") ? 0 : 3 + _dice(seed, "aim") % 3);
    }

    /// @param isWellFormed whether the arguments are good for an act that the table allows
    function _attempt(Turn memory turn, bytes memory data, bool isWellFormed) internal returns (bool isDone) {
        return _attemptBy(turn.caller, turn, data, isWellFormed);
    }

    /// @notice The same where somebody else sends what the caller of the turn wants.
    function _attemptBy(address sender, Turn memory turn, bytes memory data, bool isWellFormed)
        internal
        returns (bool isDone)
    {
        bool isExpected = isWellFormed && _allows(turn.act, turn.deal, turn.state, turn.caller);
        bytes memory reason;
        vm.prank(sender);
        (isDone, reason) = address(escrow).call(data);
        if (isDone != isExpected) revert(string.concat(turn.act, isDone ? " should be refused" : " should succeed"));
        if (isDone) ++successes[_id(turn.act)];
        else _requireNamed(reason);
    }

    /// @notice Notes that the price is paid, or everything with it.
    function _complete(Turn memory turn, Outcome outcome) internal {
        bool hasDeposit = turn.deal.deposit != 0;
        _divide(turn.deal, turn.state, _payee(turn.deal, turn.state), 10_000, false);
        (turn.state.outcome, turn.state.claimBps) = (outcome, 10_000);
        (turn.state.proposer, turn.state.proposedBps) = (Party.None, 0);
        turn.state.depositOnly = hasDeposit;
        _move(turn, hasDeposit ? Status.Completed : Status.Closed);
    }

    /// @notice Notes that all that was left is divided.
    function _close(Turn memory turn, Outcome outcome, uint16 sellerBps) internal {
        address payee = _payee(turn.deal, turn.state);
        _divide(turn.deal, turn.state, payee, sellerBps, outcome == Outcome.Ruled);
        if (!turn.state.depositOnly) {
            _return(turn.deal, turn.deal.deposit);
            if (turn.state.isWatched && _watching.manner() == WatchingMarket.Manner.Listen) ++_told;
        }
        (turn.state.outcome, turn.state.claimBps) = (outcome, sellerBps);
        _move(turn, Status.Closed);
    }

    /// @notice Notes that the caller claims a share.
    function _claim(Turn memory turn, uint16 sellerBps) internal {
        (turn.state.claim, turn.state.claimBps) = (Claim.Made, sellerBps);
        turn.state.claimant = turn.caller == turn.deal.buyer ? Party.Buyer : Party.Seller;
        _move(turn, Status.Disputed);
    }

    /// @notice A share to ask for, sometimes more than the whole.
    function _claimedBps(uint256 seed) internal pure returns (uint16 bps, bool isShare) {
        isShare = !_oneIn(16, seed, "no share");
        bps = isShare ? _bps(_dice(seed, "share")) : uint16(_within(seed, 10_001, type(uint16).max - 1));
    }

    /// @notice An act that is no move writes down what the clock did before.
    function _applyClock(Turn memory turn) internal view {
        uint256 last = _lastStep(turn.deal.refunds);
        bool isOver = _ending(turn.deal) == Ending.ByClock && _now() > last;
        if (turn.state.status != Status.Funded || !isOver) return;
        (turn.state.status, turn.state.since) = (Status.Fulfilled, uint40(last));
    }

    function _move(Turn memory turn, Status status) internal {
        turn.state.status = status;
        turn.state.since = uint40(_now());
        _verify(turn);
    }

    /// @notice The contracts say the same, nothing moved backwards, and everybody has what they should have.
    function _verify(Turn memory turn) internal {
        DealState memory before = _states[turn.index];
        DealState memory observed = escrow.stateOf(_dealId(turn.deal));
        _requireForward(before, observed);
        vm.assertEq(keccak256(abi.encode(observed)), keccak256(abi.encode(turn.state)), turn.act);
        _states[turn.index] = turn.state;
        if (turn.state.status == Status.Closed) _forget(turn.index);
        vm.assertEq(_watching.calls(), _told, "the market is told, once, of what came to nothing");
        _verifyPurses(turn.deal.token);
    }

    /// @notice Opens a random deal, paid by anybody; sometimes the payer is the market and vouches by opening.
    function _openAny(uint256 seed) internal {
        Deal memory deal = _makeDeal(seed);
        address payer = _payer(deal, seed);
        if (_oneIn(4, seed, "by the market")) deal.market = payer;

        vm.prank(payer);
        escrow.open{value: _value(deal)}(deal, "");
        _fund(deal, payer);
        _noteOpened(deal);
    }

    function _noteOpened(Deal memory deal) internal {
        Turn memory turn;
        (turn.act, turn.index, turn.deal) = ("open", _deals.length, deal);
        turn.state.isWatched = deal.market == address(_watching);
        _deals.push(deal);
        _states.push();
        _live.push(turn.index);
        _move(turn, Status.Funded);
    }

    /// @notice Somebody who can pay: a token may have frozen the buyer's account.
    function _payer(Deal memory deal, uint256 seed) internal view returns (address payer) {
        payer = _oneIn(3, seed, "by the buyer") ? deal.buyer : _person(_dice(seed, "payer"));
        for (uint256 i; _isFrozen(deal.token, payer); ++i) {
            payer = _people[i];
        }
    }

    /// @notice What has to be sent along.
    function _value(Deal memory deal) internal pure returns (uint256) {
        return deal.token == NATIVE ? uint256(deal.price) + deal.deposit : 0;
    }

    /// @dev Not asked from the escrow: the documented rule.
    function _dealId(Deal memory deal) internal view returns (bytes32) {
        return Identity.idOf(deal, address(escrow));
    }

    function _assignee(Deal memory deal) internal view override returns (address) {
        return _assignees[deal.salt];
    }

    /// @notice Buyer, seller, arbiter or referrer; the first of the people where there is none.
    function _role(Deal memory deal, uint256 number) internal view returns (address) {
        address role = [deal.buyer, deal.seller, deal.arbiter, deal.referrer, _assignees[deal.salt]][number % 5];
        return role == address(0) ? _people[0] : role;
    }

    /// @dev The share of the first step that has not passed, read from the highest to the lowest.
    function _buyerBps(uint256 refunds) internal view returns (uint16 buyerBps) {
        for (uint256 i = 4; i > 0; --i) {
            uint256 step = refunds >> 56 * (i - 1);
            if (uint40(step) != 0 && _now() <= uint40(step)) buyerBps = uint16(step >> 40);
        }
    }

    /// @dev Mistakes hide in the second before and after a deadline, so it often is just that time.
    function _aim(string memory act, uint256 seed, uint256 aim) private returns (Turn memory turn) {
        if (_live.length == 0) _openAny(seed);
        turn.act = act;
        if (_oneIn(4, seed, "in time")) _waitForEdge(turn, seed);
        if (aim < 3 && _pick(turn, seed, false)) return turn;
        if (aim < 5 && _pick(turn, seed, true)) return turn;
        uint256 dice = _dice(seed, "deal");
        turn.index = _oneIn(4, seed, "any deal") ? dice % _deals.length : _live[dice % _live.length];
        _load(turn);
        turn.caller = _oneIn(3, seed, "stranger") ? _person(dice) : _role(turn.deal, _dice(seed, "role"));
    }

    /// @dev The nearest one: a longer wait lets all other deals run out.
    function _waitForEdge(Turn memory turn, uint256 seed) private {
        uint256 nearest = type(uint256).max;
        for (uint256 i; i < _live.length; ++i) {
            turn.index = _live[i];
            _load(turn);
            uint256 edge = _edge(turn.act, turn.deal, turn.state);
            if (edge >= _now() && edge < nearest) nearest = edge;
        }
        if (nearest < _now() + 30 days) vm.warp(nearest + _dice(seed, "second") % 2);
    }

    function _pick(Turn memory turn, uint256 seed, bool isMiss) private view returns (bool) {
        uint256 dice = _dice(seed, "pick");
        for (uint256 i; i < _live.length; ++i) {
            turn.index = _live[(dice % _live.length + i) % _live.length];
            _load(turn);
            for (uint256 j; j < 5; ++j) {
                turn.caller = _role(turn.deal, dice % 5 + j);
                bool isAllowed = _allows(turn.act, turn.deal, turn.state, turn.caller);
                if (isMiss ? !isAllowed && _concerns(turn.act, turn.deal, turn.state, turn.caller) : isAllowed) {
                    return true;
                }
            }
        }
        return false;
    }

    function _load(Turn memory turn) private view {
        turn.deal = _deals[turn.index];
        turn.state = _states[turn.index];
    }

    function _forget(uint256 index) private {
        for (uint256 i; i < _live.length; ++i) {
            if (_live[i] != index) continue;
            _live[i] = _live[_live.length - 1];
            _live.pop();
            return;
        }
    }

    /// @dev Invariant 5.
    function _requireForward(DealState memory before, DealState memory observed) private pure {
        vm.assertTrue(before.status != Status.Closed, "closed is final");
        bool isRevision = before.status == Status.Fulfilled && observed.status == Status.Funded
            && observed.revisionsUsed == before.revisionsUsed + 1;
        vm.assertTrue(isRevision || observed.status >= before.status, "never backwards");
    }
}
