// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign, CampaignState, Phase, Pledge, Tier} from "../../../../contracts/interfaces/ICrowdfund.sol";
import {Crowdfund} from "../../../../contracts/markets/Crowdfund.sol";
import {TestToken} from "../../../../contracts/mocks/TestToken.sol";
import {Stage} from "../Stage.sol";

/// What should be known of a campaign. `rest` is what nobody has got yet.
struct Run {
    Campaign campaign;
    Tier[] tiers;
    uint256 raised;
    uint256 rest;
    uint256 paid;
    uint256 returned;
    uint256 shared; // pledges that were refunded after the first tranche
    uint256 claimed;
    uint256 votedOn;
    bool isStopped;
    bool isDelivered;
    bool isUndelivered;
}

/// What should be known of somebody who backs it.
struct Stake {
    uint256 amount;
    uint8 tier;
    uint256 vetoed; // the last tranche
}

/// @title Chronicle
/// @notice The campaigns as they should be, kept without asking the contract.
abstract contract Chronicle is Stage {
    uint8 internal constant NO_TIER = 255;

    Crowdfund public crowdfund;
    Run[] internal _runs;
    mapping(uint256 run => mapping(address backer => Stake stake)) internal _stakes;
    mapping(uint256 run => mapping(uint8 tier => uint256 places)) internal _places;
    mapping(uint256 run => mapping(uint256 tranche => uint256 weight)) internal _weights;
    mapping(address currency => uint256 amount) internal _held;
    mapping(address currency => uint256 amount) internal _rest; // of all campaigns
    uint256 internal _last; // the campaign that somebody acted on last

    constructor() {
        crowdfund = new Crowdfund();
        for (uint256 i; i < PEOPLE; ++i) {
            for (uint256 j = 1; j < CURRENCIES; ++j) {
                vm.prank(_people[i]);
                TestToken(_currencies[j]).approve(address(crowdfund), type(uint256).max);
            }
        }
    }

    /// @notice The contract knows what it should of the campaign that somebody acted on last.
    function verifyLast() external view {
        _verifyRun(_last);
    }

    /// @notice Invariants 1 and 9: the money is with the contract, the creator or the backers, to the wei.
    function verifyMoney() external view {
        Run storage run = _runs[_last];
        vm.assertEq(run.paid + run.returned + run.rest, run.raised, "paid, returned and left is all");
        _verifyCurrency(run.campaign.token);
    }

    function _verifyCurrency(address currency) internal view {
        uint256 owed;
        for (uint256 i; i < PEOPLE; ++i) {
            owed += crowdfund.credit(_people[i], currency);
        }
        vm.assertEq(_balance(currency, address(crowdfund)), _held[currency], "what came and did not leave");
        vm.assertEq(_held[currency], owed + _rest[currency], "what is held is what is owed");
    }

    function _verifyAll() internal view {
        for (uint256 i; i < _runs.length; ++i) {
            _verifyRun(i);
        }
        for (uint256 i; i < CURRENCIES; ++i) {
            _verifyCurrency(_currencies[i]);
        }
    }

    function _verifyRun(uint256 index) private view {
        Run storage run = _runs[index];
        CampaignState memory expected;
        for (uint256 i; i < PEOPLE; ++i) {
            Stake storage stake = _stakes[index][_people[i]];
            Pledge memory pledge = crowdfund.pledgeOf(_idOf(run.campaign), _people[i]);
            vm.assertEq(pledge.amount, stake.amount, "pledge");
            vm.assertEq(pledge.vetoed, stake.vetoed, "last veto");
            if (stake.amount != 0) vm.assertEq(pledge.tier, stake.tier, "reward");
        }
        for (uint8 i; i < 8; ++i) {
            expected.sold[i] = uint16(_places[index][i]);
        }
        (expected.raised, expected.claimed) = (uint104(run.raised), uint8(run.claimed));
        (expected.isStopped, expected.isDelivered) = (run.isStopped, run.isDelivered);
        expected.isUndelivered = run.isUndelivered;
        (expected.vetoed, expected.tranche) = (uint104(_weights[index][run.votedOn]), uint8(run.votedOn));
        expected.refunded = uint104(run.shared);
        bytes32 observed = keccak256(abi.encode(crowdfund.stateOf(_idOf(run.campaign))));
        vm.assertEq(observed, keccak256(abi.encode(expected)), "state");
        vm.assertTrue(crowdfund.phaseOf(run.campaign) == _phase(run), "phase");
    }

    /// @notice Money leaves a campaign, for its creator or a backer.
    function _leave(Run storage run, uint256 amount) internal {
        (run.rest, _rest[run.campaign.token]) = (run.rest - amount, _rest[run.campaign.token] - amount);
    }

    function _hasLimit(Run storage run, uint8 tier) internal view returns (bool) {
        return tier < run.tiers.length && run.tiers[tier].limit != 0;
    }

    /// @dev The documented rules, not asked from the contract.
    function _phase(Run storage run) internal view returns (Phase) {
        Campaign storage campaign = run.campaign;
        if (run.isStopped) return Phase.Stopped;
        if (_now() <= campaign.endsAt) return Phase.Open;
        if (run.raised < campaign.goal) return Phase.Failed;
        if (run.claimed == campaign.tranches) return Phase.Paid;
        return _now() > _dueAt(campaign, run.claimed + 1) + campaign.claimPeriod ? Phase.Lapsed : Phase.Succeeded;
    }

    function _isRefundable(Run storage run) internal view returns (bool) {
        Phase phase = _phase(run);
        return phase == Phase.Failed || phase == Phase.Lapsed || phase == Phase.Stopped;
    }

    function _dueAt(Campaign storage campaign, uint256 tranche) internal view returns (uint256) {
        return campaign.endsAt + (tranche - 1) * campaign.tranchePeriod;
    }

    function _idOf(Campaign memory campaign) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(crowdfund), campaign));
    }
}
