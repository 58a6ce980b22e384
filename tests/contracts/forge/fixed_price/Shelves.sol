// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Listing, Terms} from "../../../../contracts/interfaces/IFixedPrice.sol";
import {FixedPrice} from "../../../../contracts/markets/FixedPrice.sol";
import {Stage} from "../Stage.sol";

/// What the market should know of a listing.
struct Shelf {
    address seller;
    bytes32 sku;
    Terms terms;
    bool isListed;
    uint32 stock;
    uint32 revision;
    uint256 offered; // all units that ever were put on the shelf by the seller, as published or added later
    uint256 sold;
    uint256 removed; // units that the seller took off again
}

/// @title Shelves
/// @notice The listings as they should be, kept without asking the market.
abstract contract Shelves is Stage {
    uint256 internal constant SHELVES = 4;

    FixedPrice public market;
    Shelf[SHELVES] internal _shelves;

    constructor() {
        market = new FixedPrice(address(escrow));
        for (uint256 i; i < SHELVES; ++i) {
            // Two SKUs of one seller, the same SKU of a wallet, and one of somebody else.
            _shelves[i].seller = [_people[0], _people[0], _people[5], _people[1]][i];
            _shelves[i].sku = [bytes32("cup"), bytes32("plate"), bytes32("cup"), bytes32("song")][i];
        }
    }

    /// @notice Puts a number of units on the shelf in place of those that were there.
    function _setStock(Shelf storage shelf, uint32 stock) internal {
        if (stock > shelf.stock) shelf.offered += stock - shelf.stock;
        else shelf.removed += shelf.stock - stock;
        shelf.stock = stock;
    }

    /// @notice Invariant 7, and that the market knows of each listing exactly what it should.
    function verifyShelves() external view {
        for (uint256 i; i < SHELVES; ++i) {
            Shelf memory shelf = _shelves[i];
            Listing memory listing = market.listingOf(_listingId(shelf));
            bytes24 termsHash = shelf.isListed ? bytes24(_hashTerms(shelf.terms)) : bytes24(0);
            vm.assertEq(bytes32(listing.termsHash), bytes32(termsHash), "terms");
            vm.assertEq(listing.stock, shelf.stock, "stock");
            vm.assertEq(listing.revision, shelf.revision, "revision");
            vm.assertEq(shelf.sold + shelf.removed + shelf.stock, shelf.offered, "sold, removed and left is all");
        }
    }

    function _makeTerms(uint256 seed) internal view returns (Terms memory terms) {
        terms.token = _currencies[_dice(seed, "token") % 2];
        terms.price = uint128(_within(_dice(seed, "price"), 1, 1e18));
        terms.deposit = uint128(_dice(seed, "deposit") % 1e18) * uint128(seed % 2);
        terms.referralBps = uint16(_dice(seed, "referral") % 501);
        terms.arbiter = [address(0), _people[6]][_dice(seed, "arbiter") % 2];
        terms.arbiterBps = uint16(_dice(seed, "fee") % 1001);
        terms.silenceBps = uint16(_dice(seed, "silence") % 10_001);
        terms.deliverPeriod = uint32(_within(_dice(seed, "deliver"), 1, 30 days));
        terms.cancelPeriod = uint32(_dice(seed, "cancel") % 7 days);
        terms.inspection = uint32(_dice(seed, "inspection") % 30 days);
        terms.revisions = uint8(_dice(seed, "revisions"));
        terms.claimPeriod = uint32(_dice(seed, "claim") % 30 days);
        terms.contestPeriod = uint32(_dice(seed, "contest") % 30 days);
        terms.rulingPeriod = uint32(_dice(seed, "ruling") % 30 days);
        terms.expiresAt = uint40(_now() + _within(_dice(seed, "expires"), 1, 7 days));
        terms.document = bytes32(_dice(seed, "document"));
    }

    /// @dev The documented rules, not asked from the market.
    function _listingId(Shelf memory shelf) internal pure returns (bytes32) {
        return keccak256(abi.encode(shelf.seller, shelf.sku));
    }

    function _hashTerms(Terms memory terms) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(_termsType()), terms));
    }

    function _listingDigest(Shelf memory shelf, uint32 revision, uint32 stock, Terms memory terms)
        internal
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(
            bytes.concat(
                "SignedListing(address seller,bytes32 sku,uint32 revision,uint32 stock,Terms terms)", _termsType()
            )
        );
        bytes32 listing = keccak256(abi.encode(typeHash, shelf.seller, shelf.sku, revision, stock, _hashTerms(terms)));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Agora FixedPrice"),
                keccak256("1"),
                block.chainid,
                address(market)
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, listing));
    }

    function _termsType() private pure returns (bytes memory) {
        return "Terms(address token,uint128 price,uint128 deposit,uint16 referralBps,address arbiter,uint16 arbiterBps,"
            "uint16 silenceBps,uint32 deliverPeriod,uint32 cancelPeriod,uint32 inspection,uint8 revisions,"
            "uint32 claimPeriod,uint32 contestPeriod,uint32 rulingPeriod,uint40 expiresAt,bytes32 document)";
    }
}
