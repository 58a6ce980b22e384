// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign, Phase, Tier} from "../../../../contracts/interfaces/ICrowdfund.sol";
import {Chronicle, Run} from "./Chronicle.sol";

/// @title Stalls
/// @notice Random campaigns, who comes to them, and how their acts are sent and counted.
abstract contract Stalls is Chronicle {
    uint256 internal constant ALIVE = 4;

    mapping(bytes4 act => uint256 count) public successes;
    mapping(bytes4 act => uint256 count) public refusals;

    function _send(bytes4 act, address caller, bytes memory data, uint256 value, bool isExpected)
        internal
        returns (bool isDone)
    {
        bytes memory reason;
        vm.prank(caller);
        (isDone, reason) = address(crowdfund).call{value: value}(data);
        vm.assertTrue(isDone == isExpected, isExpected ? "should be allowed" : "should be refused");
        if (!isDone) _requireNamed(reason);
        isDone ? ++successes[act] : ++refusals[act];
    }

    /// @notice An act that pays one person exactly an amount, now or as a credit; of nothing where it is to be refused.
    function _pay(bytes4 act, address caller, bytes memory data, Run storage run, address to, uint256 amount)
        internal
        returns (bool isDone)
    {
        address currency = run.campaign.token;
        (uint256 balance, uint256 credit) = (_balance(currency, to), crowdfund.credit(to, currency));
        isDone = _send(act, caller, data, 0, amount != 0);
        uint256 arrived = _balance(currency, to) - balance;
        vm.assertEq(arrived + crowdfund.credit(to, currency), credit + (isDone ? amount : 0), "what is paid");
        bool mayRefuse = _isWallet[to] || _isFrozen(currency, to);
        vm.assertTrue(mayRefuse || arrived == (isDone ? amount : 0), "who takes money is paid at once");
        _held[currency] -= arrived;
    }

    function _makeCampaign(uint256 seed) internal view returns (Campaign memory campaign, Tier[] memory tiers) {
        tiers = new Tier[](_dice(seed, "tiers") % 3);
        campaign.creator = _person(_dice(seed, "creator"));
        campaign.token = _currencies[_dice(seed, "token") % CURRENCIES];
        // Of very few units, so that every rounding shows, or of many.
        campaign.goal = uint128(_within(_dice(seed, "goal"), 1, seed % 2 == 0 ? 20 : 1e18));
        for (uint256 i; i < tiers.length; ++i) {
            uint256 amount = _within(_dice(seed, i == 0 ? "small" : "large"), 1, uint256(campaign.goal) / 2 + 1);
            tiers[i] = Tier(uint128(amount), uint32(_dice(seed, i == 0 ? "few" : "fewer") % 3));
        }
        campaign.endsAt = uint40(_now() + _within(_dice(seed, "ends"), 12 hours, 5 days));
        campaign.claimPeriod = uint32(_within(_dice(seed, "claim"), 1, 8 days));
        campaign.deliverBy = uint40(campaign.endsAt + _dice(seed, "deliver") % 5 days);
        campaign.tranches = uint8(_within(_dice(seed, "tranches"), 1, 4));
        campaign.tranchePeriod = uint32(_within(_dice(seed, "period"), 1, 5 days));
        campaign.tiers = keccak256(abi.encode(tiers));
        campaign.document = bytes32(_dice(seed, "document"));
        campaign.salt = bytes32(_runs.length);
    }

    /// @notice Terms that nobody may promise.
    function _spoil(Campaign memory campaign, uint256 fault) internal view {
        if (fault == 0) campaign.goal = 0;
        if (fault == 1) campaign.endsAt = uint40(_now());
        if (fault == 2) campaign.deliverBy = campaign.endsAt - 1;
        if (fault == 3) campaign.claimPeriod = 0;
        if (fault == 4) campaign.tranches = 5;
        if (fault == 5) (campaign.tranches, campaign.tranchePeriod) = (2, 0);
        if (fault == 6) campaign.tiers ^= bytes32(uint256(1));
    }

    function _mayPledge(uint256 index, address backer, uint8 tier, uint256 amount) internal view returns (bool) {
        Run storage run = _runs[index];
        if (_phase(run) != Phase.Open || backer == run.campaign.creator) return false;
        if (_stakes[index][backer].amount != 0 || _isFrozen(run.campaign.token, backer)) return false;
        if (tier == NO_TIER) return amount != 0;
        if (tier >= run.tiers.length || amount < run.tiers[tier].amount) return false;
        return run.tiers[tier].limit == 0 || _places[index][tier] < run.tiers[tier].limit;
    }

    /// @notice Mostly a reward that exists, and enough for it.
    function _choose(Run storage run, uint256 seed) internal view returns (uint8 tier, uint256 amount) {
        (uint256 dice, uint256 count) = (_dice(seed, "tier"), run.tiers.length);
        bool isKnown = count != 0 && dice % 2 == 0;
        tier = isKnown ? uint8(dice % count) : NO_TIER;
        if (dice % 16 == 1) tier = uint8(count);
        amount = _within(_dice(seed, "amount"), 0, run.campaign.goal);
        if (isKnown && dice % 8 != 0) amount += run.tiers[tier].amount;
    }

    /// @notice Of the campaigns that are not forgotten yet: a longer wait lets all others run out.
    function _nearestEdge() internal view returns (uint256 nearest) {
        nearest = type(uint256).max;
        for (uint256 i = _runs.length > ALIVE ? _runs.length - ALIVE : 0; i < _runs.length; ++i) {
            Campaign storage campaign = _runs[i].campaign;
            uint256 due = _dueAt(campaign, _runs[i].claimed + 1);
            uint256 ends = campaign.endsAt;
            uint256[5] memory edges = [ends - 1 days, ends, due, due + campaign.claimPeriod, campaign.deliverBy];
            for (uint256 j; j < edges.length; ++j) {
                if (edges[j] > _now() && edges[j] < nearest) nearest = edges[j];
            }
        }
    }

    /// @notice Mostly somebody who has pledged.
    function _backer(uint256 index, uint256 seed) internal view returns (address backer) {
        uint256 dice = _dice(seed, "backer");
        for (uint256 i; i < PEOPLE; ++i) {
            backer = _person(dice % PEOPLE + i);
            if (_stakes[index][backer].amount != 0 || dice % 16 == 0) return backer;
        }
    }

    function _creatorOr(Run storage run, uint256 seed) internal view returns (address) {
        return _dice(seed, "creator") % 6 == 0 ? _person(seed) : run.campaign.creator;
    }
}
