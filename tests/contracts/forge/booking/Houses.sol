// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Place, PlaceState} from "../../../../contracts/interfaces/IBooking.sol";
import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Booking} from "../../../../contracts/markets/Booking.sol";
import {Stage} from "../Stage.sol";

/// What the market should know of a place.
struct House {
    address host;
    bytes16 sku;
    Place place;
    bool isListed;
    uint32 revision;
}

/// A stay that was booked, and which nights of it are still taken.
struct Held {
    Deal deal;
    bytes32 dealId;
    uint256 house;
    uint256 unit;
    uint256 firstNight;
    uint256 nights; // those still taken, from the first on
    uint256 checkIn;
    bool isOver; // its price is dealt with
}

/// @title Houses
/// @notice The places and the calendar as they should be, kept without asking the market.
abstract contract Houses is Stage {
    uint256 internal constant HOUSES = 3;
    uint256 internal constant UNITS = 3; // one more than any house has
    uint256 internal constant CHUNKS = 4;
    uint256 internal constant EPOCH = START / 1 days - 5;

    Booking public market;
    House[HOUSES] internal _houses;
    Held[] internal _held;
    uint256[HOUSES * UNITS * CHUNKS] private _blocked; // a bit for each night

    constructor() {
        market = new Booking(address(escrow));
        for (uint256 i; i < HOUSES; ++i) {
            // Two SKUs of one host, and the same SKU of a wallet.
            _houses[i].host = [_people[0], _people[0], _people[5]][i];
            _houses[i].sku = [bytes16("barn"), bytes16("mill"), bytes16("barn")][i];
        }
    }

    /// @notice Invariant 7: no two stays of a unit share a night, and the calendar knows of no others.
    function verifyCalendars() external view {
        uint256[] memory booked = new uint256[](HOUSES * UNITS * CHUNKS);
        for (uint256 i; i < _held.length; ++i) {
            Held storage held = _held[i];
            for (uint256 j; j < held.nights; ++j) {
                (uint256 chunk, uint256 bit) = _locate(held.house, held.unit, held.firstNight + j);
                vm.assertEq(booked[chunk] & bit, 0, "a night is booked twice");
                booked[chunk] |= bit;
            }
        }
        for (uint256 chunk; chunk < booked.length; ++chunk) {
            uint24 firstNight = uint24(EPOCH + chunk % CHUNKS * 128);
            (bytes32 placeId, uint16 unit) = (_placeId(_houses[chunk / CHUNKS / UNITS]), uint16(chunk / CHUNKS % UNITS));
            (uint128 seen, uint128 closed) = market.calendarOf(placeId, unit, firstNight);
            vm.assertEq(seen, booked[chunk], "the nights that are booked");
            vm.assertEq(closed, _blocked[chunk], "the nights that are blocked");
        }
    }

    function verifyPlaces() external view {
        for (uint256 i; i < HOUSES; ++i) {
            House memory house = _houses[i];
            PlaceState memory state = market.placeOf(_placeId(house));
            bytes32 placeHash = house.isListed ? bytes32(bytes28(keccak256(abi.encode(house.place)))) : bytes32(0);
            vm.assertEq(bytes32(state.placeHash), placeHash, "terms");
            vm.assertEq(state.revision, house.revision, "revision");
        }
    }

    function _makePlace(uint256 seed) internal view returns (Place memory place) {
        place.token = _currencies[_dice(seed, "token") % 2];
        place.nightPrice = uint128(_within(_dice(seed, "price"), 1, 1e18));
        place.weekendPrice = uint128(_dice(seed, "weekend") % 1e18) * uint128(seed % 2);
        place.cleaningFee = uint128(_dice(seed, "fee") % 1e18) * uint128(seed / 2 % 2);
        place.seasons = _makeSeasons(seed);
        place.discounts = uint96([0, 7 | 1000 << 8, 3 | 1 << 8 | 20 << 24 | 4999 << 32][_dice(seed, "less") % 3]);
        place.minNights = uint16(_within(_dice(seed, "least"), 1, 3));
        place.maxNights = uint16(_within(_dice(seed, "most"), 3, 40));
        place.horizon = uint16(_within(_dice(seed, "horizon"), seed % 4 == 0 ? 1 : 60, 100));
        place.units = uint16(_within(_dice(seed, "units"), seed % 3 == 0 ? 1 : 2, 2));
        place.checkInAt = int32(int256(_dice(seed, "hour") % 50 hours) - 14 hours);
        place.isInstant = _dice(seed, "instant") % 2 == 0;
        place.policy = _makePolicy(_dice(seed, "policy"));
        place.referralBps = uint16(_dice(seed, "referral") % 501);
        place.expiresAt = uint40(_now() + _within(_dice(seed, "expires"), 1, 60 days));
        place.deposit = uint128(_dice(seed, "deposit") % 1e18) * uint128(seed / 4 % 2);
        place.arbiter = [address(0), _people[6]][_dice(seed, "arbiter") % 2];
        place.silenceBps = uint16(_dice(seed, "silence") % 10_001);
        place.claimPeriod = uint32(_dice(seed, "claim") % 3 days);
        place.contestPeriod = uint32(_dice(seed, "contest") % 3 days);
        place.rulingPeriod = uint32(_dice(seed, "ruling") % 3 days);
        place.document = bytes32(_dice(seed, "document"));
    }

    function _setBlocked(uint256 house, uint256 unit, uint256 night, bool isBlocked) internal {
        (uint256 chunk, uint256 bit) = _locate(house, unit, night);
        _blocked[chunk] = isBlocked ? _blocked[chunk] | bit : _blocked[chunk] & ~bit;
    }

    /// @notice The nights that begin later than now, and with them all after, are free again.
    function _release(Held storage held) internal {
        uint256 begun;
        while (begun < held.nights && held.checkIn + begun * 1 days <= _now()) ++begun;
        held.nights = begun;
        held.isOver = true;
    }

    function _isTaken(uint256 house, uint256 unit, uint256 firstNight, uint256 nights) internal view returns (bool) {
        for (uint256 night = firstNight; night < firstNight + nights; ++night) {
            (uint256 chunk, uint256 bit) = _locate(house, unit, night);
            if (_blocked[chunk] & bit != 0) return true;
        }
        for (uint256 i; i < _held.length; ++i) {
            Held storage held = _held[i];
            bool isHere = held.house == house && held.unit == unit && held.nights != 0;
            if (isHere && firstNight < held.firstNight + held.nights && held.firstNight < firstNight + nights) {
                return true;
            }
        }
        return false;
    }

    function _placeId(House memory house) internal pure returns (bytes32) {
        return keccak256(abi.encode(house.host, house.sku));
    }

    function _locate(uint256 house, uint256 unit, uint256 night) private pure returns (uint256 chunk, uint256 bit) {
        uint256 day = night - EPOCH;
        return ((house * UNITS + unit) * CHUNKS + day / 128, 1 << day % 128);
    }

    function _makeSeasons(uint256 seed) private view returns (uint256 seasons) {
        uint256 today = _now() / 1 days;
        for (uint256 i; i < _dice(seed, "seasons") % 3; ++i) {
            uint256 first = today + _dice(seed, "from") % 40;
            seasons |= (first | first + i * 9 << 24 | _within(_dice(seed, "factor"), 1, 30_000) << 48) << 64 * i;
        }
    }

    function _makePolicy(uint256 seed) private pure returns (uint192) {
        uint256 full = uint256(10_000) << 32;
        uint256 half = uint256(5000) << 32;
        return uint192([0, full, 1 days | full, 14 days | full | (7 days | half) << 48][seed % 4]);
    }
}
