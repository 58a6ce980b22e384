// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claim, Deal, DealState, Ending, Party, Status} from "../../../../contracts/interfaces/IEscrow.sol";
import {Forge} from "../Forge.sol";

/// @title Act table
/// @notice Who may do what and when, read from contracts/acts.json: the table is the truth, the contract is tested.
abstract contract ActTable is Forge {
    struct Row {
        bytes32[] by;
        uint256 statuses; // one bit each
        uint256 claims; // one bit each; zero: any
        bytes32[] needs;
        bytes32 from;
        bytes32 until;
    }

    bytes32 private constant ANYONE = keccak256("Anyone");
    bytes32 private constant ASSIGNED = keccak256("assigned");
    bytes32 private constant ARBITER = keccak256("Arbiter");
    bytes32 private constant BUYER = keccak256("Buyer");
    bytes32 private constant BUYERS_CLAIM = keccak256("buyersClaim");
    bytes32 private constant BY_CLOCK = keccak256("byClock");
    bytes32 private constant BY_CODE = keccak256("byCode");
    bytes32 private constant BY_HAND = keccak256("byHand");
    bytes32 private constant CLOCK_INSPECTION_ENDS = keccak256("clockInspectionEnds");
    bytes32 private constant NOT_BY_CLOCK = keccak256("notByClock");
    bytes32 private constant NOT_BY_CODE = keccak256("notByCode");
    bytes32 private constant PAYEE = keccak256("Payee");
    bytes32 private constant PRICE_LEFT = keccak256("priceLeft");
    bytes32 private constant SELLERS_CLAIM = keccak256("sellersClaim");
    bytes32 private constant UNASSIGNED = keccak256("unassigned");
    bytes32 private constant COMPLETED = keccak256("Completed");
    bytes32 private constant CONTESTED = keccak256("Contested");
    bytes32 private constant DISPUTED = keccak256("Disputed");
    bytes32 private constant FULFILLED = keccak256("Fulfilled");
    bytes32 private constant FUNDED = keccak256("Funded");
    bytes32 private constant MADE = keccak256("Made");
    bytes32 private constant OPPONENT = keccak256("Opponent");
    bytes32 private constant RULED = keccak256("Ruled");
    bytes32 private constant SELLER = keccak256("Seller");
    bytes32 private constant CANCELLATION_ENDS = keccak256("cancellationEnds");
    bytes32 private constant CLAIM_ENDS = keccak256("claimEnds");
    bytes32 private constant CONTEST_ENDS = keccak256("contestEnds");
    bytes32 private constant DEADLINE = keccak256("deadline");
    bytes32 private constant HANDOVER = keccak256("handover");
    bytes32 private constant INSPECTION_ENDS = keccak256("inspectionEnds");
    bytes32 private constant OTHERS_PROPOSAL = keccak256("othersProposal");
    bytes32 private constant PRICE_HELD = keccak256("priceHeld");
    bytes32 private constant REFUNDS = keccak256("refunds");
    bytes32 private constant REVISIONS_LEFT = keccak256("revisionsLeft");
    bytes32 private constant RULING_ENDS = keccak256("rulingEnds");

    string[] private _names;
    mapping(bytes32 act => Row[] rows) private _rows;

    constructor() {
        string memory json = vm.readFile("contracts/acts.json");
        for (uint256 i; vm.keyExistsJson(json, _path(i, "")); ++i) {
            string memory name = vm.parseJsonString(json, _path(i, ".act"));
            Row storage row = _rows[_id(name)].push();
            _names.push(name);
            string[] memory by = vm.parseJsonStringArray(json, _path(i, ".by"));
            for (uint256 j; j < by.length; ++j) {
                row.by.push(_id(by[j]));
            }
            row.statuses = _bits(json, _path(i, ".status"));
            row.claims = _bits(json, _path(i, ".claim"));
            if (vm.keyExistsJson(json, _path(i, ".needs"))) {
                string[] memory needs = vm.parseJsonStringArray(json, _path(i, ".needs"));
                for (uint256 j; j < needs.length; ++j) {
                    row.needs.push(_id(needs[j]));
                }
            }
            row.from = _word(json, _path(i, ".from"));
            row.until = _word(json, _path(i, ".until"));
        }
    }

    /// @notice The acts, one for each row.
    function actNames() external view returns (string[] memory) {
        return _names;
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

    /// @notice Whether the act is for this caller in this status, were it the time and nothing else in the way.
    function _concerns(string memory act, Deal memory deal, DealState memory state, address caller)
        internal
        view
        returns (bool)
    {
        Row[] storage rows = _rows[_id(act)];
        for (uint256 i; i < rows.length; ++i) {
            bool isStatus = rows[i].statuses & (1 << uint256(state.status)) != 0;
            if (isStatus && _isAmong(rows[i].by, deal, state, caller)) return true;
        }
        return false;
    }

    /// @notice The last second before the act opens or closes by the table; zero if time does not matter now.
    function _edge(string memory act, Deal memory deal, DealState memory state) internal view returns (uint256) {
        Row[] storage rows = _rows[_id(act)];
        for (uint256 i; i < rows.length; ++i) {
            if (!_isStanding(rows[i], state) || !_endsLike(rows[i], deal)) continue;
            if (rows[i].from != 0) return _moment(rows[i].from, deal, state);
            if (rows[i].until != 0) return _moment(rows[i].until, deal, state);
        }
        return 0;
    }

    /// @notice A time of the table.
    function _moment(bytes32 name, Deal memory deal, DealState memory state) internal pure returns (uint256) {
        if (name == DEADLINE) return _deadline(deal, state);
        if (name == INSPECTION_ENDS) return uint256(state.since) + deal.inspection;
        if (name == CLOCK_INSPECTION_ENDS) return _lastStep(deal.refunds) + deal.inspection;
        if (name == CONTEST_ENDS) return uint256(state.since) + deal.contestPeriod;
        if (name == RULING_ENDS) return uint256(state.since) + deal.rulingPeriod;
        if (name == CLAIM_ENDS) return _claimEnds(deal, state);
        if (name == CANCELLATION_ENDS) return _lastStep(deal.refunds);
        revert("a moment of the table is unknown");
    }

    function _claimEnds(Deal memory deal, DealState memory state) internal pure returns (uint256) {
        bool isLater = deal.refunds >> 224 == 1 && deal.deliverBy > state.since;
        return uint256(isLater ? deal.deliverBy : state.since) + deal.claimPeriod;
    }

    function _deadline(Deal memory deal, DealState memory state) internal pure returns (uint256) {
        uint256 revised = state.revisionsUsed == 0 ? 0 : uint256(state.since) + deal.inspection;
        return revised > deal.deliverBy ? revised : deal.deliverBy;
    }

    /// @notice What happens when the last step of the schedule has passed.
    function _ending(Deal memory deal) internal pure returns (Ending) {
        return Ending(deal.refunds / 2 ** 224);
    }

    /// @notice To whom the price of a deal is assigned, if it is.
    function _assignee(Deal memory deal) internal view virtual returns (address);

    /// @notice Who receives the seller's share of what is in question.
    function _payee(Deal memory deal, DealState memory state) internal view returns (address) {
        return state.isAssigned && !state.depositOnly ? _assignee(deal) : deal.seller;
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
        if (!_isStanding(row, state)) return false;
        if (row.from != 0 && _now() <= _moment(row.from, deal, state)) return false;
        if (row.until != 0 && _now() > _moment(row.until, deal, state)) return false;
        for (uint256 i; i < row.needs.length; ++i) {
            if (!_has(row.needs[i], deal, state, caller)) return false;
        }
        return _isAmong(row.by, deal, state, caller);
    }

    function _isStanding(Row storage row, DealState memory state) private view returns (bool) {
        if (row.statuses & (1 << uint256(state.status)) == 0) return false;
        return row.claims == 0 || row.claims & (1 << uint256(state.claim)) != 0;
    }

    function _isAmong(bytes32[] storage by, Deal memory deal, DealState memory state, address caller)
        private
        view
        returns (bool)
    {
        for (uint256 i; i < by.length; ++i) {
            if (by[i] == ANYONE) return true;
            if (by[i] == BUYER && caller == deal.buyer) return true;
            if (by[i] == SELLER && caller == deal.seller) return true;
            if (by[i] == ARBITER && caller == deal.arbiter) return true;
            if (by[i] == PAYEE && caller == _payee(deal, state)) return true;
            if (by[i] == OPPONENT && caller == _opponent(deal, state)) return true;
        }
        return false;
    }

    function _has(bytes32 need, Deal memory deal, DealState memory state, address caller) private pure returns (bool) {
        if (need == ASSIGNED) return state.isAssigned && !state.depositOnly;
        if (need == UNASSIGNED) return !state.isAssigned || state.depositOnly;
        if (need == BUYERS_CLAIM) return state.claimant == Party.Buyer;
        if (need == SELLERS_CLAIM) return state.claimant == Party.Seller;
        if (need == PRICE_LEFT) return state.discount + 1 < deal.price;
        if (_isEnding(need)) return _isMet(need, _ending(deal));
        if (need == HANDOVER) return deal.handover != 0;
        if (need == REVISIONS_LEFT) return state.revisionsUsed < deal.revisions;
        if (need == REFUNDS) return deal.refunds != 0 && state.revisionsUsed == 0;
        if (need == PRICE_HELD) return !state.depositOnly;
        if (need == OTHERS_PROPOSAL) {
            return caller == deal.buyer ? state.proposer == Party.Seller : state.proposer == Party.Buyer;
        }
        revert("a need of the table is unknown");
    }

    function _endsLike(Row storage row, Deal memory deal) private view returns (bool) {
        for (uint256 i; i < row.needs.length; ++i) {
            if (_isEnding(row.needs[i]) && !_isMet(row.needs[i], _ending(deal))) return false;
        }
        return true;
    }

    function _isEnding(bytes32 need) private pure returns (bool) {
        bool isPlain = need == BY_HAND || need == BY_CLOCK || need == BY_CODE;
        return isPlain || need == NOT_BY_CLOCK || need == NOT_BY_CODE;
    }

    function _isMet(bytes32 need, Ending ending) private pure returns (bool) {
        if (need == BY_HAND) return ending == Ending.ByHand;
        if (need == BY_CLOCK) return ending == Ending.ByClock;
        if (need == BY_CODE) return ending == Ending.ByCode;
        return ending != (need == NOT_BY_CLOCK ? Ending.ByClock : Ending.ByCode);
    }

    function _lastStep(uint256 refunds) internal pure returns (uint256 until) {
        for (refunds %= 2 ** 224; refunds != 0; refunds /= 2 ** 56) {
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
        if (name == FUNDED) return uint256(Status.Funded);
        if (name == FULFILLED) return uint256(Status.Fulfilled);
        if (name == COMPLETED) return uint256(Status.Completed);
        if (name == DISPUTED) return uint256(Status.Disputed);
        if (name == MADE) return uint256(Claim.Made);
        if (name == CONTESTED) return uint256(Claim.Contested);
        if (name == RULED) return uint256(Claim.Ruled);
        revert("a state of the table is unknown");
    }
}
