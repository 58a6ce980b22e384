// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Stay} from "../interfaces/IBooking.sol";

/// A `Stay` as it travels in the salt of its deal, so that the market needs no memory of its own to free it. From the
/// highest bit: sku 128, unit 16, first night 24, nights 16, nonce 72.
type PackedStay is bytes32;

using Stays for PackedStay global;

/// @title Stays
/// @notice Reads a stay where it is: in memory, as a struct, it would cost 300 gas more in every booking.
library Stays {
    uint256 private constant SKU = 128;
    uint256 private constant UNIT = 112;
    uint256 private constant FIRST_NIGHT = 88;
    uint256 private constant NIGHTS = 72;

    function pack(Stay calldata stay) internal pure returns (PackedStay packed) {
        uint256 word = uint256(uint128(stay.sku)) << SKU | uint256(stay.unit) << UNIT;
        word |= uint256(stay.firstNight) << FIRST_NIGHT | uint256(stay.nights) << NIGHTS | stay.nonce;
        return PackedStay.wrap(bytes32(word));
    }

    function sku(PackedStay stay) internal pure returns (bytes16) {
        return bytes16(PackedStay.unwrap(stay));
    }

    function unit(PackedStay stay) internal pure returns (uint16) {
        return uint16(_word(stay) >> UNIT);
    }

    function firstNight(PackedStay stay) internal pure returns (uint24) {
        return uint24(_word(stay) >> FIRST_NIGHT);
    }

    function nights(PackedStay stay) internal pure returns (uint16) {
        return uint16(_word(stay) >> NIGHTS);
    }

    /// @notice How many nights of the stay have begun. A night begins at the hour of check-in of its date.
    /// @param checkOut the hour of check-in on the day of leaving
    function begun(PackedStay stay, uint256 checkOut) internal view returns (uint16 count) {
        uint256 all = stay.nights();
        uint256 checkIn = checkOut - all * 1 days;
        if (block.timestamp < checkIn) return 0;
        uint256 passed = (block.timestamp - checkIn) / 1 days + 1;
        return uint16(passed < all ? passed : all);
    }

    function _word(PackedStay stay) private pure returns (uint256) {
        return uint256(PackedStay.unwrap(stay));
    }
}
