// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IWatchingMarket} from "./IMarket.sol";

/// What a host offers under one SKU: one or more equal units, by the night. A night is a local calendar date, counted
/// in days since 1970-01-01; no time zone and no summer time changes it. Money is in the token's smallest unit, shares
/// in basis points, durations in seconds. Packed lists begin in the lowest bits and end where only zeros follow.
struct Place {
    address token; // ERC-20, or zero for the native coin
    uint128 nightPrice; // of one night
    uint128 weekendPrice; // of a Friday or Saturday night, or zero: as any other
    uint128 cleaningFee; // once per stay
    uint256 seasons; // up to 4 × 64 bits: first night 24, last night 24, share of the night's price 16; the first counts
    uint96 discounts; // up to 4 × 24 bits, rising: nights 8, share off the nights 16; the longest step reached counts
    uint16 minNights; // the shortest stay
    uint16 maxNights; // the longest stay, at most MAX_NIGHTS
    uint16 horizon; // how many days ahead nights can be booked, at most MAX_HORIZON
    uint16 units; // how many there are, numbered from zero
    int32 checkInAt; // from midnight UTC of a night's date to check-in: the hour, less the time zone
    bool isInstant; // no approval by the host is needed
    uint192 policy; // up to 4 × 48 bits, falling: seconds before check-in 32, share that comes back until then 16
    uint16 referralBps; // the most the host grants to the front end that brings a guest
    uint40 expiresAt; // nobody can book from then on
    uint128 deposit; // per stay, returned after it unless claimed
    address arbiter; // who rules when the parties cannot agree, or zero for nobody
    uint16 arbiterBps; // the arbiter's share of what a ruling divides
    uint16 silenceBps; // the host's share if the arbiter never rules
    uint32 claimPeriod; // how long after check-out the host may claim the deposit
    uint32 contestPeriod; // how long a claim waits for an answer
    uint32 rulingPeriod; // how long a contested claim waits for the arbiter
    bytes32 document; // sha-256 digest of the place's document; the digest is its CID
}

/// What a booking adds to the deal's own terms; the market rebuilds the place from both. This is the `authorization`
/// of an instant booking: `abi.encode(Reservation)`, and of one the host approves `abi.encode(Reservation, uint256
/// deadline, bytes signature)`. Each field is as in the place.
struct Reservation {
    uint128 nightPrice;
    uint128 weekendPrice;
    uint128 cleaningFee;
    uint256 seasons;
    uint96 discounts;
    uint16 minNights;
    uint16 maxNights;
    uint16 horizon;
    uint16 units;
    int32 checkInAt;
    bool isInstant;
    uint192 policy;
    uint16 referralBps;
    uint40 expiresAt;
}

/// Who stays where and when. Packed in this order, from the highest bit, it is the deal's `salt`.
struct Stay {
    bytes16 sku; // the host's name for the place
    uint16 unit; // which of the place's units
    uint24 firstNight; // the date of arrival
    uint16 nights; // how many; the guest leaves on `firstNight + nights`
    uint72 nonce; // tells otherwise equal deals apart
}

/// What the market stores about a place: one word.
struct PlaceState {
    bytes28 placeHash; // the first 28 bytes of the hash of the current terms; zero when withdrawn
    uint32 revision; // counts publications, revisions and withdrawals
}

/// @title Booking
/// @notice Hosts offer places by the night; guests pay into escrow, and the host is paid after check-in.
/// @dev The deal of a stay: `price` and `refunds` as `quote` says, `deliverBy` the time of check-in on the day of
/// leaving, `inspection` PAYOUT_DELAY, `salt` the packed `Stay`, `agreement` the place's document, everything else as in
/// the place. The refund schedule ends by the clock: from check-in on the deal counts as fulfilled, so that
/// PAYOUT_DELAY later anybody can pay the host who did nothing. A stay that is cancelled, refunded, reclaimed, settled
/// or lost in a dispute frees those of its nights that have not begun; nobody can book a night that has begun.
/// @dev The host may block nights beside the calendar: what is booked stays booked whatever he blocks or unblocks.
/// @dev The day of leaving is free for somebody else to arrive on.
interface IBooking is IWatchingMarket {
    // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A host offers a place.
    event PlacePublished(bytes32 indexed placeId, address indexed host, bytes16 sku, uint32 revision, Place place);

    /// @notice A host changed the terms of a place.
    event PlaceRevised(bytes32 indexed placeId, uint32 revision, Place place);

    /// @notice A host took a place off the market.
    event PlaceWithdrawn(bytes32 indexed placeId, uint32 revision);

    /// @notice A host blocked nights: nobody can book them.
    event NightsBlocked(bytes32 indexed placeId, uint16 unit, uint24 firstNight, uint16 nights);

    /// @notice A host opened blocked nights again.
    event NightsUnblocked(bytes32 indexed placeId, uint16 unit, uint24 firstNight, uint16 nights);

    /// @notice A guest booked a stay in a deal.
    event StayBooked(bytes32 indexed placeId, bytes32 indexed dealId, uint16 unit, uint24 firstNight, uint16 nights);

    /// @notice Nights of a stay that ended early are free again.
    event StayFreed(bytes32 indexed placeId, bytes32 indexed dealId, uint16 unit, uint24 firstNight, uint16 nights);

    // ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice This SKU is already on the market. Revise it instead.
    error PlaceExists(bytes32 placeId);

    /// @notice This place is not on the market.
    error PlaceUnknown(bytes32 placeId);

    /// @notice The host changed the place since you looked. Look at it again.
    error PlaceChanged(bytes32 placeId, uint32 revision);

    /// @notice This place can no longer be booked.
    error PlaceExpired(bytes32 placeId, uint256 expiresAt);

    /// @notice A place needs a price per night, at least one unit, and an expiry in the future.
    error BadPlace(uint256 nightPrice, uint256 units, uint256 expiresAt);

    /// @notice The shortest stay is at least one night, and the longest no shorter than that and no longer than allowed.
    error BadLengths(uint256 minNights, uint256 maxNights, uint256 limit);

    /// @notice Nights can be booked at least one day ahead, and no further than allowed.
    error BadHorizon(uint256 horizon, uint256 limit);

    /// @notice No time zone has a check-in at that distance from midnight UTC.
    error BadCheckIn(int256 checkInAt);

    /// @notice A season ends no earlier than it begins, and has a price.
    error BadSeasons(uint256 seasons);

    /// @notice The discounts of a place rise in nights, and none is more than everything.
    error BadDiscounts(uint256 discounts);

    /// @notice The steps of a cancellation policy come closer to check-in, and none gives back more than everything.
    /// @dev Three steps before check-in at most: the schedule of the deal has one more, at check-in. What no step of the
    /// policy covers gives nothing back until then.
    error BadPolicy(uint256 policy);

    /// @notice The booking is not told in the way this market understands.
    error BadAuthorization(uint256 length);

    /// @notice The place has no unit with this number.
    error UnitUnknown(uint256 unit, uint256 units);

    /// @notice The host takes no stay that short or that long.
    error LengthNotGranted(uint256 nights, uint256 minNights, uint256 maxNights);

    /// @notice The first night has begun.
    error NightBegun(uint256 checkIn, uint256 time);

    /// @notice These nights are out of reach: too far ahead, or past.
    error OutOfReach(uint256 firstNight, uint256 nights, uint256 earliest, uint256 latest);

    /// @notice The price is not what the host asks for these nights.
    error WrongPrice(uint256 price, uint256 quoted);

    /// @notice The cancellation terms are not those of the place.
    error WrongSchedule(uint256 refunds, uint256 quoted);

    /// @notice The deal does not end with the stay.
    error WrongTimes(uint256 deliverBy, uint256 checkOut, uint256 inspection, uint256 payoutDelay);

    /// @notice The host does not grant so large a share to a front end.
    error ReferralNotGranted(uint256 bps, uint256 limit);

    /// @notice The host's approval of this stay has run out.
    error ApprovalExpired(uint256 deadline, uint256 time);

    /// @notice The host has not approved this stay.
    error NotApproved(address host, bytes32 dealId);

    /// @notice Some of these nights are booked or blocked.
    error NightsTaken(bytes32 placeId, uint256 unit, uint256 firstNight, uint256 nights);

    /// @notice Nights are blocked at least one at a time, and no more at once than the longest stay.
    error BadNights(uint256 nights, uint256 limit);

    // ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Puts a place on the market under the caller's own SKU.
    /// @dev A withdrawn SKU may be published again; its calendar is still there.
    /// @return placeId the hash of host and SKU; it never changes
    function publish(bytes16 sku, Place calldata place) external returns (bytes32 placeId);

    /// @notice Replaces the terms of the caller's place. Stays already booked keep theirs.
    function revise(bytes16 sku, Place calldata place) external;

    /// @notice Takes the caller's place off the market. Stays already booked remain.
    function withdraw(bytes16 sku) external;

    /// @notice Blocks nights of one unit of the caller's place.
    /// @dev Nights that are booked or blocked already may be among them. The unit is not held against the place's terms.
    function blockNights(bytes16 sku, uint16 unit, uint24 firstNight, uint16 nights) external;

    /// @notice Opens blocked nights again. Nights that are booked stay booked.
    function unblockNights(bytes16 sku, uint16 unit, uint24 firstNight, uint16 nights) external;

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice What a deal about a stay must say.
    /// @dev The nights one by one, each by its date and rounded down, less the discount, rounded down, plus the cleaning
    /// fee. Refuses a place and nights that could not be booked, but does not ask whether the nights are free.
    /// @return price the price of the stay, to the wei
    /// @return refunds the cancellation schedule
    /// @return deliverBy the time of check-in on the day of leaving
    function quote(Place calldata place, uint24 firstNight, uint16 nights)
        external
        view
        returns (uint256 price, uint256 refunds, uint256 deliverBy);

    /// @notice Whether all of these nights are neither booked nor blocked. At most MAX_NIGHTS of them.
    function isFree(bytes32 placeId, uint16 unit, uint24 firstNight, uint16 nights) external view returns (bool);

    /// @notice The calendar of a unit for 128 nights; the lowest bit is the first of them.
    function calendarOf(bytes32 placeId, uint16 unit, uint24 firstNight)
        external
        view
        returns (uint128 booked, uint128 blocked);

    /// @notice The stable id of a host's SKU in this market.
    function placeIdOf(address host, bytes16 sku) external pure returns (bytes32 placeId);

    /// @notice What is stored about a place.
    function placeOf(bytes32 placeId) external view returns (PlaceState memory state);

    /// @notice The hash of a place's terms whose first 28 bytes are stored: that of their ABI encoding.
    function hashPlace(Place calldata place) external pure returns (bytes32 placeHash);

    /// @notice The salt of a deal about this stay.
    function saltOf(Stay calldata stay) external pure returns (bytes32 salt);

    /// @notice The digest a host signs to approve a stay.
    /// @dev EIP-712 `Approval(bytes32 dealId,uint256 deadline)`; ERC-1271 counts. The domain is `Agora Booking`, version
    /// `1`, with chain id and this contract.
    function approvalDigest(bytes32 dealId, uint256 deadline) external view returns (bytes32 digest);
}
