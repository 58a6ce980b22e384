// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OddToken} from "../../../../contracts/mocks/OddToken.sol";
import {OddWallet} from "../../../../contracts/mocks/OddWallet.sol";
import {Entry} from "./Catalogue.sol";
import {Hall} from "./Hall.sol";

/// @title Auction house
/// @notice All that people do with auctions, and what goes on around them: time, wallets and tokens that refuse.
contract AuctionHouse is Hall {
    uint256 private constant NEVER = type(uint40).max;

    function selectors() external pure returns (bytes4[] memory all) {
        all = new bytes4[](24);
        (all[0], all[1], all[2]) = (this.publish.selector, this.buyNow.selector, this.cancelAuction.selector);
        (all[3], all[4], all[5]) = (this.settle.selector, this.reveal.selector, this.expire.selector);
        (all[6], all[7], all[8]) = (this.waitForIt.selector, this.changeManner.selector, this.freeze.selector);
        (all[9], all[10]) = (this.withdraw.selector, this.donate.selector);
        // What happens most often is named more than once.
        (all[11], all[12], all[13]) = (this.publish.selector, this.settle.selector, this.reveal.selector);
        (all[14], all[15]) = (this.waitForIt.selector, this.waitForIt.selector);
        for (uint256 i = 16; i < 24; ++i) {
            all[i] = this.bid.selector;
        }
    }

    /// @notice A little; or to the next moment that counts for some lot, the second before it, or the second after.
    function waitForIt(uint256 seed) external {
        uint256 time = _now() + _dice(seed, "a little") % 10 minutes;
        if (_oneIn(2, seed, "far")) {
            uint256 nearest = _nearestMoment() + _dice(seed, "second") % 3 - 1;
            if (nearest > _now() && nearest < NEVER) time = nearest;
        }
        vm.warp(time);
    }

    /// @notice A wallet changes how it receives the native coin.
    function changeManner(uint256 seed) external {
        address wallet = _people[5 + seed % 3];
        OddWallet.Manner manner = OddWallet.Manner(_dice(seed, "manner") % 5);
        _mayRefuse[NATIVE][wallet] = true;
        if (manner == OddWallet.Manner.CallBack) {
            OddWallet(payable(wallet)).callBack(address(auction), abi.encodeCall(auction.withdraw, (NATIVE, wallet)));
        } else {
            OddWallet(payable(wallet)).behave(manner);
        }
    }

    /// @notice A token freezes an account, or thaws it: a bidder's, seldom the auctions' own or the escrow's.
    function freeze(uint256 seed) external {
        OddToken token = _oneIn(2, seed, "silent") ? _silentToken : _honestToken;
        address account = _person(seed);
        if (_oneIn(4, seed, "the house")) account = _oneIn(2, seed, "the escrow") ? address(escrow) : address(auction);
        _mayRefuse[address(token)][account] = true;
        if (account == address(auction)) _wasHouseFrozen[address(token)] = true;
        bool isHouse = account == address(escrow) || account == address(auction);
        // A house that stays frozen sees no more auctions in this token.
        token.freeze(account, !token.isFrozen(account) && !(isHouse && _oneIn(2, seed, "thaw")));
    }

    /// @notice Credits can be withdrawn once, to anybody who takes them.
    function withdraw(uint256 seed) external {
        address currency = _currencies[_dice(seed, "currency") % CURRENCIES];
        address person = _oneIn(4, seed, "anybody") ? _person(seed) : _creditor(currency, seed);
        address to = _oneIn(2, seed, "oneself") ? person : _person(_dice(seed, "to"));
        uint256 credit = auction.credit(person, currency);

        vm.prank(person);
        // A wallet that burns gas gets all there is, so let there be little.
        (bool isDone,) = address(auction).call{gas: 1_000_000}(abi.encodeCall(auction.withdraw, (currency, to)));
        vm.assertTrue(isDone == (credit != 0 && _takes(currency, to)), "withdraw");
        if (isDone) {
            _purse[currency][person] -= credit;
            _purse[currency][to] += credit;
            ++successes[auction.withdraw.selector];
        }
        _verifyPurses(currency);
    }

    /// @notice Money that belongs to no bid confuses nobody.
    function donate(uint256 seed) external {
        uint128 amount = uint128(seed % 1000);
        _token.mint(address(auction), amount);
        _donated[address(_token)] += amount;
    }

    function verify() external view {
        for (uint256 i; i < CURRENCIES; ++i) {
            _verifyHouse(_currencies[i]);
        }
    }

    /// @notice Invariants 3 and 8: sellers and winners fall silent, and everybody's money comes out all the same.
    function closeEverything() external {
        for (uint256 i; i < _entries.length; ++i) {
            Entry memory seen = _entries[i];
            if (!_isOpen(seen)) continue;
            uint256 end = _hasBids(seen) ? _saleEnd(seen) : _end(seen);
            if (_now() <= end) vm.warp(end + 1);
            vm.assertTrue(_attempt(address(this), 0, abi.encodeCall(auction.expire, (seen.lot)), true), "expire");
            _noteUnsold(_entries[i]);
        }
        for (uint256 i; i < _entries.length; ++i) {
            _verifyEntry(_entries[i]);
        }
        for (uint256 i; i < CURRENCIES; ++i) {
            _withdrawAll(_currencies[i]);
        }
    }

    function _nearestMoment() private view returns (uint256 nearest) {
        nearest = 2 * NEVER;
        for (uint256 i; i < RECENT && i < _entries.length; ++i) {
            Entry memory entry = _entries[_entries.length - 1 - i];
            if (!_isOpen(entry)) continue;
            uint256[4] memory moments =
                [entry.lot.startsAt, _end(entry) - entry.lot.extension, _end(entry), _saleEnd(entry)];
            for (uint256 j; j < 4; ++j) {
                if (moments[j] > _now() && moments[j] < nearest) nearest = moments[j];
            }
        }
    }

    function _withdrawAll(address currency) private {
        address to = _people[0];
        if (_isFrozen(currency, address(auction))) OddToken(currency).freeze(address(auction), false);
        if (_isFrozen(currency, to)) OddToken(currency).freeze(to, false);
        for (uint256 i; i < PEOPLE; ++i) {
            uint256 credit = auction.credit(_people[i], currency);
            if (credit == 0) continue;
            vm.prank(_people[i]);
            auction.withdraw(currency, to);
            _purse[currency][_people[i]] -= credit;
            _purse[currency][to] += credit;
        }
        _verifyPurses(currency);
        vm.assertEq(_held[currency] + _owed[currency], 0, "nothing is left behind");
    }

    function _creditor(address currency, uint256 seed) private view returns (address person) {
        for (uint256 i; i < PEOPLE; ++i) {
            person = _people[(seed % PEOPLE + i) % PEOPLE];
            if (auction.credit(person, currency) != 0) return person;
        }
    }

    function _takes(address currency, address to) private view returns (bool) {
        if (_isFrozen(currency, to) || _isFrozen(currency, address(auction))) return false;
        if (currency != NATIVE || !_isWallet[to]) return true;
        OddWallet.Manner manner = OddWallet(payable(to)).manner();
        return manner == OddWallet.Manner.Accept || manner == OddWallet.Manner.CallBack;
    }
}
