// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal, IEscrow} from "../../../../contracts/interfaces/IEscrow.sol";
import {IFixedPrice, Listing, Purchase, Terms} from "../../../../contracts/interfaces/IFixedPrice.sol";
import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {DealTerms} from "../../../../contracts/libraries/DealTerms.sol";
import {ListingTerms} from "../../../../contracts/libraries/ListingTerms.sol";
import {Forge, Log} from "../Forge.sol";

/// @notice What is encoded by hand is what the compiler would have encoded, and nothing that the compiler refuses passes.
contract EncodingTest is Forge {
    bytes private constant TERMS_TYPE = "Terms(address token,uint128 price,uint128 deposit,uint16 referralBps,address arbiter,uint16 arbiterBps,"
        "uint16 silenceBps,uint32 deliverPeriod,uint32 cancelPeriod,uint32 inspection,uint8 revisions,"
        "uint32 claimPeriod,uint32 contestPeriod,uint32 rulingPeriod,uint40 expiresAt,bytes32 document)";

    /// The width of each field in bits.
    uint16[21] private _dealWidths =
        [160, 160, 160, 160, 128, 128, 160, 16, 160, 16, 16, 40, 32, 8, 32, 32, 32, 256, 256, 256, 256];
    uint16[16] private _termsWidths = [160, 128, 128, 16, 160, 16, 16, 32, 32, 32, 8, 32, 32, 32, 40, 256];

    Listing private _listing;

    function test_a_deal_is_copied_whole(Deal memory deal) external view {
        vm.assertEq(keccak256(abi.encode(this.copyDeal(deal))), keccak256(abi.encode(deal)), "deal");
    }

    function test_a_bit_beyond_a_field_of_a_deal_is_refused(Deal memory deal, uint256 field, uint256 bit) external {
        bytes memory data = _stray(abi.encodeCall(this.copyDeal, (deal)), _dealWidths[field % 21], field % 21, bit);
        if (_dealWidths[field % 21] == 256) return;

        (bool isDone, bytes memory reason) = address(this).call(data);
        vm.assertTrue(!isDone && bytes4(reason) == IEscrow.StrayBits.selector, "refused");
    }

    function test_the_log_of_an_opening_is_as_declared(Deal memory deal, bytes32 dealId, address payer) external {
        vm.recordLogs();
        vm.prank(payer);
        this.logOpened(deal, dealId);
        Log memory log = vm.getRecordedLogs()[0];

        vm.assertEq(log.topics.length, 4, "topics");
        vm.assertEq(log.topics[0], IEscrow.DealOpened.selector, "event");
        vm.assertEq(log.topics[1], dealId, "deal id");
        vm.assertEq(log.topics[2], bytes32(uint256(uint160(deal.buyer))), "buyer");
        vm.assertEq(log.topics[3], bytes32(uint256(uint160(deal.seller))), "seller");
        vm.assertEq(keccak256(log.data), keccak256(abi.encode(payer, deal)), "payer and terms");
    }

    function test_the_question_to_a_market_decodes_as_declared(Deal memory deal, bytes32 dealId, bytes memory answer)
        external
        view
    {
        bytes memory data = this.authorizeCall(deal, dealId, answer);
        bytes memory compiled = abi.encodeCall(IMarket.authorize, (dealId, deal, answer));

        vm.assertGe(data.length, compiled.length, "nothing is missing");
        assembly {
            mstore(data, mload(compiled)) // the padding behind may be longer
        }
        vm.assertEq(keccak256(data), keccak256(compiled), "call");
    }

    function test_the_terms_of_a_listing_are_copied_whole(Terms memory terms) external view {
        vm.assertEq(keccak256(abi.encode(this.copyTerms(terms))), keccak256(abi.encode(terms)), "terms");
    }

    function test_a_bit_beyond_a_field_of_a_listing_is_refused(Terms memory terms, uint256 field, uint256 bit)
        external
    {
        bytes memory data = _stray(abi.encodeCall(this.copyTerms, (terms)), _termsWidths[field % 16], field % 16, bit);
        if (_termsWidths[field % 16] == 256) return;

        (bool isDone, bytes memory reason) = address(this).call(data);
        vm.assertTrue(!isDone && bytes4(reason) == IFixedPrice.StrayBits.selector, "refused");
    }

    function test_terms_are_hashed_as_typed_data(Terms memory terms) external view {
        vm.assertEq(this.hashTerms(terms), keccak256(abi.encode(keccak256(TERMS_TYPE), terms)), "hash");
    }

    function test_the_log_of_a_publication_is_as_declared(
        Terms memory terms,
        bytes32 listingId,
        address seller,
        bytes32 sku,
        uint32 revision,
        uint32 stock
    ) external {
        vm.recordLogs();
        this.logPublished(terms, listingId, seller, sku, revision, stock);
        emit IFixedPrice.ListingPublished(listingId, seller, sku, revision, stock, terms);
        Log[] memory logs = vm.getRecordedLogs();

        vm.assertEq(keccak256(abi.encode(logs[0].topics)), keccak256(abi.encode(logs[1].topics)), "topics");
        vm.assertEq(keccak256(logs[0].data), keccak256(logs[1].data), "data");
    }

    function test_a_listing_is_written_whole(Listing memory old, Listing memory listing) external {
        _listing = old;
        ListingTerms.write(_listing, listing.termsHash, listing.stock, listing.revision);
        vm.assertEq(keccak256(abi.encode(_listing)), keccak256(abi.encode(listing)), "listing");
    }

    /// @dev Whatever memory is taken next lies behind the copies, and their room is theirs.
    function test_copies_do_not_overlap(Deal calldata deal, Terms calldata terms) external {
        bytes memory first = abi.encode(deal, terms);
        Deal memory copiedDeal = DealTerms.copy(deal);
        Terms memory copiedTerms = ListingTerms.copy(terms);
        bytes memory second = abi.encode(copiedDeal, copiedTerms);
        DealTerms.logOpened(copiedDeal, 0);
        ListingTerms.logPublished(copiedTerms, 0, deal.seller, 0, 1, 1);

        vm.assertEq(keccak256(second), keccak256(first), "copies");
        vm.assertEq(keccak256(abi.encode(copiedDeal, copiedTerms)), keccak256(first), "copies after their logs");
        vm.assertEq(keccak256(abi.encode(deal, terms)), keccak256(first), "terms");
    }

    /// @dev The deal's own terms come back, and the listing's price is the deal's for one unit.
    function test_the_terms_of_a_purchase_are_found_again(
        Deal memory deal,
        Terms memory terms,
        bytes32 sku,
        uint32 units
    ) external view {
        units = uint32(_within(units, 1, type(uint32).max));
        (terms.price, terms.deposit) = (terms.price / units, terms.deposit / units);
        (deal.token, deal.price, deal.deposit) = (terms.token, terms.price * units, terms.deposit * units);
        (deal.arbiter, deal.arbiterBps, deal.silenceBps) = (terms.arbiter, terms.arbiterBps, terms.silenceBps);
        (deal.inspection, deal.revisions) = (terms.inspection, terms.revisions);
        (deal.claimPeriod, deal.contestPeriod) = (terms.claimPeriod, terms.contestPeriod);
        (deal.rulingPeriod, deal.agreement) = (terms.rulingPeriod, terms.document);
        Purchase memory purchase =
            Purchase(sku, units, terms.referralBps, terms.deliverPeriod, terms.cancelPeriod, terms.expiresAt);

        Terms memory found = this.ofPurchase(deal, abi.encode(purchase, ""));
        vm.assertEq(keccak256(abi.encode(found)), keccak256(abi.encode(terms)), "terms");
    }

    function copyDeal(Deal calldata deal) external pure returns (Deal memory) {
        return DealTerms.copy(deal);
    }

    function logOpened(Deal calldata deal, bytes32 dealId) external {
        DealTerms.logOpened(DealTerms.copy(deal), dealId);
    }

    function authorizeCall(Deal calldata deal, bytes32 dealId, bytes calldata authorization)
        external
        pure
        returns (bytes memory)
    {
        return DealTerms.authorizeCall(deal, dealId, authorization);
    }

    function copyTerms(Terms calldata terms) external pure returns (Terms memory) {
        return ListingTerms.copy(terms);
    }

    function hashTerms(Terms calldata terms) external pure returns (bytes32) {
        return ListingTerms.hash(ListingTerms.copy(terms));
    }

    /// @dev As `publish` does it: hashes first, so the log must overwrite what the hash left behind.
    function logPublished(
        Terms calldata terms,
        bytes32 listingId,
        address seller,
        bytes32 sku,
        uint32 revision,
        uint32 stock
    ) external returns (bytes32) {
        Terms memory copied = ListingTerms.copy(terms);
        bytes32 before = ListingTerms.hash(copied);
        ListingTerms.logPublished(copied, listingId, seller, sku, revision, stock);
        vm.assertEq(ListingTerms.hash(copied), before, "terms stay as they are");
        return before;
    }

    function ofPurchase(Deal calldata deal, bytes calldata authorization) external pure returns (Terms memory) {
        Purchase calldata purchase = ListingTerms.purchaseOf(authorization);
        return ListingTerms.ofPurchase(deal, purchase, purchase.units);
    }

    /// @dev Sets one bit above the width of a field.
    function _stray(bytes memory data, uint256 width, uint256 field, uint256 bit) private pure returns (bytes memory) {
        if (width == 256) return data;
        bit = _within(bit, width, 255);
        uint256 place = 4 + 32 * field + 31 - bit / 8;
        data[place] |= bytes1(uint8(1 << bit % 8));
        return data;
    }
}
