// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "./IArbitrator.sol";
import {Deal} from "./IEscrow.sol";

/// What the arbitrator may answer.
enum Answered {
    Refused, // the price is split as if the arbiter had stayed silent
    Buyer, // everything goes back
    Seller // everything is paid
}

/// How far a case has come.
enum CaseStatus {
    None, // nobody paid for it
    Open, // the arbitrator was asked
    Ruled // its answer can be carried out by anybody
}

/// What is stored about the case of a deal: one word.
struct Case {
    CaseStatus status;
    Answered answer;
    uint240 disputeId; // the arbitrator's own name for it
}

/// @title Arbitrator adapter
/// @notice Lets a deal name an arbitrator of ERC-792 as its arbiter.
/// @dev Anybody may deploy one for an arbitrator. It holds no money: whoever opens a case pays the arbitrator directly,
/// in the native coin, and gets nothing back. A deal that names it promises no share, `arbiterBps` is zero.
/// @dev Warning: an arbitrator may take longer than `rulingPeriod`, with appeals above all. Then the deal is split by
/// `silenceBps`, whatever the ruling is.
interface IArbitratorAdapter is IArbitrable {
    /// @notice No claim on this deal waits for a ruling.
    error NotContested(bytes32 dealId);

    /// @notice This deal names somebody else as its arbiter.
    error NotOurDeal(address arbiter);

    /// @notice The deal promises the arbiter a share, which nobody here could receive.
    error ShareNotTaken(uint256 arbiterBps);

    /// @notice The arbitrator has been asked about this deal already.
    error CaseExists(bytes32 dealId);

    /// @notice The arbitrator asks for exactly this fee.
    error WrongFee(uint256 expected, uint256 received);

    /// @notice Only the buyer or the seller of the deal may do this.
    error NotDealParty(address caller);

    /// @notice Only the arbitrator may rule.
    error NotArbitrator(address caller);

    /// @notice There is no open dispute of this name.
    error DisputeUnknown(uint256 disputeId);

    /// @notice There is no such ruling.
    error BadRuling(uint256 ruling);

    /// @notice The arbitrator has not ruled on this deal.
    error NotRuled(bytes32 dealId);

    /// @notice Asks the arbitrator to rule on a contested claim, and pays its fee.
    /// @dev Only a party, once.
    function createDispute(Deal calldata deal) external payable returns (uint256 disputeId);

    /// @notice Shows a piece of evidence to the arbitrator.
    /// @dev Only a party, while the claim is contested. The group of the evidence is the deal's id as a number.
    /// @param evidence a URI of the evidence, as ERC-1497 describes it
    function submitEvidence(Deal calldata deal, string calldata evidence) external;

    /// @notice Takes the arbitrator's ruling to the escrow.
    /// @dev The arbitrator itself does not know the terms. The escrow refuses it after `rulingPeriod`.
    function carryOut(Deal calldata deal) external;

    /// @notice How far the case of a deal has come.
    function caseOf(bytes32 dealId) external view returns (Case memory found);
}
