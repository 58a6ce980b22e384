// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Outcome, Party, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {State} from "../../../../contracts/libraries/States.sol";

/// @notice Every change of the one word touches its own bits and no others, whatever was in the word.
contract StatesProof {
    uint256 private constant STATUS = uint256(type(uint8).max);
    uint256 private constant OUTCOME = STATUS << 8;
    uint256 private constant CLAIM = STATUS << 16;
    uint256 private constant PROPOSER = STATUS << 32;
    uint256 private constant REVISIONS_USED = STATUS << 48;
    uint256 private constant CLAIM_BPS = uint256(type(uint16).max) << 56;
    uint256 private constant PROPOSED_BPS = uint256(type(uint16).max) << 72;
    uint256 private constant FLAGS = 40;
    uint256 private constant DISCOUNT = uint256(type(uint128).max) << 128;
    uint256 private constant SINCE = uint256(type(uint40).max) << 88;

    function check_a_move_changes_status_and_time(uint256 word, uint8 status) external view {
        if (status > uint8(type(Status).max)) return;

        State moved = State.wrap(word).to(Status(status));

        _unchangedBeside(word, moved, STATUS | SINCE);
        assert(moved.status() == Status(status));
        assert(moved.since() == uint40(block.timestamp));
    }

    function check_an_outcome_changes_itself_and_the_share(uint256 word, uint8 outcome, uint16 bps) external pure {
        if (outcome > uint8(type(Outcome).max)) return;

        State ended = State.wrap(word).withOutcome(Outcome(outcome), bps);

        _unchangedBeside(word, ended, OUTCOME | CLAIM_BPS);
        assert(ended.outcome() == Outcome(outcome) && ended.claimBps() == bps);
    }

    function check_a_claim_changes_itself_and_the_share(uint256 word, uint8 claim, uint16 bps) external pure {
        if (claim > uint8(type(Claim).max)) return;

        State claimed = State.wrap(word).withClaim(Claim(claim), bps);

        _unchangedBeside(word, claimed, CLAIM | CLAIM_BPS);
        assert(claimed.claim() == Claim(claim) && claimed.claimBps() == bps);
    }

    function check_a_proposal_changes_itself_and_its_share(uint256 word, uint8 party, uint16 bps) external pure {
        if (party > uint8(type(Party).max)) return;

        State proposed = State.wrap(word).withProposal(Party(party), bps);

        _unchangedBeside(word, proposed, PROPOSER | PROPOSED_BPS);
        assert(proposed.proposer() == Party(party) && proposed.proposedBps() == bps);
    }

    function check_a_revision_changes_its_count(uint256 word, uint8 count) external pure {
        State revised = State.wrap(word).withRevisionsUsed(count);

        _unchangedBeside(word, revised, REVISIONS_USED);
        assert(revised.revisionsUsed() == count);
    }

    function check_flags_and_discount_change_themselves(uint256 word, uint128 amount, bool isAssigned) external pure {
        State state = State.wrap(word);

        assert(
            state.withDiscount(amount).discount() == amount && state.withAssigned(isAssigned).isAssigned() == isAssigned
        );
        assert(state.withDepositOnly().depositOnly() && state.withWatcher().isWatched());
        _unchangedBeside(word, state.withDiscount(amount), DISCOUNT);
        _unchangedBeside(word, state.withAssigned(isAssigned), 2 << FLAGS);
        _unchangedBeside(word, state.withDepositOnly(), 1 << FLAGS);
        _unchangedBeside(word, state.withWatcher(), 4 << FLAGS);
    }

    function _unchangedBeside(uint256 word, State changed, uint256 bits) private pure {
        assert(word & ~bits == State.unwrap(changed) & ~bits);
    }
}
