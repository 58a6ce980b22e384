// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Stage} from "../Stage.sol";

/// A wallet that needs most of the stipend and gives up at once with less.
contract FussyWallet {
    receive() external payable {
        require(gasleft() > 45_000, "too little gas");
    }
}

/// @notice Whoever pays somebody out cannot make the payment fail by giving too little gas.
contract StipendTest is Stage {
    uint256 private constant ENOUGH = 250_000;

    function test_with_any_gas_the_seller_is_paid_or_nothing_happens(uint256 gasGiven) external {
        (Deal memory deal, FussyWallet seller) = _fundedDeal();
        gasGiven = _within(gasGiven, 21_000, ENOUGH);

        vm.prank(deal.buyer);
        (bool isDone,) = address(escrow).call{gas: gasGiven}(abi.encodeCall(escrow.release, (deal)));

        vm.assertEq(address(seller).balance, isDone ? deal.price : 0, "paid");
        vm.assertEq(escrow.credit(address(seller), NATIVE), 0, "never a credit");
        Status expected = isDone ? Status.Closed : Status.Funded;
        vm.assertTrue(escrow.stateOf(escrow.idOf(deal)).status == expected, "status");
    }

    function test_with_enough_gas_the_seller_is_paid() external {
        (Deal memory deal, FussyWallet seller) = _fundedDeal();

        vm.prank(deal.buyer);
        escrow.release{gas: ENOUGH}(deal);

        vm.assertEq(address(seller).balance, deal.price, "paid");
    }

    function _fundedDeal() private returns (Deal memory deal, FussyWallet seller) {
        seller = new FussyWallet();
        (deal.market, deal.buyer, deal.seller) = (address(_market), _people[0], address(seller));
        (deal.price, deal.deliverBy) = (1 ether, uint40(_now() + 1 days));
        vm.prank(deal.buyer);
        escrow.open{value: deal.price}(deal, "");
    }
}
