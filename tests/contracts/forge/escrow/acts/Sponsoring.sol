// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Outcome, SponsoredAct, Status} from "../../../../../contracts/interfaces/IEscrow.sol";
import {Turn, Turns} from "../Turns.sol";

/// @notice Anybody carries what a party signed.
abstract contract Sponsoring is Turns {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant SPONSORED_TYPEHASH =
        keccak256("Sponsored(bytes32 dealId,uint8 act,bytes32 evidence,uint8 revisionsUsed,uint256 deadline)");

    /// What was signed, and whether it is what the act needs.
    struct Ticket {
        SponsoredAct act;
        bytes32 evidence;
        uint256 deadline;
        bytes signature;
        bool isGood;
    }

    constructor() {
        _acts.push(Sponsoring.sponsor.selector);
    }

    function sponsor(uint256 seed) external {
        SponsoredAct act = SponsoredAct(_dice(seed, "act") % 3);
        Turn memory turn = _endingTurn(["release", "fulfil", "cancel"][uint256(act)], seed);
        turn.caller = act == SponsoredAct.Fulfil ? turn.deal.seller : turn.deal.buyer;
        Ticket memory ticket = _sign(turn, act, seed);

        bytes memory data =
            abi.encodeCall(escrow.sponsor, (turn.deal, act, ticket.evidence, ticket.deadline, ticket.signature));
        if (!_attemptBy(_person(_dice(seed, "carrier")), turn, data, ticket.isGood)) return;
        ++successes[_id("sponsor")];
        if (act == SponsoredAct.Release) _complete(turn, Outcome.Released);
        else if (act == SponsoredAct.Fulfil) _move(turn, Status.Fulfilled);
        else _close(turn, Outcome.Cancelled, 10_000 - _buyerBps(turn.deal.refunds));
    }

    /// @dev Mostly the party's signature of just this; else one of its six parts is wrong.
    function _sign(Turn memory turn, SponsoredAct act, uint256 seed) private view returns (Ticket memory ticket) {
        uint256 fault = _dice(seed, "fault") % 12;
        (ticket.act, ticket.evidence) = (act, bytes32(_dice(seed, "evidence")));
        ticket.deadline = _now() + 1 - _dice(seed, "deadline") % 3;
        ticket.isGood = fault > 5 && ticket.deadline >= _now();
        bytes32 content = keccak256(
            abi.encode(
                SPONSORED_TYPEHASH,
                fault == 0 ? bytes32(seed) : _dealId(turn.deal),
                fault == 1 ? (uint8(act) + 1) % 3 : uint8(act),
                fault == 2 ? bytes32(0) : ticket.evidence,
                fault == 3 ? turn.state.revisionsUsed + 1 : turn.state.revisionsUsed,
                fault == 4 ? ticket.deadline + 1 : ticket.deadline
            )
        );
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Agora Escrow"), keccak256("1"), block.chainid, address(escrow))
        );
        address signer = fault == 5 ? _otherThan(seed, turn.caller, turn.caller) : turn.caller;
        ticket.signature = _sign(signer, keccak256(abi.encodePacked("\x19\x01", domain, content)));
    }
}
