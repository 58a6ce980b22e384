// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBooking, Place} from "../interfaces/IBooking.sol";
import {Deal} from "../interfaces/IEscrow.sol";
import {Nights} from "./Nights.sol";
import {Quotes} from "./Quotes.sol";
import {PackedStay} from "./Stays.sol";

/// @title Place terms
/// @notice Holds a deal against what the host published.
/// @dev In memory a place stands as it is ABI-encoded: 23 words. Whole it is hashed and rebuilt, see ADR 9.
library PlaceTerms {
    uint256 internal constant RESERVATION_BYTES = 448; // 14 words
    uint256 internal constant PAYOUT_DELAY = 1 days;

    uint256 private constant PLACE_BYTES = 736; // 23 words
    int256 private constant EARLIEST_CHECK_IN = -14 hours; // midnight in the easternmost time zone
    int256 private constant LATEST_CHECK_IN = 36 hours; // the midnight after, in the westernmost
    uint256 private constant MAX_SECONDS_BEFORE = 365 days;
    uint256 private constant WHOLE = 10_000;

    /// @notice The hash of the place's ABI encoding.
    function hash(Place memory place) internal pure returns (bytes32 placeHash) {
        assembly ("memory-safe") {
            placeHash := keccak256(place, PLACE_BYTES)
        }
    }

    /// @notice The place as it must have been published for this deal: everything the guest may not choose.
    /// @dev Each word of the place is a word of the deal or of the reservation. Stray bits do no harm: with one of them
    /// the place has another hash than any that a host published.
    function ofReservation(Deal calldata deal, bytes calldata authorization)
        internal
        pure
        returns (Place memory place)
    {
        if (authorization.length < RESERVATION_BYTES) {
            revert IBooking.BadAuthorization(authorization.length);
        }
        assembly ("memory-safe") {
            calldatacopy(place, add(deal, 96), 32) // token
            calldatacopy(add(place, 32), authorization.offset, RESERVATION_BYTES) // nightPrice to expiresAt
            calldatacopy(add(place, 480), add(deal, 160), 32) // deposit
            calldatacopy(add(place, 512), add(deal, 256), 96) // arbiter, arbiterBps, silenceBps
            calldatacopy(add(place, 608), add(deal, 448), 96) // claimPeriod, contestPeriod, rulingPeriod
            calldatacopy(add(place, 704), add(deal, 608), 32) // document
        }
    }

    /// @notice Reverts unless stays in such a place can be booked.
    function check(Place memory place) internal view {
        bool isOffer = place.nightPrice != 0 && place.units != 0 && place.expiresAt > block.timestamp;
        if (!isOffer) revert IBooking.BadPlace(place.nightPrice, place.units, place.expiresAt);
        (uint256 least, uint256 most) = (place.minNights, place.maxNights);
        if (least == 0 || least > most || most > Nights.MAX_NIGHTS) {
            revert IBooking.BadLengths(least, most, Nights.MAX_NIGHTS);
        }
        if (place.horizon == 0 || place.horizon > Nights.MAX_HORIZON) {
            revert IBooking.BadHorizon(place.horizon, Nights.MAX_HORIZON);
        }
        int256 checkInAt = place.checkInAt;
        if (checkInAt < EARLIEST_CHECK_IN || checkInAt > LATEST_CHECK_IN) revert IBooking.BadCheckIn(checkInAt);
        _checkSeasons(place.seasons);
        _checkDiscounts(place.discounts);
        _checkPolicy(place.policy);
    }

    /// @notice Reverts unless the host takes these nights, if they are free.
    function checkNights(Place memory place, uint256 firstNight, uint256 nights)
        internal
        view
        returns (uint256 checkIn)
    {
        if (nights < place.minNights || nights > place.maxNights) {
            revert IBooking.LengthNotGranted(nights, place.minNights, place.maxNights);
        }
        Nights.requireReach(firstNight, nights, place.horizon);
        checkIn = uint256(int256(firstNight * 1 days) + place.checkInAt);
        if (checkIn <= block.timestamp) revert IBooking.NightBegun(checkIn, block.timestamp);
    }

    /// @notice Reverts unless the deal is about the stay as the host offers it.
    /// @dev Assumes: the host published this place.
    function checkStay(Place memory place, bytes32 placeId, PackedStay stay, Deal calldata deal) internal view {
        if (block.timestamp >= place.expiresAt) revert IBooking.PlaceExpired(placeId, place.expiresAt);
        if (stay.unit() >= place.units) revert IBooking.UnitUnknown(stay.unit(), place.units);
        (uint256 firstNight, uint256 nights) = (stay.firstNight(), stay.nights());
        uint256 checkIn = checkNights(place, firstNight, nights);
        uint256 price = Quotes.priceOf(place, firstNight, nights);
        if (deal.price != price) revert IBooking.WrongPrice(deal.price, price);
        uint256 refunds = Quotes.scheduleOf(place.policy, checkIn);
        if (deal.refunds != refunds) revert IBooking.WrongSchedule(deal.refunds, refunds);
        uint256 checkOut = checkIn + nights * 1 days;
        if (deal.deliverBy != checkOut || deal.inspection != PAYOUT_DELAY) {
            revert IBooking.WrongTimes(deal.deliverBy, checkOut, deal.inspection, PAYOUT_DELAY);
        }
        if (deal.referralBps > place.referralBps) {
            revert IBooking.ReferralNotGranted(deal.referralBps, place.referralBps);
        }
    }

    function _checkSeasons(uint256 seasons) private pure {
        for (uint256 rest = seasons; rest != 0; rest >>= Quotes.SEASON_BITS) {
            bool isSound = uint24(rest) <= uint24(rest >> 24) && uint16(rest >> 48) != 0;
            if (!isSound) revert IBooking.BadSeasons(seasons);
        }
    }

    function _checkDiscounts(uint256 discounts) private pure {
        uint256 previous;
        for (uint256 rest = discounts; rest != 0; rest >>= Quotes.DISCOUNT_BITS) {
            bool isSound = uint8(rest) > previous && uint16(rest >> 8) <= WHOLE;
            if (!isSound) revert IBooking.BadDiscounts(discounts);
            previous = uint8(rest);
        }
    }

    /// @dev The schedule of a deal has four steps, and its last one is at check-in.
    function _checkPolicy(uint256 policy) private pure {
        uint256 previous = MAX_SECONDS_BEFORE + 1;
        for (uint256 rest = policy; rest != 0; rest >>= Quotes.POLICY_BITS) {
            bool isSound = uint32(rest) < previous && uint16(rest >> 32) <= WHOLE;
            if (!isSound) revert IBooking.BadPolicy(policy);
            previous = uint32(rest);
        }
        bool isFull = policy >> (3 * Quotes.POLICY_BITS) != 0;
        if (isFull && previous != 0) revert IBooking.BadPolicy(policy);
    }
}
