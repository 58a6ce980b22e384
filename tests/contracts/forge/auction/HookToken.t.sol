// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Lot} from "../../../../contracts/interfaces/IAuction.sol";
import {IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {Auction} from "../../../../contracts/markets/Auction.sol";
import {Stage} from "../Stage.sol";

/// A token that asks the payer first, as ERC-777 does.
contract AskingToken {
    mapping(address account => uint256 amount) public balanceOf;
    uint256 public asked;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return transferFrom(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public returns (bool) {
        (bool isAsked,) = from.call(abi.encodeCall(Trickster.beforePayment, ()));
        asked += isAsked ? 1 : 0;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// Bids, and does something else before the bid is paid: when the token asks.
contract Trickster {
    address private _target;
    bytes private _call;

    function act(address target, bytes calldata data) external returns (bool isDone) {
        (isDone,) = target.call(data);
    }

    function onceAsked(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    function beforePayment() external {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        (bool isDone,) = target.call(_call);
        require(isDone, "the trick failed");
    }
}

/// @notice A bid is noted before it is paid. Whoever is asked in between cannot be repaid what was never paid.
contract HookTokenTest is Stage {
    uint88 private constant BID = 1000;

    Auction private _auction;
    AskingToken private _asking;
    Trickster private _first;
    Trickster private _second;
    Lot private _lot;

    constructor() {
        (_auction, _asking) = (new Auction(IEscrow(address(escrow))), new AskingToken());
        (_first, _second) = (new Trickster(), new Trickster());
        _lot.seller = _people[0];
        _lot.token = address(_asking);
        (_lot.startPrice, _lot.buyNowPrice) = (BID, 3 * BID);
        (_lot.endsAt, _lot.deliverPeriod) = (uint40(_now() + 1 days), 1 days);
        vm.prank(_people[0]);
        _auction.publish(_lot);
        // Another auction's money, which a trick would take.
        Lot memory other = _lot;
        other.salt = "other";
        vm.prank(_people[0]);
        _auction.publish(other);
        _asking.mint(_people[1], 100 * BID);
        vm.prank(_people[1]);
        _auction.bid(other, 100 * BID);
        _asking.mint(address(_first), 100 * BID);
        _asking.mint(address(_second), 100 * BID);
    }

    function test_who_outbids_himself_before_he_has_paid_is_refused() external {
        _trick(abi.encodeCall(_auction.bid, (_lot, 2 * BID)));
    }

    function test_who_buys_before_he_has_paid_his_bid_is_refused() external {
        _trick(abi.encodeCall(_auction.buyNow, (_lot)));
    }

    /// @dev The same acts one after the other, so that the refusal above has no other reason.
    function test_one_after_the_other_it_works() external {
        vm.assertTrue(_first.act(address(_auction), abi.encodeCall(_auction.bid, (_lot, BID))), "first");
        vm.assertTrue(_second.act(address(_auction), abi.encodeCall(_auction.bid, (_lot, 2 * BID))), "second");

        vm.assertEq(_asking.balanceOf(address(_first)), 100 * BID, "repaid");
        vm.assertEq(_asking.balanceOf(address(_auction)), 102 * BID, "held");
    }

    function _trick(bytes memory data) private {
        _first.onceAsked(address(_second), abi.encodeCall(Trickster.act, (address(_auction), data)));

        bool isDone = _first.act(address(_auction), abi.encodeCall(_auction.bid, (_lot, BID)));

        vm.assertTrue(!isDone, "refused");
        vm.assertEq(_auction.stateOf(_auction.idOf(_lot)).amount, 0, "no bid");
        vm.assertEq(_asking.balanceOf(address(_auction)), 100 * BID, "the other auction's money is untouched");
        vm.assertEq(_asking.balanceOf(address(_first)) + _asking.balanceOf(address(_second)), 200 * BID, "no gain");
    }
}
