// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Split, Splits} from "../../../../contracts/libraries/Splits.sol";

/// @notice Whatever is divided, by whatever shares the protocol allows.
/// @dev Shown for every input: not one of them is tried.
contract SplitsProof {
    function check_shares_of_a_price_sum_to_it(
        uint128 price,
        uint128 discount,
        uint16 referralBps,
        uint16 arbiterBps,
        uint16 sellerBps,
        bool isRuled
    ) external view {
        Deal memory deal = _deal(price, 0, referralBps, arbiterBps);

        bytes memory call = abi.encodeCall(this.ofPrice, (deal, discount, _share(sellerBps), isRuled));
        (bool isDone, Split memory split) = _try(call);

        if (!isDone) return; // a discount above the price
        assert(split.seller + split.buyer + split.referrer + split.arbiter == price);
        assert(isRuled || split.arbiter == 0);
    }

    function check_shares_of_a_deposit_sum_to_it(uint128 deposit, uint16 arbiterBps, uint16 sellerBps, bool isRuled)
        external
        view
    {
        Deal memory deal = _deal(0, deposit, 500, arbiterBps);

        (bool isDone, Split memory split) = _try(abi.encodeCall(this.ofDeposit, (deal, _share(sellerBps), isRuled)));

        if (!isDone) return;
        assert(split.seller + split.buyer + split.arbiter == deposit);
        assert(split.referrer == 0);
    }

    function ofPrice(Deal calldata deal, uint256 discount, uint256 sellerBps, bool isRuled)
        external
        pure
        returns (Split memory)
    {
        return Splits.ofPrice(deal, discount, sellerBps, isRuled);
    }

    function ofDeposit(Deal calldata deal, uint256 sellerBps, bool isRuled) external pure returns (Split memory) {
        return Splits.ofDeposit(deal, sellerBps, isRuled);
    }

    function _try(bytes memory call) private view returns (bool isDone, Split memory split) {
        bytes memory answer;
        (isDone, answer) = address(this).staticcall(call);
        if (isDone) split = abi.decode(answer, (Split));
    }

    function _deal(uint128 price, uint128 deposit, uint16 referralBps, uint16 arbiterBps)
        private
        pure
        returns (Deal memory deal)
    {
        (deal.price, deal.deposit) = (price, deposit);
        deal.referralBps = referralBps > 500 ? 500 : referralBps;
        deal.arbiterBps = arbiterBps > 1000 ? 1000 : arbiterBps;
    }

    function _share(uint16 bps) private pure returns (uint16) {
        return bps > 10_000 ? 10_000 : bps;
    }
}
