// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, Party} from "../../../../../contracts/interfaces/IEscrow.sol";
import {Turn, Turns} from "../Turns.sol";

/// @notice Both parties agree: by proposal and acceptance, or by a signature.
abstract contract Settling is Turns {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant SETTLEMENT_TYPEHASH =
        keccak256("Settlement(bytes32 dealId,bool depositOnly,uint16 sellerBps,uint256 deadline)");

    constructor() {
        _acts.push(Settling.proposeSettlement.selector);
        _acts.push(Settling.acceptSettlement.selector);
        _acts.push(Settling.settleWithSignature.selector);
    }

    function proposeSettlement(uint256 seed) external {
        Turn memory turn = _turn("proposeSettlement", seed);
        (uint16 bps, bool isShare) = _claimedBps(seed);
        bool depositOnly = turn.state.depositOnly != _oneIn(8, seed, "another phase");
        bool isWellFormed = isShare && depositOnly == turn.state.depositOnly;
        bytes memory data = abi.encodeCall(escrow.proposeSettlement, (turn.deal, depositOnly, bps));
        if (_attempt(turn, data, isWellFormed)) {
            turn.state.proposer = turn.caller == turn.deal.buyer ? Party.Buyer : Party.Seller;
            turn.state.proposedBps = bps;
            _applyClock(turn);
            _verify(turn);
        }
    }

    function acceptSettlement(uint256 seed) external {
        Turn memory turn = _endingTurn("acceptSettlement", seed);
        bool depositOnly = turn.state.depositOnly != _oneIn(8, seed, "another phase");
        uint16 bps = _oneIn(4, seed, "another share") ? _bps(seed) : turn.state.proposedBps;
        bool isWellFormed = bps == turn.state.proposedBps && depositOnly == turn.state.depositOnly;
        bytes memory data = abi.encodeCall(escrow.acceptSettlement, (turn.deal, depositOnly, bps));
        if (_attempt(turn, data, isWellFormed)) _close(turn, Outcome.Settled, bps);
    }

    function settleWithSignature(uint256 seed) external {
        Turn memory turn = _turn("settleWithSignature", seed);
        (uint16 bps, bool isShare) = _claimedBps(seed);
        uint256 deadline = _now() + 1 - _dice(seed, "deadline") % 3;
        (bytes memory signature, bool isSigned) = _signature(turn, bps, deadline, seed);
        bool isWellFormed = isShare && deadline >= _now() && isSigned;
        bytes memory data = abi.encodeCall(escrow.settleWithSignature, (turn.deal, bps, deadline, signature));
        if (_attempt(turn, data, isWellFormed)) _close(turn, Outcome.Settled, bps);
    }

    /// @dev Mostly the other party's signature of just this; else a wrong signer, phase, share or deadline.
    function _signature(Turn memory turn, uint16 bps, uint256 deadline, uint256 seed)
        private
        view
        returns (bytes memory signature, bool isGood)
    {
        address other = turn.caller == turn.deal.buyer ? turn.deal.seller : turn.deal.buyer;
        uint256 fault = _dice(seed, "fault") % 8;
        address signer = fault == 0 ? _otherThan(seed, other, other) : other;
        bool depositOnly = turn.state.depositOnly != (fault == 1);
        uint16 signedBps = fault == 2 ? bps + 1 : bps;
        uint256 signedDeadline = fault == 3 ? deadline + 1 : deadline;

        bytes32 dealId = _dealId(turn.deal);
        bytes32 settlement = keccak256(abi.encode(SETTLEMENT_TYPEHASH, dealId, depositOnly, signedBps, signedDeadline));
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Agora Escrow"), keccak256("1"), block.chainid, address(escrow))
        );
        signature = _sign(signer, keccak256(abi.encodePacked("\x19\x01", domain, settlement)));
        isGood = fault > 3;
    }
}
