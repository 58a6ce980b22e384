// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, DealKey} from "../../../contracts/interfaces/IEscrow.sol";

/// @title Identity
/// @notice The id of a deal by the documented rule, not asked from the contracts.
library Identity {
    uint256 private constant KEY_BYTES = 96; // market, buyer, seller

    function keyOf(Deal memory deal) internal pure returns (DealKey memory key) {
        bytes memory words = abi.encode(deal);
        bytes32 termsHash;
        assembly ("memory-safe") {
            termsHash := keccak256(add(add(words, 32), KEY_BYTES), sub(mload(words), KEY_BYTES))
        }
        return DealKey(deal.market, deal.buyer, deal.seller, termsHash);
    }

    function idOf(Deal memory deal, address escrow) internal view returns (bytes32 dealId) {
        return keccak256(abi.encode(block.chainid, escrow, keyOf(deal)));
    }
}
