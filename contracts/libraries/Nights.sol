// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBooking} from "../interfaces/IBooking.sol";

/// The calendar of one place. A page is a unit and 128 nights in one word: a bit for each night that is booked, and 128
/// bits above it one for each night that is blocked. So a booking reads both at once, and unblocking frees no stay.
struct Calendar {
    mapping(uint256 page => uint256 word) pages;
}

/// @title Nights
/// @notice Which nights of a unit are booked, and which are blocked.
/// @dev A night is a date: days since 1970-01-01. Up to MAX_NIGHTS of them lie on one page or two.
library Nights {
    uint256 internal constant MAX_NIGHTS = 128;
    uint256 internal constant MAX_HORIZON = 730;

    uint256 private constant PAGE_NIGHTS = 128;
    uint256 private constant BLOCKED = 128;
    uint256 private constant UNIT = 24;

    /// @notice Books the nights, unless one of them is booked or blocked.
    /// @return isDone if not, the caller reverts: the first page may be written
    function book(Calendar storage calendar, uint256 unit, uint256 firstNight, uint256 nights)
        internal
        returns (bool isDone)
    {
        (uint256 page, uint256 bits, uint256 rest) = _find(unit, firstNight, nights);
        if (!_book(calendar, page, bits)) return false;
        return rest == 0 || _book(calendar, page + 1, rest);
    }

    /// @notice Frees nights that are booked.
    function free(Calendar storage calendar, uint256 unit, uint256 firstNight, uint256 nights) internal {
        (uint256 page, uint256 bits, uint256 rest) = _find(unit, firstNight, nights);
        calendar.pages[page] &= ~bits;
        if (rest != 0) calendar.pages[page + 1] &= ~rest;
    }

    /// @notice Blocks nights, whether or not they are booked.
    function blockOff(Calendar storage calendar, uint256 unit, uint256 firstNight, uint256 nights) internal {
        (uint256 page, uint256 bits, uint256 rest) = _find(unit, firstNight, nights);
        calendar.pages[page] |= bits << BLOCKED;
        if (rest != 0) calendar.pages[page + 1] |= rest << BLOCKED;
    }

    /// @notice Opens blocked nights again.
    function unblock(Calendar storage calendar, uint256 unit, uint256 firstNight, uint256 nights) internal {
        (uint256 page, uint256 bits, uint256 rest) = _find(unit, firstNight, nights);
        calendar.pages[page] &= ~(bits << BLOCKED);
        if (rest != 0) calendar.pages[page + 1] &= ~(rest << BLOCKED);
    }

    /// @notice The next 128 nights, the first of them in the lowest bit.
    function read(Calendar storage calendar, uint256 unit, uint256 firstNight)
        internal
        view
        returns (uint128 booked, uint128 blocked)
    {
        (uint256 page,,) = _find(unit, firstNight, 0);
        (uint256 word, uint256 next) = (calendar.pages[page], calendar.pages[page + 1]);
        uint256 offset = firstNight % PAGE_NIGHTS;
        booked = uint128((uint128(word) | next << PAGE_NIGHTS) >> offset);
        blocked = uint128((word >> BLOCKED | next >> BLOCKED << PAGE_NIGHTS) >> offset);
    }

    /// @notice The bits of a number of nights from the lowest on.
    function bitsOf(uint256 nights) internal pure returns (uint256 bits) {
        if (nights == 0 || nights > MAX_NIGHTS) revert IBooking.BadNights(nights, MAX_NIGHTS);
        return (1 << nights) - 1;
    }

    /// @notice Reverts unless the nights lie between yesterday, which is today somewhere, and so many days ahead.
    function requireReach(uint256 firstNight, uint256 nights, uint256 horizon) internal view {
        uint256 today = block.timestamp / 1 days;
        if (firstNight + 1 < today || firstNight + nights > today + horizon + 1) {
            revert IBooking.OutOfReach(firstNight, nights, today - 1, today + horizon);
        }
    }

    function _book(Calendar storage calendar, uint256 page, uint256 bits) private returns (bool isDone) {
        uint256 word = calendar.pages[page];
        if ((word | word >> BLOCKED) & bits != 0) return false;
        calendar.pages[page] = word | bits;
        return true;
    }

    /// @dev The page of the first night, the bits of the nights on it, and those on the page after it.
    function _find(uint256 unit, uint256 firstNight, uint256 nights)
        private
        pure
        returns (uint256 page, uint256 bits, uint256 rest)
    {
        page = unit << UNIT | firstNight / PAGE_NIGHTS;
        uint256 both = ((1 << nights) - 1) << firstNight % PAGE_NIGHTS;
        return (page, uint128(both), both >> PAGE_NIGHTS);
    }
}
