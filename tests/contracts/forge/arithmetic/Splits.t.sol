// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {DealTerms} from "../../../../contracts/libraries/DealTerms.sol";
import {Split, Splits} from "../../../../contracts/libraries/Splits.sol";
import {Forge} from "../Forge.sol";

/// @notice Whatever is divided, and however: nothing is lost, nobody gets more than the rule says.
contract SplitsTest is Forge {
    function test_the_shares_of_a_price_sum_to_the_wei(Deal memory deal, uint256 sellerBps, bool isRuled)
        external
        view
    {
        Split memory split = this.ofPrice(_bounded(deal), _within(sellerBps, 0, 10_000), isRuled);

        vm.assertEq(split.seller + split.buyer + split.referrer + split.arbiter, deal.price, "sum");
    }

    function test_a_discount_is_the_buyers_and_the_rest_is_divided(
        Deal memory deal,
        uint256 discount,
        uint256 sellerBps,
        bool isRuled
    ) external view {
        (deal, sellerBps) = (_bounded(deal), _within(sellerBps, 0, 10_000));
        discount = _within(discount, 0, deal.price);
        Split memory split = this.ofDiscounted(deal, discount, sellerBps, isRuled);
        deal.price -= uint128(discount);
        Split memory rest = this.ofPrice(deal, sellerBps, isRuled);

        rest.buyer += discount;
        vm.assertEq(keccak256(abi.encode(split)), keccak256(abi.encode(rest)), "of the rest");
    }

    function test_the_shares_of_a_deposit_sum_to_the_wei(Deal memory deal, uint256 sellerBps, bool isRuled)
        external
        view
    {
        Split memory split = this.ofDeposit(_bounded(deal), _within(sellerBps, 0, 10_000), isRuled);

        vm.assertEq(split.seller + split.buyer + split.arbiter, deal.deposit, "sum");
        vm.assertEq(split.referrer, 0, "nobody earned a part of a deposit by bringing the buyer");
    }

    /// @dev Multiplied out, so that the test divides nothing: `share` is the largest whole number below the exact one.
    function test_a_share_is_the_exact_one_rounded_down(uint128 amount, uint256 bps) external pure {
        bps = _within(bps, 0, 10_000);
        uint256 share = Splits.share(amount, bps);

        vm.assertLe(share * 10_000, amount * bps, "not above");
        vm.assertGe(share * 10_000 + 9999, amount * bps, "less than one below");
    }

    function test_rounding_favors_the_buyer(Deal memory deal, uint256 sellerBps, bool isRuled) external view {
        sellerBps = _within(sellerBps, 0, 10_000);
        Split memory split = this.ofPrice(_bounded(deal), sellerBps, isRuled);
        uint256 divided = deal.price - split.arbiter;

        vm.assertGe(split.buyer * 10_000, divided * (10_000 - sellerBps), "at least the exact share");
        vm.assertLe(split.buyer * 10_000, divided * (10_000 - sellerBps) + 9999, "less than one above");
    }

    function test_the_referral_comes_out_of_what_the_seller_earns(Deal memory deal, uint256 sellerBps, bool isRuled)
        external
        view
    {
        Split memory split = this.ofPrice(_bounded(deal), _within(sellerBps, 0, 10_000), isRuled);
        uint256 earned = split.seller + split.referrer;

        vm.assertEq(split.referrer, earned * deal.referralBps / 10_000, "of the seller's share");
        vm.assertLe(split.referrer * 20, earned, "never more than 5 %");
    }

    function test_the_arbiter_earns_only_by_ruling(Deal memory deal, uint256 sellerBps) external view {
        sellerBps = _within(sellerBps, 0, 10_000);
        deal = _bounded(deal);

        vm.assertEq(this.ofPrice(deal, sellerBps, false).arbiter, 0, "no ruling, no fee on a price");
        vm.assertEq(this.ofDeposit(deal, sellerBps, false).arbiter, 0, "no ruling, no fee on a deposit");
    }

    function test_the_arbiters_fee_comes_first_and_only_from_what_is_in_question(Deal memory deal, uint256 sellerBps)
        external
        view
    {
        sellerBps = _within(sellerBps, 0, 10_000);
        deal = _bounded(deal);
        Split memory price = this.ofPrice(deal, sellerBps, true);
        Split memory deposit = this.ofDeposit(deal, sellerBps, true);

        vm.assertEq(price.arbiter, uint256(deal.price) * deal.arbiterBps / 10_000, "of the price");
        vm.assertEq(deposit.arbiter, uint256(deal.deposit) * deal.arbiterBps / 10_000, "of the deposit");
        uint256 rest = deal.price - price.arbiter;
        vm.assertEq(price.seller + price.referrer, rest * sellerBps / 10_000, "the rest is divided");
    }

    function ofPrice(Deal calldata deal, uint256 sellerBps, bool isRuled) external pure returns (Split memory) {
        return Splits.ofPrice(deal, 0, sellerBps, isRuled);
    }

    function ofDiscounted(Deal calldata deal, uint256 discount, uint256 sellerBps, bool isRuled)
        external
        pure
        returns (Split memory)
    {
        return Splits.ofPrice(deal, discount, sellerBps, isRuled);
    }

    function ofDeposit(Deal calldata deal, uint256 sellerBps, bool isRuled) external pure returns (Split memory) {
        return Splits.ofDeposit(deal, sellerBps, isRuled);
    }

    function _bounded(Deal memory deal) private pure returns (Deal memory) {
        deal.referralBps = uint16(_within(deal.referralBps, 0, DealTerms.MAX_REFERRAL_BPS));
        deal.arbiterBps = uint16(_within(deal.arbiterBps, 0, DealTerms.MAX_ARBITER_BPS));
        return deal;
    }
}
