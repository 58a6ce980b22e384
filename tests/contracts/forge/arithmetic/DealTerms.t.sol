// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, DealKey, IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {DealTerms} from "../../../../contracts/libraries/DealTerms.sol";
import {Forge} from "../Forge.sol";
import {Identity} from "../Identity.sol";

/// @notice Any good terms pass; each bad term is refused by its own error, with its values.
contract DealTermsTest is Forge {
    uint256 private constant START = 1_800_000_000;
    uint32 private constant YEAR = 365 days;

    function setUp() external {
        vm.warp(START);
    }

    function test_good_terms_pass(Deal memory deal) external view {
        this.check(_good(deal));
    }

    function test_the_caps_themselves_pass(Deal memory deal) external view {
        deal = _good(deal);
        (deal.referrer, deal.referralBps, deal.arbiterBps, deal.silenceBps) = (address(5), 500, 1000, 10_000);
        (deal.inspection, deal.claimPeriod, deal.contestPeriod, deal.rulingPeriod) = (YEAR, YEAR, YEAR, YEAR);
        (deal.price, deal.deliverBy) = (1, uint40(START + 1));

        this.check(deal);
    }

    function test_a_missing_party_is_refused(Deal memory deal, uint256 who) external {
        deal = _good(deal);
        if (who % 3 == 0) deal.market = address(0);
        if (who % 3 == 1) deal.buyer = address(0);
        if (who % 3 == 2) deal.seller = address(0);

        _refuse(deal, abi.encodeWithSelector(IEscrow.BadParties.selector, deal.market, deal.buyer, deal.seller));
    }

    function test_a_deal_with_oneself_or_the_escrow_is_refused(Deal memory deal, uint256 who) external {
        deal = _good(deal);
        if (who % 3 == 0) deal.buyer = deal.seller;
        if (who % 3 == 1) deal.buyer = address(this);
        if (who % 3 == 2) deal.seller = address(this);

        _refuse(deal, abi.encodeWithSelector(IEscrow.BadParties.selector, deal.market, deal.buyer, deal.seller));
    }

    function test_a_party_as_arbiter_is_refused(Deal memory deal, bool isBuyer) external {
        deal = _good(deal);
        deal.arbiter = isBuyer ? deal.buyer : deal.seller;

        _refuse(deal, abi.encodeWithSelector(IEscrow.BadArbiter.selector, deal.arbiter));
    }

    function test_a_high_referral_is_refused(Deal memory deal, uint16 bps) external {
        deal = _good(deal);
        (deal.referrer, deal.referralBps) = (address(5), uint16(_within(bps, 501, type(uint16).max)));

        _refuse(deal, abi.encodeWithSelector(IEscrow.ReferralTooHigh.selector, uint256(deal.referralBps), 500));
    }

    function test_a_referral_for_nobody_is_refused(Deal memory deal, uint16 bps) external {
        deal = _good(deal);
        (deal.referrer, deal.referralBps) = (address(0), uint16(_within(bps, 1, type(uint16).max)));

        _refuse(deal, abi.encodeWithSelector(IEscrow.ReferralTooHigh.selector, uint256(deal.referralBps), 0));
    }

    function test_a_high_arbiters_fee_is_refused(Deal memory deal, uint16 bps) external {
        deal = _good(deal);
        deal.arbiterBps = uint16(_within(bps, 1001, type(uint16).max));

        _refuse(deal, abi.encodeWithSelector(IEscrow.ArbiterFeeTooHigh.selector, uint256(deal.arbiterBps), 1000));
    }

    function test_more_than_the_whole_by_silence_is_refused(Deal memory deal, uint16 bps) external {
        deal = _good(deal);
        deal.silenceBps = uint16(_within(bps, 10_001, type(uint16).max));

        _refuse(deal, abi.encodeWithSelector(IEscrow.BadShare.selector, uint256(deal.silenceBps)));
    }

    function test_a_deal_for_nothing_is_refused(Deal memory deal) external {
        deal = _good(deal);
        deal.price = 0;

        _refuse(deal, abi.encodeWithSelector(IEscrow.NoPrice.selector));
    }

    function test_a_deadline_that_is_now_or_past_is_refused(Deal memory deal, uint40 deliverBy) external {
        deal = _good(deal);
        deal.deliverBy = uint40(_within(deliverBy, 0, START));

        _refuse(deal, abi.encodeWithSelector(IEscrow.DeadlinePassed.selector, uint256(deal.deliverBy), START));
    }

    function test_a_period_above_a_year_is_refused(Deal memory deal, uint256 which, uint32 period) external {
        deal = _good(deal);
        period = uint32(_within(period, YEAR + 1, type(uint32).max));
        if (which % 4 == 0) deal.inspection = period;
        if (which % 4 == 1) deal.claimPeriod = period;
        if (which % 4 == 2) deal.contestPeriod = period;
        if (which % 4 == 3) deal.rulingPeriod = period;

        _refuse(deal, abi.encodeWithSelector(IEscrow.PeriodTooLong.selector, uint256(period), uint256(YEAR)));
    }

    function test_a_malformed_schedule_is_refused(Deal memory deal, uint256 refunds) external {
        deal = _good(deal);
        deal.refunds = refunds | 3 << 224;

        _refuse(deal, abi.encodeWithSelector(IEscrow.BadSchedule.selector, deal.refunds));
    }

    function test_the_id_names_chain_escrow_and_every_term(Deal memory deal, address escrow, uint256 which)
        external
        view
    {
        bytes32 id = this.idOf(deal, escrow);
        vm.assertEq(id, Identity.idOf(deal, escrow), "documented");
        vm.assertEq(this.idOfKey(Identity.keyOf(deal), escrow), id, "by its key");

        bytes memory words = abi.encode(deal);
        uint256 lowestBit = 32 * (1 + _within(which, 0, words.length / 32 - 1)) - 1;
        words[lowestBit] ^= 0x01;
        // What is not a Deal any more (a share beyond 16 bits) cannot be here: the lowest bit of any field is free.
        vm.assertTrue(this.idOf(abi.decode(words, (Deal)), escrow) != id, "another term is another deal");
    }

    function check(Deal calldata deal) external view {
        DealTerms.check(deal);
    }

    function idOf(Deal calldata deal, address escrow) external view returns (bytes32) {
        return DealTerms.idOf(deal, escrow);
    }

    function idOfKey(DealKey calldata key, address escrow) external view returns (bytes32) {
        return DealTerms.idOf(key, escrow);
    }

    function _refuse(Deal memory deal, bytes memory reason) private {
        vm.expectRevert(reason);
        this.check(deal);
    }

    /// @dev Any terms, bent until they are good. The people get addresses that differ in their lowest bits.
    function _good(Deal memory deal) private pure returns (Deal memory) {
        deal.market = _person(deal.market, 1);
        deal.buyer = _person(deal.buyer, 2);
        deal.seller = _person(deal.seller, 3);
        if (deal.arbiter != address(0)) deal.arbiter = _person(deal.arbiter, 4);
        deal.referralBps = deal.referrer == address(0) ? 0 : deal.referralBps % 501;
        deal.arbiterBps %= 1001;
        deal.silenceBps %= 10_001;
        if (deal.price == 0) deal.price = 1;
        deal.deliverBy = uint40(_within(deal.deliverBy, START + 1, type(uint40).max));
        deal.inspection %= YEAR + 1;
        deal.claimPeriod %= YEAR + 1;
        deal.contestPeriod %= YEAR + 1;
        deal.rulingPeriod %= YEAR + 1;
        deal.refunds = 0;
        return deal;
    }

    function _person(address any, uint160 number) private pure returns (address) {
        return address((uint160(any) & ~uint160(7)) | number);
    }
}
