// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Purchase, Terms} from "../../../../contracts/interfaces/IFixedPrice.sol";
import {Purchases} from "./Purchases.sol";
import {Shelf} from "./Shelves.sol";

/// @title Bazaar
/// @notice Sellers publish, revise, restock and withdraw while buyers buy what they saw, or try to buy something else.
contract Bazaar is Purchases {
    uint256 public refusals;
    uint256 public sales;

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](8);
        (all[0], all[1], all[2]) = (this.publish.selector, this.revise.selector, this.restock.selector);
        (all[3], all[4], all[5]) = (this.withdraw.selector, this.buy.selector, this.buySigned.selector);
        (all[6], all[7]) = (this.buySomethingElse.selector, this.waitForIt.selector);
    }

    function publish(uint256 seed) external {
        Shelf storage shelf = _shelf(seed);
        Terms memory terms = _makeTerms(seed);
        uint256 fault = _dice(seed, "fault") % 8;
        if (fault == 0) terms.price = 0;
        if (fault == 1) terms.expiresAt = uint40(_now());
        uint32 stock = uint32(_dice(seed, "stock") % 10);

        bytes memory data = abi.encodeCall(market.publish, (shelf.sku, terms, stock));
        if (_sell(shelf, data, !shelf.isListed && fault > 1)) _list(shelf, terms, stock);
    }

    function revise(uint256 seed) external {
        Shelf storage shelf = _shelf(seed);
        Terms memory terms = _makeTerms(seed);
        (uint32 seen, bool isSeen) = _seenStock(shelf, seed);
        uint256 fault = _dice(seed, "fault") % 8;
        if (fault == 0) terms.price = 0;
        if (fault == 1) terms.expiresAt = uint40(_now());
        uint32 stock = uint32(_dice(seed, "stock") % 10);

        bytes memory data = abi.encodeCall(market.revise, (shelf.sku, terms, seen, stock));
        if (_sell(shelf, data, shelf.isListed && isSeen && fault > 1)) _list(shelf, terms, stock);
    }

    function restock(uint256 seed) external {
        Shelf storage shelf = _shelf(seed);
        (uint32 seen, bool isSeen) = _seenStock(shelf, seed);
        uint32 stock = uint32(_dice(seed, "stock") % 10);

        bytes memory data = abi.encodeCall(market.restock, (shelf.sku, seen, stock));
        if (_sell(shelf, data, shelf.isListed && isSeen)) _setStock(shelf, stock);
    }

    function withdraw(uint256 seed) external {
        if (!_oneIn(3, seed)) return;
        Shelf storage shelf = _shelf(seed);

        _sell(shelf, abi.encodeCall(market.withdraw, (shelf.sku)), true);
        _setStock(shelf, 0);
        (shelf.isListed, shelf.revision) = (false, shelf.revision + 1);
    }

    function buy(uint256 seed) external {
        Shelf storage shelf = _shelf(seed);
        uint32 units = uint32(_within(_dice(seed, "units"), 1, 6));
        (Deal memory deal, Purchase memory purchase) = _choose(shelf, shelf.terms, units, seed);

        // What follows the purchase is not read where the listing is published.
        bool isMore = shelf.isListed && _oneIn(2, _dice(seed, "more"));
        bytes memory authorization = isMore ? abi.encode(purchase, "anything") : abi.encode(purchase);
        if (_pay(deal, authorization, _isOnSale(shelf, units))) _noteSold(shelf, units);
    }

    /// @notice The listing was never published, only signed; or it was withdrawn, which voids older signatures.
    function buySigned(uint256 seed) external {
        Shelf storage shelf = _shelf(seed);
        Terms memory terms = _makeTerms(seed);
        (uint32 stock, uint32 units) = (uint32(_dice(seed, "stock") % 10), uint32(_within(seed, 1, 6)));
        (Deal memory deal, Purchase memory purchase) = _choose(shelf, terms, units, seed);
        uint256 fault = _dice(seed, "fault") % 8;
        uint32 revision = shelf.revision + (fault == 0 ? 1 : 0);
        uint32 signedStock = stock + (fault == 1 ? 1 : 0);
        address signer = fault == 2 ? _people[2] : shelf.seller;
        bytes memory signature = _sign(signer, _listingDigest(shelf, revision, signedStock, terms));
        // A signature of what is on the market already is not looked at.
        bool isListed = shelf.isListed && _hashTerms(shelf.terms) == _hashTerms(terms);
        bool isOnSale = isListed ? _isOnSale(shelf, units) : !shelf.isListed && units <= stock && fault > 2;

        bytes memory authorization = abi.encode(purchase, abi.encode(stock, signature));
        if (!_pay(deal, authorization, isOnSale)) return;
        if (!isListed) _list(shelf, terms, stock);
        _noteSold(shelf, units);
    }

    /// @notice One thing is not as the seller published it. Nothing else is in the way, and still the sale is refused.
    function buySomethingElse(uint256 seed) external {
        Shelf storage shelf = _shelf(seed);
        if (!_isOnSale(shelf, 1)) return;
        uint32 units = uint32(_within(_dice(seed, "units"), 1, shelf.stock));
        (Deal memory deal, Purchase memory purchase) = _choose(shelf, shelf.terms, units, seed);
        _spoil(deal, purchase, shelf.terms, _dice(seed, "fault"));

        _pay(deal, abi.encode(purchase), false);
    }

    function waitForIt(uint256 seed) external {
        uint256 expiresAt = _shelf(seed).terms.expiresAt;
        bool isEdge = expiresAt > _now() && _oneIn(4, _dice(seed, "edge"));
        vm.warp(isEdge ? expiresAt - _dice(seed, "second") % 2 : _now() + _dice(seed, "a little") % 1 hours);
    }

    function _sell(Shelf storage shelf, bytes memory data, bool isExpected) private returns (bool isDone) {
        vm.prank(shelf.seller);
        bytes memory reason;
        (isDone, reason) = address(market).call(data);
        vm.assertTrue(isDone == isExpected, "selling");
        if (!isDone) _requireNamed(reason);
    }

    function _pay(Deal memory deal, bytes memory authorization, bool isExpected) private returns (bool isDone) {
        uint256 value = deal.token == NATIVE ? uint256(deal.price) + deal.deposit : 0;
        bytes memory data = abi.encodeCall(escrow.open, (deal, authorization));
        vm.prank(deal.buyer);
        bytes memory reason;
        (isDone, reason) = address(escrow).call{value: value}(data);
        vm.assertTrue(isDone == isExpected, "buying");
        if (!isDone) _requireNamed(reason);
        isDone ? ++sales : ++refusals;
        // Whoever is not the escrow can take nothing from the shelf.
        vm.prank(deal.buyer);
        (bool isTaken,) = address(market).call(abi.encodeCall(market.authorize, (bytes32(0), deal, authorization)));
        vm.assertTrue(!isTaken, "only the escrow asks");
    }

    function _isOnSale(Shelf storage shelf, uint32 units) private view returns (bool) {
        return shelf.isListed && units <= shelf.stock && _now() < shelf.terms.expiresAt;
    }

    function _list(Shelf storage shelf, Terms memory terms, uint32 stock) private {
        (shelf.isListed, shelf.terms, shelf.revision) = (true, terms, shelf.revision + 1);
        _setStock(shelf, stock);
    }

    function _noteSold(Shelf storage shelf, uint32 units) private {
        (shelf.stock, shelf.sold) = (shelf.stock - units, shelf.sold + units);
    }

    function _seenStock(Shelf storage shelf, uint256 seed) private view returns (uint32 seen, bool isSeen) {
        isSeen = !_oneIn(6, _dice(seed, "seen"));
        seen = isSeen ? shelf.stock : shelf.stock + 1;
    }

    function _shelf(uint256 seed) private view returns (Shelf storage) {
        return _shelves[_dice(seed, "shelf") % SHELVES];
    }

    function _oneIn(uint256 count, uint256 seed) private pure returns (bool) {
        return seed % count == 0;
    }
}
