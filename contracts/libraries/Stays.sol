// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../interfaces/IEscrow.sol";
import {Stay} from "../interfaces/IBooking.sol";

/// @title Stays
/// @notice A stay as it travels in the salt of its deal, so that the market needs no memory of its own to free it.
library Stays {
    uint256 private constant SKU = 128;
    uint256 private constant UNIT = 112;
    uint256 private constant FIRST_NIGHT = 88;
    uint256 private constant NIGHTS = 72;

    function pack(Stay memory stay) internal pure returns (bytes32 salt) {
        uint256 word = uint256(uint128(stay.sku)) << SKU | uint256(stay.unit) << UNIT;
        return bytes32(word | uint256(stay.firstNight) << FIRST_NIGHT | uint256(stay.nights) << NIGHTS | stay.nonce);
    }

    function unpack(bytes32 salt) internal pure returns (Stay memory stay) {
        uint256 word = uint256(salt);
        stay.sku = bytes16(salt);
        stay.unit = uint16(word >> UNIT);
        stay.firstNight = uint24(word >> FIRST_NIGHT);
        stay.nights = uint16(word >> NIGHTS);
        stay.nonce = uint72(word);
    }

    /// @notice How many nights of the stay have begun. A night begins at the hour of check-in of its date.
    /// @dev Assumes: the deal is delivered by the hour of check-in on the day of leaving.
    function begun(Stay memory stay, Deal calldata deal) internal view returns (uint256 nights) {
        uint256 checkIn = deal.deliverBy - uint256(stay.nights) * 1 days;
        if (block.timestamp < checkIn) return 0;
        nights = (block.timestamp - checkIn) / 1 days + 1;
        return nights < stay.nights ? nights : stay.nights;
    }
}
