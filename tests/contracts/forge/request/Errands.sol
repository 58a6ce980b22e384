// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Answer, Need, Tariff} from "../../../../contracts/interfaces/IRequest.sol";
import {Rides} from "./Rides.sol";
import {SignedOffer} from "./Signatures.sol";

/// @title Errands
/// @notice Buyers ask, sellers sign and take back, buyers accept what was signed, or try to accept something else.
contract Errands is Rides {
    uint256 private constant FAULTS = 24;

    uint256 public refusals;
    uint256 public accepted;

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](13);
        (all[0], all[1], all[2]) = (this.post.selector, this.revoke.selector, this.signOffer.selector);
        (all[3], all[4], all[5]) = (this.acceptOffer.selector, this.signTariff.selector, this.publishTariff.selector);
        (all[6], all[7], all[8]) = (this.hail.selector, this.hailSomethingElse.selector, this.drive.selector);
        (all[9], all[10], all[11]) = (this.cancel.selector, this.chargeNoShow.selector, this.reclaim.selector);
        all[12] = this.waitForIt.selector;
    }

    function post(uint256 seed) external {
        bytes32 salt = bytes32(_dice(seed, "salt") % 4);
        uint40 expiresAt = uint40(_now() + _dice(seed, "expires") % 3);
        Need memory need = Need(NATIVE, uint128(seed), 0, expiresAt, bytes32(seed), 0);

        bool isExpected = salt != 0 && expiresAt > _now();
        _call(_buyer(seed), address(market), abi.encodeCall(market.post, (salt, need)), isExpected);
        _call(_buyer(seed), address(market), abi.encodeCall(market.withdraw, (salt)), true);
    }

    function revoke(uint256 seed) external {
        if (_dice(seed, "rarely") % 4 != 0) return;
        address seller = _seller(seed);
        _call(seller, address(market), abi.encodeCall(market.revoke, ()), true);
        ++_epochs[seller];
    }

    function signOffer(uint256 seed) external {
        SignedOffer memory offer;
        offer.deal = _makeJob(seed);
        offer.salt = bytes32(_dice(seed, "salt") % 3);
        offer.deadline = _now() + _dice(seed, "deadline") % 2 hours;
        offer.epoch = _epochs[offer.deal.seller];
        offer.signature = _sign(offer.deal.seller, _offerDigest(offer));
        _offers[seed % DRAWER] = offer;
    }

    function acceptOffer(uint256 seed) external {
        SignedOffer storage stored = _offers[seed % DRAWER];
        SignedOffer memory offer = stored;
        if (offer.deadline == 0) return;
        bool isGood = !offer.isUsed && _now() <= offer.deadline && offer.epoch == _epochs[offer.deal.seller];
        uint256 fault = _dice(seed, "fault") % 16;
        if (fault == 0) offer.deal.price += 1;
        if (fault == 1) offer.deal.buyer = _people[7];
        if (fault == 2) offer.salt ^= bytes32(uint256(1));
        if (fault == 3) offer.deadline += 1 days;
        if (fault == 4) offer.signature = _sign(_people[4], _offerDigest(offer));
        if (fault == 5) offer.deal.deliverBy -= 1;

        bytes memory authorization = bytes.concat(abi.encode(Answer.Offer, offer.salt, offer.deadline), offer.signature);
        if (!_pay(offer.deal, authorization, isGood && fault > 5)) return;
        stored.isUsed = true;
        _hold(offer.deal);
    }

    function signTariff(uint256 seed) external {
        uint256 place = seed % DRAWER;
        _tariffs[place] = _makeTariff(seed);
        _tariffSignatures[place] = _sign(_tariffs[place].seller, _tariffDigest(_tariffs[place]));
    }

    function publishTariff(uint256 seed) external {
        (Tariff memory tariff, bytes memory signature) = _tariffAt(seed);
        bool isGood = _isGood(tariff);
        uint256 fault = _dice(seed, "fault") % 16;
        if (fault == 0) tariff.base ^= 1;
        if (fault == 1) tariff.seller = _people[4];
        if (fault == 2) tariff.epoch += 1;
        if (fault == 3) tariff.expiresAt += 1 days;
        if (fault == 4) tariff.waitPeriod = tariff.freePeriod;
        if (fault == 5) tariff.noShowBps = 10_001;
        // A seller may sign what cannot be.
        if (fault == 4 || fault == 5) signature = _sign(tariff.seller, _tariffDigest(tariff));

        bytes memory data = abi.encodeCall(market.publishTariff, (tariff, signature));
        _call(_person(seed), address(market), data, isGood && fault > 5);
    }

    function hail(uint256 seed) external {
        (Tariff memory tariff, bytes memory signature) = _tariffAt(seed);
        Deal memory deal = _makeRide(tariff, seed);

        bytes memory authorization = bytes.concat(abi.encode(Answer.Tariff, tariff), signature);
        if (_pay(deal, authorization, _isGood(tariff))) _board(deal, tariff);
    }

    /// @notice One thing is not as the seller signed it. Nothing else is in the way, and still the deal is refused.
    function hailSomethingElse(uint256 seed) external {
        (Tariff memory tariff, bytes memory signature) = _tariffAt(seed);
        Deal memory deal = _makeRide(tariff, seed);
        _spoil(deal, tariff, _dice(seed, "fault"));

        _pay(deal, bytes.concat(abi.encode(Answer.Tariff, tariff), signature), false);
    }

    function waitForIt(uint256 seed) external {
        uint256 what = _dice(seed, "what") % 4;
        uint256 moment = _nextMoment(seed);
        if (what == 0) moment = _offers[seed % DRAWER].deadline;
        if (what == 1) moment = _tariffs[seed % DRAWER].expiresAt;
        bool isEdge = moment >= _now() && _dice(seed, "edge") % 2 == 0;
        vm.warp(isEdge ? moment + _dice(seed, "second") % 2 : _now() + _dice(seed, "a little") % 10 minutes);
    }

    function verifyEpochs() external view {
        for (uint256 i; i < SELLERS; ++i) {
            vm.assertEq(market.epochOf(_seller(i)), _epochs[_seller(i)], "epoch");
        }
        vm.assertEq(market.epochOf(_people[4]), 0, "who never took anything back");
    }

    function _pay(Deal memory deal, bytes memory authorization, bool isExpected) private returns (bool isDone) {
        uint256 value = deal.token == NATIVE ? uint256(deal.price) + deal.deposit : 0;
        bytes memory data = abi.encodeCall(escrow.open, (deal, authorization));
        vm.prank(_people[3]);
        bytes memory reason;
        (isDone, reason) = address(escrow).call{value: value}(data);
        vm.assertTrue(isDone == isExpected, "accepting");
        if (!isDone) _requireNamed(reason);
        isDone ? ++accepted : ++refusals;
        // Nobody but the escrow is answered.
        vm.prank(deal.buyer);
        (bool isVouched,) = address(market).call(abi.encodeCall(market.authorize, (bytes32(0), deal, authorization)));
        vm.assertTrue(!isVouched, "only the escrow asks");
    }

    function _tariffAt(uint256 seed) private returns (Tariff memory tariff, bytes memory signature) {
        uint256 place = seed % DRAWER;
        if (_tariffs[place].seller == address(0)) this.signTariff(seed);
        return (_tariffs[place], _tariffSignatures[place]);
    }

    function _isGood(Tariff memory tariff) private view returns (bool) {
        return _now() < tariff.expiresAt && tariff.epoch == _epochs[tariff.seller];
    }

    /// @dev Changes one thing that is the seller's to decide.
    function _spoil(Deal memory deal, Tariff memory tariff, uint256 fault) private view {
        fault %= FAULTS;
        if (fault == 0) deal.price = (tariff.base > tariff.minimum ? tariff.base : tariff.minimum) - 1;
        if (fault == 1) deal.deposit = 1;
        if (fault == 2) deal.token = _currencies[2];
        if (fault == 3) deal.seller = _people[7];
        if (fault == 4) deal.arbiter = _people[4] == deal.buyer ? _people[2] : _people[4];
        if (fault == 5) deal.arbiterBps = (tariff.arbiterBps + 1) % 1001;
        if (fault == 6) deal.silenceBps = (tariff.silenceBps + 1) % 10_001;
        if (fault == 7) deal.inspection += 1;
        if (fault == 8) deal.contestPeriod += 1;
        if (fault == 9) deal.rulingPeriod += 1;
        if (fault == 10) deal.agreement ^= bytes32(uint256(1));
        if (fault == 11) deal.deliverBy = uint40(_now() + tariff.deliverPeriod - 1);
        if (fault == 12) deal.refunds = _schedule(tariff, _now() + 1);
        if (fault == 13) deal.refunds += 1;
        if (fault == 14) deal.refunds += 1 << 56;
        if (fault == 15) deal.refunds = uint224(deal.refunds);
        if (fault == 16) deal.refunds = 0;
        if (fault == 17) (deal.referrer, deal.referralBps) = (_people[7], tariff.referralBps + 1);
        if (fault == 18) tariff.perKilometer ^= 1;
        if (fault == 19) (tariff.base, tariff.minimum) = (0, 0);
        if (fault == 20) tariff.expiresAt += 1;
        if (fault == 21) tariff.epoch += 1;
        if (fault == 22) tariff.referralBps = 501;
        if (fault == 23) deal.handover = 0;
    }
}
