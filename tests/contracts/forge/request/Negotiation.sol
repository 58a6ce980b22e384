// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Amendments} from "../../../../contracts/Amendments.sol";
import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Stage} from "../Stage.sol";

/// @title Negotiation
/// @notice Two parties of each deal sign other agreements, and everybody tries to use what they signed.
contract Negotiation is Stage {
    uint256 private constant DEALS = 3;

    Amendments public amendments;
    Deal[DEALS] private _deals;
    uint32[DEALS] private _counts;
    bool[DEALS] private _isClosed;
    uint256 public agreed;
    uint256 public refused;

    constructor() {
        amendments = new Amendments(escrow);
        for (uint256 i; i < DEALS; ++i) {
            Deal storage deal = _deals[i];
            (deal.market, deal.buyer, deal.seller) = (address(_market), _people[i], _people[5 - i]);
            (deal.price, deal.deliverBy, deal.salt) = (1 ether, uint40(_now() + 365 days), bytes32(i));
            vm.prank(deal.buyer);
            escrow.open{value: 1 ether}(deal, "");
        }
    }

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](3);
        (all[0], all[1], all[2]) = (this.amend.selector, this.close.selector, this.waitForIt.selector);
    }

    /// @notice One of both brings what the other signed; now and then something is wrong with it.
    function amend(uint256 seed) external {
        uint256 place = seed % DEALS;
        Deal memory deal = _deals[place];
        bool isBuyer = _dice(seed, "side") % 2 == 0;
        (address caller, address signer) = isBuyer ? (deal.buyer, deal.seller) : (deal.seller, deal.buyer);
        bytes32 agreement = bytes32(_dice(seed, "agreement"));
        uint256 deadline = _now() + _dice(seed, "deadline") % 2;
        uint32 number = _counts[place] + 1;
        uint256 fault = _dice(seed, "fault") % 12;
        if (fault == 0) number -= 1;
        if (fault == 1) number += 1;
        if (fault == 2) signer = caller;
        if (fault == 3) caller = _people[6];
        if (fault == 4) signer = _people[7];
        bytes memory signature = _sign(signer, _digest(escrow.idOf(deal), agreement, number, deadline));
        if (fault == 5) deadline += 1;
        if (fault == 6) agreement ^= bytes32(uint256(1));
        if (fault == 7) deal = _deals[(place + 1) % DEALS];
        if (fault == 8) vm.warp(deadline + 1);

        bytes memory data = abi.encodeCall(amendments.amend, (deal, agreement, deadline, signature));
        bool isExpected = !_isClosed[place] && fault > 8;
        vm.prank(caller);
        (bool isDone, bytes memory reason) = address(amendments).call(data);
        vm.assertTrue(isDone == isExpected, "amending");
        isDone ? ++agreed : ++refused;
        if (!isDone) return _requireNamed(reason);
        _counts[place] = number;
    }

    function close(uint256 seed) external {
        uint256 place = seed % DEALS;
        if (_isClosed[place] || _dice(seed, "rarely") % 32 != 0) return;
        vm.prank(_deals[place].seller);
        escrow.refund(_deals[place]);
        _isClosed[place] = true;
    }

    function waitForIt(uint256 seed) external {
        vm.warp(_now() + seed % 1 hours);
    }

    function verifyCounts() external view {
        for (uint256 i; i < DEALS; ++i) {
            vm.assertEq(amendments.amendmentsOf(escrow.idOf(_deals[i])), _counts[i], "amendments");
        }
    }

    /// @dev The documented rules, not asked from the contract.
    function _digest(bytes32 dealId, bytes32 agreement, uint32 number, uint256 deadline)
        private
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256("Amendment(bytes32 dealId,bytes32 agreement,uint32 number,uint256 deadline)");
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Agora Amendments"),
                keccak256("1"),
                block.chainid,
                address(amendments)
            )
        );
        bytes32 amendment = keccak256(abi.encode(typeHash, dealId, agreement, number, deadline));
        return keccak256(abi.encodePacked("\x19\x01", domain, amendment));
    }
}
