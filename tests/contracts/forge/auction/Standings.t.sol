// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionState, AuctionStatus, Lot} from "../../../../contracts/interfaces/IAuction.sol";
import {LotTerms} from "../../../../contracts/libraries/LotTerms.sol";
import {Standing, Standings} from "../../../../contracts/libraries/Standings.sol";
import {Forge} from "../Forge.sol";

/// @notice One word holds the state of an auction, and all arithmetic stays within its types.
contract StandingsTest is Forge {
    function test_a_bid_shows_and_ending_changes_nothing_else(address bidder, uint88 amount, uint8 times)
        external
        pure
    {
        times %= 64;
        Standing standing = Standings.withBid(bidder, amount, times);

        _verify(standing, AuctionState(AuctionStatus.Open, bidder, amount, times));
        _verify(standing.ended(), AuctionState(AuctionStatus.Ended, bidder, amount, times));
    }

    function test_a_word_that_was_never_written_is_no_auction() external pure {
        _verify(Standing.wrap(0), AuctionState(AuctionStatus.None, address(0), 0, 0));
        _verify(Standings.opened(), AuctionState(AuctionStatus.Open, address(0), 0, 0));
        _verify(Standings.opened().ended(), AuctionState(AuctionStatus.Ended, address(0), 0, 0));
    }

    function test_a_higher_bid_is_always_asked_for(Lot calldata lot, address bidder, uint88 amount) external pure {
        vm.assume(bidder != address(0) && amount != 0);
        uint256 minimum = LotTerms.minimumOf(lot, Standings.withBid(bidder, amount, 0));

        vm.assertGe(minimum, uint256(amount) + 1, "one unit at least");
        uint256 exact = uint256(amount) * lot.incrementBps;
        vm.assertLe((minimum - amount) * 10_000, exact > 10_000 ? exact : 10_000, "no more than the increment");
        vm.assertGe((minimum - amount + 1) * 10_000, exact, "rounded down by less than a unit");
    }

    function test_the_first_bid_is_the_start_price(Lot calldata lot) external pure {
        vm.assertEq(LotTerms.minimumOf(lot, Standings.opened()), lot.startPrice, "start");
    }

    function test_the_end_moves_by_one_extension_at_a_time(Lot calldata lot, address bidder, uint8 times)
        external
        pure
    {
        times %= 63;
        uint256 end = LotTerms.endOf(lot, Standings.withBid(bidder, 1, times));
        uint256 later = LotTerms.endOf(lot, Standings.withBid(bidder, 1, uint256(times) + 1));

        vm.assertEq(end, lot.endsAt + uint256(times) * lot.extension, "end");
        vm.assertEq(later - end, lot.extension, "one more");
    }

    function _verify(Standing standing, AuctionState memory expected) private pure {
        vm.assertEq(keccak256(abi.encode(standing.unpack())), keccak256(abi.encode(expected)), "state");
        vm.assertTrue(standing.status() == expected.status, "status");
        vm.assertEq(standing.bidder(), expected.bidder, "bidder");
        vm.assertEq(standing.amount(), expected.amount, "amount");
        vm.assertEq(standing.extensions(), expected.extensions, "extensions");
        vm.assertTrue(standing.hasBids() == (expected.bidder != address(0)), "has bids");
    }
}
