// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign, Tier} from "../../../../contracts/interfaces/ICrowdfund.sol";
import {CampaignTerms} from "../../../../contracts/libraries/CampaignTerms.sol";
import {Stake, Stakes} from "../../../../contracts/libraries/Stakes.sol";
import {Tallies, Tally} from "../../../../contracts/libraries/Tallies.sol";
import {Crowdfund} from "../../../../contracts/markets/Crowdfund.sol";
import {Forge} from "../Forge.sol";

/// @notice A thousand backers, whose refunds need no loop, and the arithmetic and encodings of any campaign.
contract CrowdTest is Forge {
    uint256 private constant CROWD = 1000;
    uint256 private constant MOST = type(uint104).max;

    Crowdfund private _crowdfund;

    function setUp() external {
        vm.warp(1_800_000_000);
        _crowdfund = new Crowdfund();
    }

    /// @notice One short of the goal: each gets exactly his pledge, and the last refund costs what the first one did.
    function test_a_thousand_backers_are_refunded_one_by_one_at_the_same_cost() external {
        (Campaign memory campaign,) = _openWithCrowd(1);

        vm.warp(campaign.endsAt + 1);
        uint256[3] memory costs;
        for (uint256 i; i < CROWD; ++i) {
            uint256 cost = _refund(campaign, i);
            vm.assertEq(_backer(i).balance, _pledgeOf(i), "exactly the pledge");
            // The first act of a test pays for cold storage.
            costs[i == 1 ? 0 : i == CROWD - 1 ? 1 : 2] = cost;
        }
        vm.assertLe(costs[1], costs[0], "the cost does not grow");
        vm.assertEq(address(_crowdfund).balance, 0, "not a wei is left");
    }

    /// @notice After a tranche of three is paid, the rest is divided among a thousand to the wei, in any order.
    /// forge-config: default.fuzz.runs = 8
    function test_what_is_left_is_divided_among_a_thousand_to_the_wei(uint256 seed) external {
        (Campaign memory campaign, uint256 raised) = _openWithCrowd(0);
        vm.warp(campaign.endsAt + 1);
        vm.prank(campaign.creator);
        _crowdfund.claim(campaign);
        vm.prank(campaign.creator);
        _crowdfund.stop(campaign);
        uint256 rest = raised - raised / 3;

        uint256 first = seed % CROWD;
        for (uint256 i; i < CROWD; ++i) {
            uint256 number = (first + i * 7) % CROWD;
            _refund(campaign, number);
            uint256 fair = rest * _pledgeOf(number) / raised;
            vm.assertGe(_backer(number).balance, fair, "never less than the share, rounded down");
            vm.assertLe(_backer(number).balance, fair + 1, "nor more than one unit above it");
        }
        vm.assertEq(address(_crowdfund).balance, 0, "not a wei is left");
    }

    /// @notice Tranches and shares are parts of a whole, and together they are the whole.
    function testFuzz_parts_make_the_whole(uint104 whole, uint104 a, uint104 b, uint8 tranches) external pure {
        uint256 count = _within(a, 1, MOST);
        uint256 first = _within(b, 0, count);
        uint256 one = CampaignTerms.share(whole, first, count);
        uint256 other = CampaignTerms.share(whole, count, count) - one;
        vm.assertEq(one + other, whole, "all of it");
        uint256 least = CampaignTerms.share(whole, count - first, count);
        vm.assertTrue(other == least || other == least + 1, "rounded by less than one unit");

        count = _within(tranches, 1, 4);
        uint256 paid;
        for (uint256 i = 1; i <= count; ++i) {
            uint256 tranche = CampaignTerms.share(whole, i, count) - CampaignTerms.share(whole, i - 1, count);
            vm.assertLe(tranche, uint256(whole) / count + 1, "equal parts");
            paid += tranche;
        }
        vm.assertEq(paid, whole, "all of it");
    }

    /// @notice Ids and hashes are those that everybody computes from the ABI encoding.
    function testFuzz_ids_are_hashes_of_the_encoding(Campaign calldata campaign, Tier[] calldata tiers) external view {
        bytes32 id = keccak256(abi.encode(block.chainid, address(_crowdfund), campaign));
        vm.assertEq(_crowdfund.idOf(campaign), id, "id");
        vm.assertEq(_crowdfund.hashTiers(tiers), keccak256(abi.encode(tiers)), "tiers");
    }

    /// @notice What is written to a word is what is read from it, and nothing else changes.
    function testFuzz_words_hold_what_is_put_there(uint104 amount, uint8 tier, bool isLimited, uint8 tranche, uint8 n)
        external
        pure
    {
        Stake stake = Stakes.pack(amount, tier, isLimited).withVeto(n).withVeto(tranche);
        vm.assertEq(stake.amount(), amount, "amount");
        vm.assertEq(stake.tier(), tier, "tier");
        vm.assertTrue(stake.isLimited() == isLimited, "limited");
        vm.assertEq(stake.vetoed(), tranche, "vetoed");

        uint256 place = n % 8;
        Tally tally = Tallies.EMPTY.plus(amount).withPlaceTaken(place).withTrancheClaimed().stopped();
        vm.assertEq(tally.raised(), amount, "raised");
        vm.assertEq(tally.sold(place), 1, "taken");
        vm.assertEq(tally.sold((place + 1) % 8), 0, "not taken");
        vm.assertEq(tally.claimed(), 1, "claimed");
        vm.assertTrue(tally.isPublished() && tally.isStopped(), "flags");
        vm.assertTrue(!tally.isDelivered() && !tally.isUndelivered(), "other flags");
        Tally back = tally.minus(amount).withPlaceFreed(place);
        vm.assertTrue(Tally.unwrap(back) == Tally.unwrap(Tallies.EMPTY.withTrancheClaimed().stopped()), "and back");
    }

    /// @param missing how much the goal is above what is raised
    function _openWithCrowd(uint256 missing) private returns (Campaign memory campaign, uint256 raised) {
        for (uint256 i; i < CROWD; ++i) {
            raised += _pledgeOf(i);
        }
        Tier[] memory none;
        campaign = Campaign({
            creator: address(0xC0FFEE),
            token: address(0),
            goal: uint128(raised + missing),
            endsAt: uint40(_now() + 30 days),
            claimPeriod: 7 days,
            deliverBy: uint40(_now() + 60 days),
            tranches: 3,
            tranchePeriod: 7 days,
            tiers: keccak256(abi.encode(none)),
            document: 0,
            salt: 0
        });
        vm.prank(campaign.creator);
        _crowdfund.publish(campaign, none);
        for (uint256 i; i < CROWD; ++i) {
            vm.deal(_backer(i), _pledgeOf(i));
            vm.prank(_backer(i));
            _crowdfund.pledge{value: _pledgeOf(i)}(campaign, none, 255, _pledgeOf(i));
        }
    }

    function _refund(Campaign memory campaign, uint256 number) private returns (uint256 cost) {
        uint256 gas = gasleft();
        _crowdfund.refund(campaign, _backer(number));
        return gas - gasleft();
    }

    function _backer(uint256 number) private pure returns (address) {
        return address(uint160(0xBAC0000 + number));
    }

    /// @dev Of one wei too, whose share is nothing or everything.
    function _pledgeOf(uint256 number) private pure returns (uint256) {
        return number % 3 == 0 ? 1 : 1 + number * 1_000_003;
    }
}
