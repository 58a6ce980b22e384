// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Deal, DealState, Party, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Forge} from "../Forge.sol";

/// @title Act table
/// @notice Who may do what and when, read from contracts/acts.json: the table is the truth, the contract is tested.
abstract contract ActTable is Forge {
    struct Row {
        bytes32[] by;
        uint256 statuses; // one bit each
        uint256 claims; // one bit each; zero: any
        bytes32 needs;
        bytes32 from;
        bytes32 until;
    }

    mapping(bytes32 act => Row[] rows) private _rows;

    constructor() {
        string memory json = vm.readFile("contracts/acts.json");
        for (uint256 i; vm.keyExistsJson(json, _path(i, "")); ++i) {
            Row storage row = _rows[_id(vm.parseJsonString(json, _path(i, ".act")))].push();
            string[] memory by = vm.parseJsonStringArray(json, _path(i, ".by"));
            for (uint256 j; j < by.length; ++j) {
                row.by.push(_id(by[j]));
            }
            row.statuses = _bits(json, _path(i, ".status"));
            row.claims = _bits(json, _path(i, ".claim"));
            row.needs = _word(json, _path(i, ".needs"));
            row.from = _word(json, _path(i, ".from"));
            row.until = _word(json, _path(i, ".until"));
        }
    }

    /// @notice Whether the table lets somebody act on a deal now.
    function _allows(string memory act, Deal memory deal, DealState memory state, address caller)
        internal
        view
        returns (bool)
    {
        Row[] storage rows = _rows[_id(act)];
        vm.assertTrue(rows.length != 0, "an act of the table");
        for (uint256 i; i < rows.length; ++i) {
            if (_matches(rows[i], deal, state, caller)) return true;
        }
        return false;
    }

    /// @notice A time of the table. Zero and the end of time stand for "always".
    function _moment(bytes32 name, Deal memory deal, DealState memory state) internal pure returns (uint256) {
        if (name == _id("deadline")) return _deadline(deal, state);
        if (name == _id("inspectionEnds")) return uint256(state.since) + deal.inspection;
        if (name == _id("contestEnds")) return uint256(state.since) + deal.contestPeriod;
        if (name == _id("rulingEnds")) return uint256(state.since) + deal.rulingPeriod;
        if (name == _id("claimEnds")) return uint256(state.since) + deal.claimPeriod;
        if (name == _id("cancellationEnds")) return _lastStep(deal.refunds);
        revert("a moment of the table is unknown");
    }

    function _deadline(Deal memory deal, DealState memory state) internal pure returns (uint256) {
        uint256 revised = state.revisionsUsed == 0 ? 0 : uint256(state.since) + deal.inspection;
        return revised > deal.deliverBy ? revised : deal.deliverBy;
    }

    function _opponent(Deal memory deal, DealState memory state) internal pure returns (address) {
        if (state.claimant == Party.None) return address(0);
        return state.claimant == Party.Buyer ? deal.seller : deal.buyer;
    }

    function _id(string memory name) internal pure returns (bytes32) {
        return keccak256(bytes(name));
    }

    function _matches(Row storage row, Deal memory deal, DealState memory state, address caller)
        private
        view
        returns (bool)
    {
        if (row.statuses & (1 << uint256(state.status)) == 0) return false;
        if (row.claims != 0 && row.claims & (1 << uint256(state.claim)) == 0) return false;
        if (row.from != 0 && _now() <= _moment(row.from, deal, state)) return false;
        if (row.until != 0 && _now() > _moment(row.until, deal, state)) return false;
        return _isAmong(row.by, deal, state, caller) && _has(row.needs, deal, state, caller);
    }

    function _isAmong(bytes32[] storage by, Deal memory deal, DealState memory state, address caller)
        private
        view
        returns (bool)
    {
        for (uint256 i; i < by.length; ++i) {
            if (by[i] == _id("Anyone")) return true;
            if (by[i] == _id("Buyer") && caller == deal.buyer) return true;
            if (by[i] == _id("Seller") && caller == deal.seller) return true;
            if (by[i] == _id("Arbiter") && caller == deal.arbiter) return true;
            if (by[i] == _id("Opponent") && caller == _opponent(deal, state)) return true;
        }
        return false;
    }

    function _has(bytes32 need, Deal memory deal, DealState memory state, address caller) private pure returns (bool) {
        if (need == 0) return true;
        if (need == _id("handover")) return deal.handover != 0;
        if (need == _id("revisionsLeft")) return state.revisionsUsed < deal.revisions;
        if (need == _id("refunds")) return deal.refunds != 0 && state.revisionsUsed == 0;
        if (need == _id("priceHeld")) return !state.depositOnly;
        if (need == _id("othersProposal")) {
            return caller == deal.buyer ? state.proposer == Party.Seller : state.proposer == Party.Buyer;
        }
        revert("a need of the table is unknown");
    }

    function _lastStep(uint256 refunds) private pure returns (uint256 until) {
        for (; refunds != 0; refunds /= 2 ** 56) {
            until = refunds % 2 ** 40;
        }
    }

    function _path(uint256 index, string memory field) private pure returns (string memory) {
        return string.concat(".acts[", vm.toString(index), "]", field);
    }

    function _word(string memory json, string memory path) private view returns (bytes32) {
        return vm.keyExistsJson(json, path) ? _id(vm.parseJsonString(json, path)) : bytes32(0);
    }

    function _bits(string memory json, string memory path) private view returns (uint256 bits) {
        if (!vm.keyExistsJson(json, path)) return 0;
        string[] memory names = vm.parseJsonStringArray(json, path);
        for (uint256 i; i < names.length; ++i) {
            bits |= 1 << _ordinal(_id(names[i]));
        }
    }

    function _ordinal(bytes32 name) private pure returns (uint256) {
        if (name == _id("Funded")) return uint256(Status.Funded);
        if (name == _id("Fulfilled")) return uint256(Status.Fulfilled);
        if (name == _id("Completed")) return uint256(Status.Completed);
        if (name == _id("Disputed")) return uint256(Status.Disputed);
        if (name == _id("Made")) return uint256(Claim.Made);
        if (name == _id("Contested")) return uint256(Claim.Contested);
        if (name == _id("Ruled")) return uint256(Claim.Ruled);
        revert("a state of the table is unknown");
    }
}
