// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "./IEscrow.sol";

/// @title Amendments
/// @notice Keeps what the parties of an open deal changed about their agreement, signed by both.
/// @dev An arbiter reads the last one. Earlier agreements stay in the log.
/// @dev Warning: money and deadlines stay as they are in the deal. Whoever wants others opens another deal.
interface IAmendments {
    /// @notice Both parties agreed on another agreement.
    event DealAmended(bytes32 indexed dealId, uint32 number, bytes32 agreement);

    /// @notice There is no such deal, or it is closed.
    error DealNotOpen(bytes32 dealId);

    /// @notice Only the buyer or the seller of a deal may amend it.
    error NotDealParty(address caller);

    /// @notice This amendment has expired.
    error AmendmentExpired(uint256 deadline, uint256 time);

    /// @notice The other party did not sign this amendment, or another one came first.
    error BadAmendmentSignature(address signer, uint32 number);

    /// @notice Puts another agreement in place of the deal's.
    /// @dev Only a party, while anything is held, until `deadline`. The other party's EIP-712 signature is over
    /// `Amendment(bytes32 dealId,bytes32 agreement,uint32 number,uint256 deadline)`; ERC-1271 counts.
    /// @dev Warning: a signature cannot be taken back before its deadline, unless another amendment comes first.
    /// @param agreement sha-256 digest of the new agreement document
    /// @return number how many amendments the deal has had, this one included
    function amend(Deal calldata deal, bytes32 agreement, uint256 deadline, bytes calldata signature)
        external
        returns (uint32 number);

    /// @notice How many amendments the deal has had.
    function amendmentsOf(bytes32 dealId) external view returns (uint32 count);

    /// @notice The digest a party signs to agree to an amendment.
    /// @dev The EIP-712 domain is `Agora Amendments`, version `1`, with chain id and this contract.
    /// @param number how many amendments the deal will have had with this one: one for the first
    function amendmentDigest(bytes32 dealId, bytes32 agreement, uint32 number, uint256 deadline)
        external
        view
        returns (bytes32 digest);
}
