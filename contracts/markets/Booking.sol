// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {IBooking, Place, PlaceState, Reservation, Stay} from "../interfaces/IBooking.sol";
import {Deal} from "../interfaces/IEscrow.sol";
import {IMarket, IWatchingMarket} from "../interfaces/IMarket.sol";
import {Calendar, Nights} from "../libraries/Nights.sol";
import {PlaceTerms} from "../libraries/PlaceTerms.sol";
import {Quotes} from "../libraries/Quotes.sol";
import {PackedStay, Stays} from "../libraries/Stays.sol";

/// @title Booking
/// @notice Hosts offer places by the night; guests pay into escrow, and the host is paid after check-in.
/// @dev Documented in IBooking. Holds no money and calls nobody, except a host's ERC-1271 wallet to read.
contract Booking is IBooking, EIP712 {
    using Nights for Calendar;
    using PlaceTerms for Place;

    bytes32 private constant APPROVAL_TYPEHASH = keccak256("Approval(bytes32 dealId,uint256 deadline)");

    /// @notice The only contract that may ask this market to vouch for a deal.
    address public immutable ESCROW;

    mapping(bytes32 placeId => PlaceState state) private _places;
    mapping(bytes32 placeId => Calendar calendar) private _calendars;

    constructor(address escrow) {
        ESCROW = escrow;
    }

    // ── Hosting ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IBooking
    function publish(bytes16 sku, Place calldata place) external returns (bytes32 placeId) {
        placeId = placeIdOf(msg.sender, sku);
        PlaceState memory state = _places[placeId];
        if (state.placeHash != 0) revert PlaceExists(placeId);

        uint32 revision = _write(placeId, place, state.revision);
        emit PlacePublished(placeId, msg.sender, sku, revision, place);
    }

    /// @inheritdoc IBooking
    function revise(bytes16 sku, Place calldata place) external {
        (bytes32 placeId, uint32 revision) = _loadOwn(sku);

        revision = _write(placeId, place, revision);
        emit PlaceRevised(placeId, revision, place);
    }

    /// @inheritdoc IBooking
    function withdraw(bytes16 sku) external {
        (bytes32 placeId, uint32 revision) = _loadOwn(sku);

        _places[placeId] = PlaceState(0, ++revision);
        emit PlaceWithdrawn(placeId, revision);
    }

    /// @inheritdoc IBooking
    function blockNights(bytes16 sku, uint16 unit, uint24 firstNight, uint16 nights) external {
        bytes32 placeId = _requireOwnNights(sku, firstNight, nights);

        _calendars[placeId].blockOff(unit, firstNight, nights);
        emit NightsBlocked(placeId, unit, firstNight, nights);
    }

    /// @inheritdoc IBooking
    function unblockNights(bytes16 sku, uint16 unit, uint24 firstNight, uint16 nights) external {
        bytes32 placeId = _requireOwnNights(sku, firstNight, nights);

        _calendars[placeId].unblock(unit, firstNight, nights);
        emit NightsUnblocked(placeId, unit, firstNight, nights);
    }

    // ── Staying ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IMarket
    function authorize(bytes32 dealId, Deal calldata deal, bytes calldata authorization)
        external
        returns (bytes4 magic)
    {
        if (msg.sender != ESCROW) revert NotEscrow(msg.sender);
        Place memory place = PlaceTerms.ofReservation(deal, authorization);
        PackedStay stay = PackedStay.wrap(deal.salt);
        bytes32 placeId = placeIdOf(deal.seller, stay.sku());
        _requirePublished(placeId, place.hash());
        place.checkStay(placeId, stay, deal);
        if (!place.isInstant) _requireApproval(dealId, deal.seller, authorization);

        _book(placeId, dealId, stay);
        return IWatchingMarket.onDealClosed.selector;
    }

    /// @inheritdoc IWatchingMarket
    function onDealClosed(bytes32 dealId, Deal calldata deal, uint16) external {
        if (msg.sender != ESCROW) revert NotEscrow(msg.sender);
        PackedStay stay = PackedStay.wrap(deal.salt);
        uint16 begun = stay.begun(deal.deliverBy);
        if (begun == stay.nights()) return;

        bytes32 placeId = placeIdOf(deal.seller, stay.sku());
        (uint24 firstNight, uint16 nights) = (stay.firstNight() + begun, stay.nights() - begun);
        _calendars[placeId].free(stay.unit(), firstNight, nights);
        emit StayFreed(placeId, dealId, stay.unit(), firstNight, nights);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IBooking
    function quote(Place calldata place, uint24 firstNight, uint16 nights)
        external
        view
        returns (uint256 price, uint256 refunds, uint256 deliverBy)
    {
        Place memory copied = place;
        copied.check();
        uint256 checkIn = copied.checkNights(firstNight, nights);
        price = Quotes.priceOf(copied, firstNight, nights);
        refunds = Quotes.scheduleOf(copied.policy, checkIn);
        deliverBy = checkIn + uint256(nights) * 1 days;
    }

    /// @inheritdoc IBooking
    function isFree(bytes32 placeId, uint16 unit, uint24 firstNight, uint16 nights) external view returns (bool) {
        (uint128 booked, uint128 blocked) = _calendars[placeId].read(unit, firstNight);
        return (booked | blocked) & Nights.bitsOf(nights) == 0;
    }

    /// @inheritdoc IBooking
    function calendarOf(bytes32 placeId, uint16 unit, uint24 firstNight)
        external
        view
        returns (uint128 booked, uint128 blocked)
    {
        return _calendars[placeId].read(unit, firstNight);
    }

    /// @inheritdoc IBooking
    function placeOf(bytes32 placeId) external view returns (PlaceState memory state) {
        return _places[placeId];
    }

    /// @inheritdoc IBooking
    function hashPlace(Place calldata place) external pure returns (bytes32 placeHash) {
        return PlaceTerms.hash(place);
    }

    /// @inheritdoc IBooking
    function saltOf(Stay calldata stay) external pure returns (bytes32 salt) {
        return PackedStay.unwrap(Stays.pack(stay));
    }

    /// @inheritdoc IBooking
    function placeIdOf(address host, bytes16 sku) public pure returns (bytes32 placeId) {
        return keccak256(abi.encode(host, sku));
    }

    /// @inheritdoc IBooking
    function approvalDigest(bytes32 dealId, uint256 deadline) public view returns (bytes32 digest) {
        return _hashTypedData(keccak256(abi.encode(APPROVAL_TYPEHASH, dealId, deadline)));
    }

    // ── Internals ────────────────────────────────────────────────────────────────────────────────────────────────

    function _write(bytes32 placeId, Place memory place, uint32 revision) private returns (uint32 next) {
        place.check();

        next = revision + 1;
        _places[placeId] = PlaceState(bytes28(place.hash()), next);
    }

    function _book(bytes32 placeId, bytes32 dealId, PackedStay stay) private {
        (uint16 unit, uint24 firstNight, uint16 nights) = (stay.unit(), stay.firstNight(), stay.nights());
        if (!_calendars[placeId].book(unit, firstNight, nights)) {
            revert NightsTaken(placeId, unit, firstNight, nights);
        }
        emit StayBooked(placeId, dealId, unit, firstNight, nights);
    }

    function _loadOwn(bytes16 sku) private view returns (bytes32 placeId, uint32 revision) {
        placeId = placeIdOf(msg.sender, sku);
        PlaceState memory state = _places[placeId];
        if (state.placeHash == 0) revert PlaceUnknown(placeId);
        return (placeId, state.revision);
    }

    function _requireOwnNights(bytes16 sku, uint24 firstNight, uint16 nights) private view returns (bytes32 placeId) {
        (placeId,) = _loadOwn(sku);
        if (nights == 0 || nights > Nights.MAX_NIGHTS) revert BadNights(nights, Nights.MAX_NIGHTS);
        Nights.requireReach(firstNight, nights, Nights.MAX_HORIZON);
    }

    function _requirePublished(bytes32 placeId, bytes32 placeHash) private view {
        PlaceState storage state = _places[placeId];
        bytes28 current = state.placeHash;
        if (current == bytes28(placeHash)) return;
        if (current == 0) revert PlaceUnknown(placeId);
        revert PlaceChanged(placeId, state.revision);
    }

    /// @dev The approval names the whole deal by its id, which opens once.
    function _requireApproval(bytes32 dealId, address host, bytes calldata authorization) private view {
        if (authorization.length == PlaceTerms.RESERVATION_BYTES) revert NotApproved(host, dealId);
        (, uint256 deadline, bytes memory signature) = abi.decode(authorization, (Reservation, uint256, bytes));
        if (block.timestamp > deadline) revert ApprovalExpired(deadline, block.timestamp);
        bytes32 digest = approvalDigest(dealId, deadline);
        if (!SignatureCheckerLib.isValidSignatureNow(host, digest, signature)) revert NotApproved(host, dealId);
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora Booking", "1");
    }
}
