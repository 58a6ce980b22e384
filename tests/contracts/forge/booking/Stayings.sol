// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Place, Reservation} from "../../../../contracts/interfaces/IBooking.sol";
import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {House, Houses} from "./Houses.sol";

/// What a guest wants.
struct Wish {
    uint256 house;
    uint256 unit;
    uint256 firstNight;
    uint256 nights;
}

/// @title Stayings
/// @notice Deals that fit a place and a wish, by rules of their own, and deals that do not.
abstract contract Stayings is Houses {
    uint256 internal constant FAULTS = 22;

    uint256 private _count;

    function _wish(uint256 seed) internal view returns (Wish memory) {
        return Wish({
            house: _dice(seed, "house") % HOUSES,
            unit: _dice(seed, "unit") % (_dice(seed, "beyond") % 8 == 0 ? UNITS : UNITS - 1),
            firstNight: _now() / 1 days - 1 + _dice(seed, "first") % 60,
            nights: _within(_dice(seed, "nights"), 2, _dice(seed, "long") % 8 == 0 ? 41 : 6)
        });
    }

    /// @notice What a guest may choose, chosen at random; everything else as the host wrote it.
    function _ask(Wish memory wish, uint256 seed) internal returns (Deal memory deal) {
        House memory house = _houses[wish.house];
        Place memory place = house.place;
        deal.market = address(market);
        (deal.buyer, deal.seller) = (_people[1 + seed % 4], house.host);
        (deal.token, deal.price, deal.deposit) = (place.token, _price(place, wish), place.deposit);
        (deal.arbiter, deal.arbiterBps, deal.silenceBps) = (place.arbiter, place.arbiterBps, place.silenceBps);
        (deal.claimPeriod, deal.contestPeriod) = (place.claimPeriod, place.contestPeriod);
        (deal.rulingPeriod, deal.agreement) = (place.rulingPeriod, place.document);
        if (_dice(seed, "referrer") % 2 == 0) {
            (deal.referrer, deal.referralBps) = (_people[7], uint16(_dice(seed, "share") % (place.referralBps + 1)));
        }
        deal.inspection = 24 hours;
        deal.refunds = _refunds(place, wish);
        deal.deliverBy = uint40(_checkIn(place, wish.firstNight + wish.nights));
        deal.salt = _salt(house.sku, wish, _count++);
    }

    function _reservation(Place memory place) internal pure returns (Reservation memory) {
        return Reservation({
            nightPrice: place.nightPrice,
            weekendPrice: place.weekendPrice,
            cleaningFee: place.cleaningFee,
            seasons: place.seasons,
            discounts: place.discounts,
            minNights: place.minNights,
            maxNights: place.maxNights,
            horizon: place.horizon,
            units: place.units,
            checkInAt: place.checkInAt,
            isInstant: place.isInstant,
            policy: place.policy,
            referralBps: place.referralBps,
            expiresAt: place.expiresAt
        });
    }

    /// @notice Whether the host would take the guest, if the nights are free.
    function _isGranted(Wish memory wish) internal view returns (bool) {
        House memory house = _houses[wish.house];
        Place memory place = house.place;
        uint256 last = wish.firstNight + wish.nights - 1;
        return house.isListed && _now() < place.expiresAt && wish.unit < place.units && wish.nights >= place.minNights
            && wish.nights <= place.maxNights && last <= _now() / 1 days + place.horizon
            && _checkIn(place, wish.firstNight) > _now() && _price(place, wish) != 0;
    }

    /// @notice Changes one thing that is the host's to decide.
    function _spoil(Deal memory deal, Reservation memory reserved, uint256 fault) internal view {
        fault %= FAULTS;
        if (fault == 0) deal.price -= 1;
        if (fault == 1) deal.price += 1;
        if (fault == 2) deal.deposit += 1;
        if (fault == 3) deal.token = _currencies[2];
        if (fault == 4) deal.arbiter = _people[7];
        if (fault == 5) deal.silenceBps = (deal.silenceBps + 1) % 10_001;
        if (fault == 6) deal.inspection -= 1;
        if (fault == 7) deal.deliverBy -= 1;
        if (fault == 8) deal.deliverBy += 1;
        if (fault == 9) deal.claimPeriod += 1;
        if (fault == 10) deal.contestPeriod += 1;
        if (fault == 11) deal.agreement ^= bytes32(uint256(1));
        if (fault == 12) deal.refunds &= type(uint224).max;
        if (fault == 13) deal.refunds -= 1;
        if (fault == 14) deal.refunds = 0;
        if (fault == 15) deal.salt ^= bytes32(uint256(1) << 88); // another first night
        if (fault == 16) deal.salt ^= bytes32(uint256(1) << 72); // another number of nights
        if (fault == 17) deal.salt ^= bytes32(uint256(1) << 200); // another place
        if (fault == 18) (deal.referrer, deal.referralBps) = (_people[7], reserved.referralBps + 1);
        if (fault == 19) reserved.isInstant = !reserved.isInstant;
        if (fault == 20) reserved.maxNights += 1;
        if (fault == 21) deal.seller = _people[4] == deal.buyer ? _people[3] : _people[4];
    }

    function _checkIn(Place memory place, uint256 night) internal pure returns (uint256) {
        return uint256(int256(night) * 1 days + place.checkInAt);
    }

    /// @dev The documented rules, not asked from the market. Day 3 of the epoch was a Sunday.
    function _price(Place memory place, Wish memory wish) private pure returns (uint128) {
        uint256 total;
        for (uint256 i; i < wish.nights; ++i) {
            uint256 night = wish.firstNight + i;
            uint256 weekday = (night + 4) % 7;
            uint256 price = weekday >= 5 && place.weekendPrice > 0 ? place.weekendPrice : place.nightPrice;
            total += price * _factor(place.seasons, night) / 10_000;
        }
        uint256 off;
        for (uint256 i; i < 4; ++i) {
            uint256 step = uint256(place.discounts) >> 24 * i & type(uint24).max;
            if (step != 0 && wish.nights >= step & 0xff) off = step >> 8;
        }
        return uint128((total - (total * off + 9999) / 10_000) + place.cleaningFee);
    }

    function _factor(uint256 seasons, uint256 night) private pure returns (uint256) {
        for (uint256 i; i < 4; ++i) {
            uint256 season = seasons >> 64 * i & type(uint64).max;
            if (season != 0 && night >= uint24(season) && night <= uint24(season >> 24)) return season >> 48;
        }
        return 10_000;
    }

    /// @dev The policies of these houses have at most two steps.
    function _refunds(Place memory place, Wish memory wish) private pure returns (uint256 refunds) {
        uint256 checkIn = _checkIn(place, wish.firstNight);
        uint256 steps;
        bool isClosed;
        for (; uint256(place.policy) >> 48 * steps != 0; ++steps) {
            uint256 step = uint256(place.policy) >> 48 * steps & type(uint48).max;
            isClosed = uint32(step) == 0;
            refunds += (checkIn - uint32(step) + (step >> 32) * 2 ** 40) << 56 * steps;
        }
        if (!isClosed) refunds += checkIn << 56 * steps;
        return refunds + 2 ** 224;
    }

    function _salt(bytes16 sku, Wish memory wish, uint256 nonce) private pure returns (bytes32) {
        return
            bytes32(
                abi.encodePacked(sku, uint16(wish.unit), uint24(wish.firstNight), uint16(wish.nights), uint72(nonce))
            );
    }
}
