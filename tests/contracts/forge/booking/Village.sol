// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Place, Reservation} from "../../../../contracts/interfaces/IBooking.sol";
import {Deal, DealState, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Held, House} from "./Houses.sol";
import {Stayings, Wish} from "./Stayings.sol";

/// @title Village
/// @notice Hosts publish, revise, block and withdraw while guests book what they saw, cancel, quarrel and stay.
contract Village is Stayings {
    uint256 public bookings;
    uint256 public refusals;
    uint256 public endings;

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](9);
        (all[0], all[1], all[2]) = (this.publish.selector, this.revise.selector, this.withdraw.selector);
        (all[3], all[4], all[5]) = (this.blockNights.selector, this.unblockNights.selector, this.book.selector);
        (all[6], all[7], all[8]) = (this.bookSomethingElse.selector, this.end.selector, this.waitForIt.selector);
    }

    function publish(uint256 seed) external {
        House storage house = _house(seed);
        Place memory place = _makePlace(seed);
        bool isSound = _damage(place, _dice(seed, "fault"));
        if (_host(house, abi.encodeCall(market.publish, (house.sku, place)), !house.isListed && isSound)) {
            _list(house, place);
        }
    }

    function revise(uint256 seed) external {
        House storage house = _house(seed);
        Place memory place = _makePlace(seed);
        bool isSound = _damage(place, _dice(seed, "fault"));
        if (_host(house, abi.encodeCall(market.revise, (house.sku, place)), house.isListed && isSound)) {
            _list(house, place);
        }
    }

    function withdraw(uint256 seed) external {
        if (!_oneIn(4, seed)) return;
        House storage house = _house(seed);
        if (!_host(house, abi.encodeCall(market.withdraw, (house.sku)), house.isListed)) return;
        (house.isListed, house.revision) = (false, house.revision + 1);
    }

    function blockNights(uint256 seed) external {
        _block(seed, market.blockNights.selector, true);
    }

    /// @notice Often exactly what is booked: it must stay booked.
    function unblockNights(uint256 seed) external {
        _block(seed, market.unblockNights.selector, false);
    }

    function book(uint256 seed) external {
        Wish memory wish = _wish(seed);
        Deal memory deal = _ask(wish, seed);
        House memory house = _houses[wish.house];
        (bytes memory authorization, bool isApproved) = _authorize(deal, house, _dice(seed, "approval"));
        bool isFree = !_isTaken(wish.house, wish.unit, wish.firstNight, wish.nights);
        if (!_pay(deal, authorization, _isGranted(wish) && isApproved && isFree)) return;
        _held.push(
            Held({
                deal: deal,
                dealId: escrow.idOf(deal),
                house: wish.house,
                unit: wish.unit,
                firstNight: wish.firstNight,
                nights: wish.nights,
                checkIn: _checkIn(house.place, wish.firstNight),
                isOver: false
            })
        );
        ++bookings;
    }

    /// @notice One thing is not as the host published it. Nothing else is in the way, and still the stay is refused.
    function bookSomethingElse(uint256 seed) external {
        Wish memory wish = _wish(seed);
        if (!_isGranted(wish) || _isTaken(wish.house, wish.unit, wish.firstNight, wish.nights)) return;
        Deal memory deal = _ask(wish, seed);
        Reservation memory reserved = _reservation(_houses[wish.house].place);
        _spoil(deal, reserved, _dice(seed, "fault"));
        bytes memory signature = _sign(_houses[wish.house].host, market.approvalDigest(escrow.idOf(deal), _now()));
        _pay(deal, abi.encode(reserved, _now(), signature), false);
        ++refusals;
    }

    /// @notice Anything that moves a deal, by whom it may be moved: what closes with the price in question frees nights.
    function end(uint256 seed) external {
        if (_held.length == 0) return;
        Held storage held = _held[_dice(seed, "held") % _held.length];
        DealState memory before = escrow.stateOf(held.dealId);
        (address by, bytes memory act) = _anAct(held.deal, before, _dice(seed, "act"));
        vm.prank(by);
        (bool isDone, bytes memory reason) = address(escrow).call(act);
        if (!isDone) return _requireNamed(reason);
        bool isClosed = escrow.stateOf(held.dealId).status == Status.Closed;
        if (isClosed && before.status != Status.Closed && !before.depositOnly && _isInQuestion(act)) {
            _release(held);
            ++endings;
        }
    }

    /// @notice Nobody but the escrow frees a night.
    function waitForIt(uint256 seed) external {
        if (_held.length != 0) {
            Held storage held = _held[seed % _held.length];
            vm.prank(_person(seed));
            (bool isDone,) = address(market).call(abi.encodeCall(market.onDealClosed, (held.dealId, held.deal, 0)));
            vm.assertTrue(!isDone, "only the escrow tells");
            bool isEdge = held.checkIn > _now() && held.checkIn < _now() + 5 days;
            if (isEdge && _oneIn(2, _dice(seed, "edge"))) return vm.warp(held.checkIn + _dice(seed, "second") % 2);
        }
        if (_now() < START + 300 days) vm.warp(_now() + _dice(seed, "a little") % 1 days);
    }

    function _anAct(Deal memory deal, DealState memory state, uint256 dice)
        private
        view
        returns (address by, bytes memory act)
    {
        uint256 choice = dice % 9;
        address other = state.claimant == state.proposer ? deal.buyer : deal.seller;
        if (choice == 0) return (deal.buyer, abi.encodeCall(escrow.cancel, (deal)));
        if (choice == 1) return (deal.seller, abi.encodeCall(escrow.refund, (deal)));
        if (choice == 2) return (deal.buyer, abi.encodeCall(escrow.release, (deal)));
        if (choice == 3) return (deal.buyer, abi.encodeCall(escrow.finalize, (deal)));
        if (choice == 4) return (other, abi.encodeCall(escrow.dispute, (deal, 5000, bytes32(0))));
        if (choice == 5) return (deal.buyer, abi.encodeCall(escrow.concede, (deal)));
        if (choice == 6) return (deal.seller, abi.encodeCall(escrow.claimDeposit, (deal, 5000, bytes32(0))));
        if (choice == 7) return (deal.seller, abi.encodeCall(escrow.execute, (deal)));
        return (deal.buyer, abi.encodeCall(escrow.reclaim, (deal)));
    }

    /// @dev A deal without a deposit closes as well when it is simply paid.
    function _isInQuestion(bytes memory act) private view returns (bool) {
        return bytes4(act) != escrow.release.selector && bytes4(act) != escrow.finalize.selector;
    }

    function _authorize(Deal memory deal, House memory house, uint256 dice)
        private
        view
        returns (bytes memory authorization, bool isApproved)
    {
        Reservation memory reserved = _reservation(house.place);
        isApproved = house.place.isInstant;
        if (isApproved || dice % 9 == 0) return (abi.encode(reserved), isApproved);
        address signer = dice % 9 == 1 ? deal.buyer : house.host;
        uint256 deadline = _now() - (dice % 9 == 2 ? 1 : 0);
        bytes memory signature = _sign(signer, _approvalDigest(escrow.idOf(deal), deadline));
        return (abi.encode(reserved, deadline, signature), dice % 9 > 2);
    }

    function _block(uint256 seed, bytes4 act, bool isBlocked) private {
        Wish memory wish = _wish(seed);
        House storage house = _houses[wish.house];
        uint256 nights = _oneIn(9, _dice(seed, "odd")) ? 129 * (seed % 2) : wish.nights;
        bytes memory data = abi.encodeWithSelector(act, house.sku, wish.unit, wish.firstNight, nights);
        if (!_host(house, data, house.isListed && nights == wish.nights)) return;
        for (uint256 i; i < nights; ++i) {
            _setBlocked(wish.house, wish.unit, wish.firstNight + i, isBlocked);
        }
    }

    function _host(House storage house, bytes memory data, bool isExpected) private returns (bool isDone) {
        vm.prank(house.host);
        bytes memory reason;
        (isDone, reason) = address(market).call(data);
        vm.assertTrue(isDone == isExpected, "hosting");
        if (!isDone) _requireNamed(reason);
    }

    function _pay(Deal memory deal, bytes memory authorization, bool isExpected) private returns (bool isDone) {
        uint256 value = deal.token == NATIVE ? uint256(deal.price) + deal.deposit : 0;
        bytes memory data = abi.encodeCall(escrow.open, (deal, authorization));
        vm.prank(deal.buyer);
        bytes memory reason;
        (isDone, reason) = address(escrow).call{value: value}(data);
        vm.assertTrue(isDone == isExpected, "booking");
        if (!isDone) _requireNamed(reason);
        // Whoever is not the escrow can take no night.
        vm.prank(deal.buyer);
        (bool isTaken,) = address(market).call(abi.encodeCall(market.authorize, (bytes32(0), deal, authorization)));
        vm.assertTrue(!isTaken, "only the escrow asks");
    }

    function _list(House storage house, Place memory place) private {
        (house.isListed, house.place, house.revision) = (true, place, house.revision + 1);
    }

    /// @return isSound whether the place was left as it was
    function _damage(Place memory place, uint256 dice) private view returns (bool isSound) {
        uint256 fault = dice % 24;
        if (fault == 0) place.nightPrice = 0;
        if (fault == 1) place.units = 0;
        if (fault == 2) place.expiresAt = uint40(_now());
        if (fault == 3) place.minNights = 0;
        if (fault == 4) place.minNights = place.maxNights + 1;
        if (fault == 5) place.maxNights = 129;
        if (fault == 6) place.horizon = 731;
        if (fault == 7) place.seasons = 1;
        if (fault == 8) place.discounts = 1 << 8;
        if (fault == 9) place.policy = 1 | 2 << 48;
        if (fault == 10) place.checkInAt = 37 hours;
        return fault > 10;
    }

    function _house(uint256 seed) private view returns (House storage) {
        return _houses[_dice(seed, "house") % HOUSES];
    }

    /// @dev The documented rule, not asked from the market.
    function _approvalDigest(bytes32 dealId, uint256 deadline) private view returns (bytes32) {
        bytes32 approval =
            keccak256(abi.encode(keccak256("Approval(bytes32 dealId,uint256 deadline)"), dealId, deadline));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Agora Booking"),
                keccak256("1"),
                block.chainid,
                address(market)
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, approval));
    }

    function _oneIn(uint256 count, uint256 seed) private pure returns (bool) {
        return seed % count == 0;
    }
}
