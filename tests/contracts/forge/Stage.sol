// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Escrow} from "../../../contracts/Escrow.sol";
import {OddToken} from "../../../contracts/mocks/OddToken.sol";
import {OddWallet} from "../../../contracts/mocks/OddWallet.sol";
import {OpenMarket} from "../../../contracts/mocks/OpenMarket.sol";
import {TestToken} from "../../../contracts/mocks/TestToken.sol";
import {WatchingMarket} from "../../../contracts/mocks/WatchingMarket.sol";
import {Forge} from "./Forge.sol";

/// @title Stage
/// @notice The contracts, the people and their money at the beginning.
/// @dev Five people hold their own key, three act through a wallet contract that may refuse money. Everybody may play
/// every role.
abstract contract Stage is Forge {
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant PURSE = 2 ** 120;
    uint256 internal constant PEOPLE = 8;
    uint256 internal constant CURRENCIES = 4;
    address internal constant NATIVE = address(0);

    Escrow public escrow;
    OpenMarket internal _market;
    WatchingMarket internal _watching; // wants to be told
    TestToken internal _token;
    OddToken internal _silentToken; // returns nothing; a transfer that fails reverts
    OddToken internal _honestToken; // returns false where a transfer fails

    address[PEOPLE] internal _people;
    address[CURRENCIES] internal _currencies;
    mapping(address person => uint256 key) internal _keys;
    mapping(address person => bool isWallet) internal _isWallet;

    constructor() {
        vm.warp(START);
        escrow = new Escrow();
        (_market, _watching) = (new OpenMarket(), new WatchingMarket());
        _token = new TestToken("Agora Dollar", "AUSD", 6);
        (_silentToken, _honestToken) = (new OddToken(), new OddToken());
        _silentToken.returnNothing();
        _honestToken.sayFalse(true);
        _currencies = [NATIVE, address(_token), address(_silentToken), address(_honestToken)];
        for (uint256 i; i < PEOPLE; ++i) {
            _invite(i);
        }
    }

    function _person(uint256 seed) internal view returns (address) {
        return _people[seed % PEOPLE];
    }

    function _balance(address currency, address person) internal view returns (uint256) {
        return currency == NATIVE ? person.balance : TestToken(currency).balanceOf(person);
    }

    /// @notice Whether a token may freeze accounts.
    function _isOdd(address currency) internal view returns (bool) {
        return currency == address(_silentToken) || currency == address(_honestToken);
    }

    function _isFrozen(address currency, address person) internal view returns (bool) {
        return _isOdd(currency) && OddToken(currency).isFrozen(person);
    }

    /// @notice The person's signature, for a wallet its owner's.
    function _sign(address person, bytes32 digest) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keys[person], digest);
        return abi.encodePacked(r, s, v);
    }

    function _invite(uint256 number) private {
        uint256 key = 0xA60BA + number;
        address person = vm.addr(key);
        if (number >= 5) {
            person = address(new OddWallet(person));
            _isWallet[person] = true;
        }
        (_people[number], _keys[person]) = (person, key);
        vm.deal(person, PURSE);
        for (uint256 i = 1; i < CURRENCIES; ++i) {
            TestToken(_currencies[i]).mint(person, PURSE);
            vm.prank(person);
            TestToken(_currencies[i]).approve(address(escrow), type(uint256).max);
        }
    }
}
