// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign, Phase, Tier} from "../../../../contracts/interfaces/ICrowdfund.sol";
import {OddToken} from "../../../../contracts/mocks/OddToken.sol";
import {OddWallet} from "../../../../contracts/mocks/OddWallet.sol";
import {Run, Stake} from "./Chronicle.sol";
import {Stalls} from "./Stalls.sol";

/// @title Fairground
/// @notice People ask, pledge, change their minds, claim, object and want their money back, at any time and in any order.
contract Fairground is Stalls {
    function selectors() public pure returns (bytes4[] memory all) {
        all = new bytes4[](13);
        (all[0], all[1], all[2]) = (this.publish.selector, this.pledge.selector, this.pledgeMore.selector);
        (all[3], all[4], all[5]) = (this.withdrawPledge.selector, this.claim.selector, this.veto.selector);
        (all[6], all[7], all[8]) = (this.stop.selector, this.refund.selector, this.deliver.selector);
        (all[9], all[10], all[11]) = (this.report.selector, this.waitForIt.selector, this.changeMood.selector);
        all[12] = this.withdrawCredit.selector;
    }

    function publish(uint256 seed) public {
        if (_runs.length != 0 && _dice(seed, "rarely") % 3 != 0) return;
        (Campaign memory campaign, Tier[] memory tiers) = _makeCampaign(seed);
        uint256 fault = _dice(seed, "fault") % 16;
        _spoil(campaign, fault);

        bytes memory data = abi.encodeCall(crowdfund.publish, (campaign, tiers));
        address caller = fault == 7 ? _person(_dice(seed, "creator") + 1) : campaign.creator;
        if (!_send(this.publish.selector, caller, data, 0, fault > 7)) return;
        Run storage run = _runs.push();
        run.campaign = campaign;
        for (uint256 i; i < tiers.length; ++i) {
            run.tiers.push(tiers[i]);
        }
        // Once is enough.
        _send(this.publish.selector, caller, data, 0, false);
    }

    function pledge(uint256 seed) public {
        (uint256 index, Run storage run) = _pickIn(Phase.Open, seed);
        if (_phase(run) != Phase.Open && _dice(seed, "next") % 2 == 0) return publish(seed);
        address backer = _person(_dice(seed, "backer"));
        (uint8 tier, uint256 amount) = _choose(run, seed);
        Tier[] memory tiers = run.tiers;
        if (tiers.length != 0 && _dice(seed, "other tiers") % 16 == 0) tiers[0].limit ^= 1;
        uint256 value = run.campaign.token == NATIVE ? amount : 0;
        if (_dice(seed, "value") % 16 == 0) ++value;

        bool isExpected = _mayPledge(index, backer, tier, amount) && keccak256(abi.encode(tiers)) == run.campaign.tiers
            && value == (run.campaign.token == NATIVE ? amount : 0);
        bytes memory data = abi.encodeCall(crowdfund.pledge, (run.campaign, tiers, tier, amount));
        if (!_send(this.pledge.selector, backer, data, value, isExpected)) return;
        _stakes[index][backer] = Stake(amount, tier, 0);
        (run.raised, run.rest) = (run.raised + amount, run.rest + amount);
        _rest[run.campaign.token] += amount;
        if (_hasLimit(run, tier)) ++_places[index][tier];
        _held[run.campaign.token] += amount;
    }

    /// @notice Most campaigns should reach their goal.
    function pledgeMore(uint256 seed) external {
        pledge(seed);
    }

    function withdrawPledge(uint256 seed) external {
        if (_dice(seed, "rarely") % 3 != 0) return;
        (uint256 index, Run storage run) = _pick(seed);
        address backer = _backer(index, seed);
        Stake memory stake = _stakes[index][backer];
        bool isExpected = _phase(run) == Phase.Open && stake.amount != 0 && _now() <= run.campaign.endsAt - 1 days;

        bytes memory data = abi.encodeCall(crowdfund.withdrawPledge, (run.campaign));
        if (!_pay(this.withdrawPledge.selector, backer, data, run, backer, isExpected ? stake.amount : 0)) return;
        delete _stakes[index][backer];
        run.raised -= stake.amount;
        _leave(run, stake.amount);
        if (_hasLimit(run, stake.tier)) --_places[index][stake.tier];
    }

    function claim(uint256 seed) external {
        (, Run storage run) = _pickIn(Phase.Succeeded, seed);
        uint256 due = _dueAt(run.campaign, run.claimed + 1);
        bool isAwaited = _phase(run) == Phase.Succeeded && _now() <= due && _dice(seed, "wait") % 2 == 0;
        if (isAwaited) vm.warp(due + _dice(seed, "second") % 2);
        address caller = _creatorOr(run, seed);
        bool isDue = _phase(run) == Phase.Succeeded && _now() > _dueAt(run.campaign, run.claimed + 1);
        _claim(run, caller, isDue && caller == run.campaign.creator);
    }

    function veto(uint256 seed) external {
        (uint256 index, Run storage run) = _pickIn(Phase.Succeeded, seed);
        address backer = _backer(index, seed);
        Stake storage stake = _stakes[index][backer];
        bool isExpected = _phase(run) == Phase.Succeeded && stake.amount != 0
            && _now() <= _dueAt(run.campaign, run.campaign.tranches);
        uint256 tranche = 1;
        while (isExpected && _dueAt(run.campaign, tranche) < _now()) ++tranche;
        isExpected = isExpected && stake.vetoed != tranche;

        bytes memory data = abi.encodeCall(crowdfund.veto, (run.campaign));
        if (!_send(this.veto.selector, backer, data, 0, isExpected)) return;
        (stake.vetoed, run.votedOn) = (tranche, tranche);
        _weights[index][tranche] += stake.amount;
        run.isStopped = _weights[index][tranche] > run.raised - _weights[index][tranche];
    }

    function stop(uint256 seed) external {
        if (_dice(seed, "rarely") % 24 != 0) return;
        (, Run storage run) = _pick(seed);
        address caller = _creatorOr(run, seed);
        Phase phase = _phase(run);
        bool isExpected = (phase == Phase.Open || phase == Phase.Succeeded) && caller == run.campaign.creator;

        bytes memory data = abi.encodeCall(crowdfund.stop, (run.campaign));
        if (_send(this.stop.selector, caller, data, 0, isExpected)) run.isStopped = true;
    }

    function refund(uint256 seed) external {
        Phase phase = [Phase.Failed, Phase.Lapsed, Phase.Stopped][_dice(seed, "phase") % 3];
        (uint256 index, Run storage run) = _pickIn(phase, seed);
        address backer = _backer(index, seed);
        _refund(index, _person(_dice(seed, "anybody")), backer, _isRefundable(run));
    }

    function deliver(uint256 seed) external {
        if (_dice(seed, "rarely") % 3 != 0) return;
        (, Run storage run) = _pickIn(Phase.Succeeded, seed);
        address caller = _creatorOr(run, seed);
        bool isExpected = run.claimed != 0 && !run.isDelivered && caller == run.campaign.creator;

        bytes memory data = abi.encodeCall(crowdfund.deliver, (run.campaign, bytes32(seed)));
        if (_send(this.deliver.selector, caller, data, 0, isExpected)) run.isDelivered = true;
    }

    function report(uint256 seed) external {
        (uint256 index, Run storage run) = _pickIn(Phase.Paid, seed);
        bool isAwaited = run.claimed != 0 && _now() <= run.campaign.deliverBy && _dice(seed, "wait") % 4 == 0;
        if (isAwaited) vm.warp(run.campaign.deliverBy + _dice(seed, "second") % 2);
        address backer = _backer(index, seed);
        bool isExpected = run.claimed != 0 && !run.isDelivered && !run.isUndelivered
            && _stakes[index][backer].amount != 0 && _now() > run.campaign.deliverBy;

        bytes memory data = abi.encodeCall(crowdfund.reportUndelivered, (run.campaign));
        if (_send(this.report.selector, backer, data, 0, isExpected)) run.isUndelivered = true;
    }

    /// @notice Mistakes hide in the second before and after a deadline, so it often is just that time.
    function waitForIt(uint256 seed) external {
        _pick(seed);
        uint256 nearest = _nearestEdge();
        bool isNear = nearest < _now() + 5 days && _dice(seed, "near") % 3 == 0;
        vm.warp(isNear ? nearest + _dice(seed, "second") % 2 : _now() + _dice(seed, "a little") % 1 hours);
    }

    /// @notice A wallet begins to refuse money, to waste gas or to call back, or a token freezes somebody; or all is well.
    function changeMood(uint256 seed) external {
        (uint256 index, Run storage run) = _pick(seed);
        OddWallet wallet = OddWallet(payable(_people[5 + seed % 3]));
        bytes memory data = _dice(seed, "which") % 2 == 0
            ? abi.encodeCall(crowdfund.refund, (run.campaign, _backer(index, seed)))
            : abi.encodeCall(crowdfund.withdraw, (run.campaign.token, address(wallet)));
        wallet.callBack(address(crowdfund), data);
        uint256 manner = _dice(seed, "manner") % 8;
        wallet.behave(manner < 5 ? OddWallet.Manner(manner) : OddWallet.Manner.Accept);
        (_dice(seed, "token") % 2 == 0 ? _silentToken : _honestToken)
        .freeze(_person(_dice(seed, "frozen")), _dice(seed, "freeze") % 3 == 0);
    }

    function withdrawCredit(uint256 seed) external {
        (address person, address currency) = (_person(seed), _currencies[_dice(seed, "currency") % CURRENCIES]);
        uint256 amount = crowdfund.credit(person, currency);
        // A wallet that does not refuse may still call back, which is an act of its own: to somebody who takes all.
        address to = _people[_dice(seed, "to") % 5];
        bool isExpected = amount != 0 && !_isFrozen(currency, to);

        uint256 before = _balance(currency, to);
        bytes memory data = abi.encodeCall(crowdfund.withdraw, (currency, to));
        if (!_send(this.withdrawCredit.selector, person, data, 0, isExpected)) return;
        vm.assertEq(_balance(currency, to) - before, amount, "withdrawn");
        _held[currency] -= amount;
    }

    /// @notice Invariant 3: whoever is silent, the money comes out, by acts whose cost does not grow.
    function closeEverything(bool isCreatorSilent) external {
        _verifyAll();
        if (!isCreatorSilent) _claimEverything();
        // No campaign runs for longer than this.
        vm.warp(_now() + 200 days);
        for (uint256 i; i < _runs.length; ++i) {
            for (uint256 j; j < PEOPLE && _isRefundable(_runs[i]); ++j) {
                if (_stakes[i][_people[j]].amount != 0) _refund(i, _people[(j + 1) % PEOPLE], _people[j], true);
            }
            vm.assertEq(_runs[i].rest, 0, "nothing is left in a campaign");
        }
        for (uint256 i; i < CURRENCIES; ++i) {
            for (uint256 j; j < PEOPLE; ++j) {
                _collect(_people[j], _currencies[i]);
            }
            vm.assertEq(_balance(_currencies[i], address(crowdfund)), 0, "nothing is left in the contract");
        }
    }

    function _pick(uint256 seed) private returns (uint256 index, Run storage run) {
        for (uint256 again = seed; _runs.length == 0;) {
            publish(again = _dice(again, "again"));
        }
        uint256 alive = _runs.length < ALIVE ? _runs.length : ALIVE;
        index = _runs.length - 1 - _dice(seed, "run") % alive;
        (run, _last) = (_runs[index], index);
    }

    /// @notice Mostly a campaign that stands there.
    function _pickIn(Phase phase, uint256 seed) private returns (uint256 index, Run storage run) {
        (index, run) = _pick(seed);
        for (uint256 i; i < ALIVE && _phase(run) != phase; ++i) {
            seed = _dice(seed, "another");
            (index, run) = _pick(seed);
        }
    }

    function _claimEverything() private {
        for (uint256 step; step < 120; ++step) {
            for (uint256 i = _runs.length > ALIVE ? _runs.length - ALIVE : 0; i < _runs.length; ++i) {
                Run storage run = _runs[i];
                bool isDue = _phase(run) == Phase.Succeeded && _now() > _dueAt(run.campaign, run.claimed + 1);
                if (isDue) _claim(run, run.campaign.creator, true);
            }
            vm.warp(_now() + 12 hours);
        }
    }

    function _collect(address person, address currency) private {
        uint256 amount = crowdfund.credit(person, currency);
        if (amount == 0) return;
        if (_isOdd(currency)) OddToken(currency).freeze(_people[0], false);
        vm.prank(person);
        crowdfund.withdraw(currency, _people[0]);
        _held[currency] -= amount;
    }

    function _claim(Run storage run, address caller, bool isExpected) private {
        uint256 amount = run.raised * (run.claimed + 1) / run.campaign.tranches - run.paid;
        bytes memory data = abi.encodeCall(crowdfund.claim, (run.campaign));
        // Of one unit raised, the first of four tranches is nothing.
        if (isExpected && amount == 0) {
            _send(this.claim.selector, caller, data, 0, true);
        } else if (!_pay(this.claim.selector, caller, data, run, caller, isExpected ? amount : 0)) {
            return;
        }
        (run.claimed, run.paid) = (run.claimed + 1, run.paid + amount);
        _leave(run, amount);
    }

    function _refund(uint256 index, address caller, address backer, bool isRefundable) private {
        Run storage run = _runs[index];
        uint256 pledged = _stakes[index][backer].amount;
        uint256 amount = pledged;
        if (run.claimed != 0 && pledged != 0) {
            uint256 whole = run.raised - run.paid;
            amount = whole * (run.shared + pledged) / run.raised - whole * run.shared / run.raised;
            uint256 fair = whole * pledged / run.raised;
            vm.assertTrue(amount == fair || amount == fair + 1, "a share is rounded by less than one unit");
        }
        bool isExpected = isRefundable && pledged != 0;

        bytes memory data = abi.encodeCall(crowdfund.refund, (run.campaign, backer));
        if (isExpected && amount == 0) _send(this.refund.selector, caller, data, 0, true);
        else if (!_pay(this.refund.selector, caller, data, run, backer, isExpected ? amount : 0)) return;
        if (run.claimed != 0) run.shared += pledged;
        run.returned += amount;
        _leave(run, amount);
        delete _stakes[index][backer];
    }
}
