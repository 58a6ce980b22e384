// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Escrow} from "../../../../contracts/Escrow.sol";
import {Claim, Deal, DealState, Ending, IEscrow, Outcome, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Forge} from "../Forge.sol";

interface Storage {
    function store(address account, bytes32 slot, bytes32 word) external;
}

/// @notice From every sound word of state, at every time, for every caller: an act leads to a sound word again, never
/// backwards, and pays exactly what the deal no longer holds.
/// @dev The terms are those of one deal with everything in it; what the escrow remembers of it is unknown. That a deal
/// opens with a sound word, and that acts keep words sound, shows it for every history.
abstract contract Moves is Forge {
    uint256 private constant STATES_SLOT = 1;
    uint256 private constant PAYEES_SLOT = 2;
    uint256 private constant PURSE = 2 ** 100;
    uint128 private constant PRICE = 1_000_003;
    uint128 private constant DEPOSIT = 500_009;
    uint256 private constant LAST_STEP = 1_700_000_000;
    bytes internal constant CODE = "the code on the parcel";

    Escrow private immutable _escrow = new Escrow();
    Deal internal _terms;

    constructor(Ending ending) {
        _terms.market = address(0x11);
        (_terms.buyer, _terms.seller, _terms.referrer, _terms.arbiter) =
        (address(0x12), address(0x13), address(0x14), address(0x15));
        (_terms.price, _terms.deposit) = (PRICE, DEPOSIT);
        (_terms.referralBps, _terms.arbiterBps, _terms.silenceBps) = (250, 300, 6000);
        (_terms.deliverBy, _terms.inspection) = (1_800_000_000, 3 days);
        _terms.revisions = ending == Ending.ByClock ? 0 : 2;
        (_terms.claimPeriod, _terms.contestPeriod, _terms.rulingPeriod) = (2 days, 1 days, 5 days);
        _terms.refunds = LAST_STEP | uint256(7000) << 40 | uint256(ending) << 224;
        _terms.handover = keccak256(CODE);
    }

    function check_fulfil(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.fulfil, (_terms, 0)));
    }

    function check_sendBack(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.sendBack, (_terms, 0)));
    }

    function check_begin(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.begin, (_terms, CODE)));
    }

    function check_discount(uint256 word, uint40 time, address caller, uint128 amount) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.discount, (_terms, amount, 0)));
    }

    function check_assign(uint256 word, uint40 time, address caller, address payee) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.assign, (_terms, payee)));
    }

    function check_release(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.release, (_terms)));
    }

    function check_handOver(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.handOver, (_terms, CODE)));
    }

    function check_finalize(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.finalize, (_terms)));
    }

    function check_refund(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.refund, (_terms)));
    }

    function check_cancel(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.cancel, (_terms)));
    }

    function check_reclaim(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.reclaim, (_terms)));
    }

    function check_chargeNoShow(uint256 word, uint40 time, address caller) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.chargeNoShow, (_terms)));
    }

    function check_dispute(uint256 word, uint40 time, address caller, uint16 bps) external {
        _try(word, time, caller, abi.encodeCall(IEscrow.dispute, (_terms, bps, 0)));
    }

    function _try(uint256 word, uint40 time, address caller, bytes memory act) internal {
        if (!_isWord(word)) return;
        bytes32 dealId = _escrow.idOf(_terms);
        _store(dealId, STATES_SLOT, word);
        _store(dealId, PAYEES_SLOT, 0x16);
        DealState memory before = _escrow.stateOf(dealId);
        if (!_isSound(before)) return;
        vm.deal(address(_escrow), PURSE);
        vm.warp(time);

        vm.prank(caller);
        (bool isDone,) = address(_escrow).call(act);
        if (!isDone) return;

        DealState memory state = _escrow.stateOf(dealId);
        bool isRevision = before.status == Status.Fulfilled && state.status == Status.Funded
            && state.revisionsUsed == before.revisionsUsed + 1;
        assert(before.status != Status.Closed);
        assert(state.status >= before.status || isRevision);
        assert(_isSound(state));
        assert(PURSE - address(_escrow).balance == _held(before) - _held(state));
    }

    /// @dev Members of their enums in their places.
    function _isWord(uint256 word) private pure returns (bool) {
        if (uint8(word) > uint8(type(Status).max) || uint8(word >> 8) > uint8(type(Outcome).max)) return false;
        if (uint8(word >> 16) > uint8(type(Claim).max)) return false;
        return uint8(word >> 24) <= 2 && uint8(word >> 32) <= 2 && uint8(word >> 40) < 8;
    }

    function _isSound(DealState memory state) private view returns (bool) {
        if (state.claimBps > 10_000 || state.proposedBps > 10_000) return false;
        if (state.discount >= PRICE || state.revisionsUsed > _terms.revisions) return false;
        if (state.status == Status.Funded || state.status == Status.Fulfilled) return !state.depositOnly;
        if (state.status == Status.Completed) return state.depositOnly;
        return state.status != Status.None;
    }

    function _held(DealState memory state) private pure returns (uint256) {
        if (state.status == Status.Closed) return 0;
        return state.depositOnly ? DEPOSIT : PRICE + DEPOSIT;
    }

    function _store(bytes32 dealId, uint256 slot, uint256 word) private {
        Storage(address(vm)).store(address(_escrow), keccak256(abi.encode(dealId, slot)), bytes32(word));
    }
}

/// @dev With what leads on from a claim, an agreement or the price paid: how the schedule ends does not matter to it.
contract MovesByHandProof is Moves(Ending.ByHand) {
    /// @dev Nobody else is paid or told: whom money goes to does not change how much of it there is.
    uint256 private constant PLAIN = ~(uint256(6) << 40);

    function check_propose(uint256 word, uint40 time, address caller, bool depositOnly, uint16 bps) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.proposeSettlement, (_terms, depositOnly, bps)));
    }

    function check_accept(uint256 word, uint40 time, address caller, bool depositOnly, uint16 bps) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.acceptSettlement, (_terms, depositOnly, bps)));
    }

    function check_concede(uint256 word, uint40 time, address caller) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.concede, (_terms)));
    }

    function check_contest(uint256 word, uint40 time, address caller) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.contest, (_terms, 0)));
    }

    function check_rule(uint256 word, uint40 time, address caller, uint16 bps) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.rule, (_terms, bps)));
    }

    function check_execute(uint256 word, uint40 time, address caller) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.execute, (_terms)));
    }

    function check_claimDeposit(uint256 word, uint40 time, address caller, uint16 bps) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.claimDeposit, (_terms, bps, 0)));
    }

    function check_returnDeposit(uint256 word, uint40 time, address caller) external {
        _try(word & PLAIN, time, caller, abi.encodeCall(IEscrow.returnDeposit, (_terms)));
    }
}

contract MovesByClockProof is Moves(Ending.ByClock) {}

contract MovesByCodeProof is Moves(Ending.ByCode) {}
