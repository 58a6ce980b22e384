// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {IAmendments} from "./interfaces/IAmendments.sol";
import {Deal, IEscrow, Status} from "./interfaces/IEscrow.sol";
import {DealTerms} from "./libraries/DealTerms.sol";

/// @title Amendments
/// @notice Keeps what the parties of an open deal changed about their agreement, signed by both.
/// @dev Documented in IAmendments. Holds no money; calls the escrow and a party's ERC-1271 wallet, both to read.
contract Amendments is IAmendments, EIP712 {
    using DealTerms for Deal;

    bytes32 private constant AMENDMENT_TYPEHASH =
        keccak256("Amendment(bytes32 dealId,bytes32 agreement,uint32 number,uint256 deadline)");

    /// @notice The escrow whose deals are amended here.
    IEscrow public immutable ESCROW;

    /// @inheritdoc IAmendments
    mapping(bytes32 dealId => uint32 count) public amendmentsOf;

    constructor(IEscrow escrow) {
        ESCROW = escrow;
    }

    /// @inheritdoc IAmendments
    function amend(Deal calldata deal, bytes32 agreement, uint256 deadline, bytes calldata signature)
        external
        returns (uint32 number)
    {
        bytes32 dealId = deal.idOf(address(ESCROW));
        Status status = ESCROW.stateOf(dealId).status;
        if (status == Status.None || status == Status.Closed) revert DealNotOpen(dealId);
        if (msg.sender != deal.buyer && msg.sender != deal.seller) revert NotDealParty(msg.sender);
        if (block.timestamp > deadline) revert AmendmentExpired(deadline, block.timestamp);
        number = amendmentsOf[dealId] + 1;
        address signer = msg.sender == deal.buyer ? deal.seller : deal.buyer;
        bytes32 digest = amendmentDigest(dealId, agreement, number, deadline);
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(signer, digest, signature)) {
            revert BadAmendmentSignature(signer, number);
        }

        amendmentsOf[dealId] = number;
        emit DealAmended(dealId, number, agreement);
    }

    /// @inheritdoc IAmendments
    function amendmentDigest(bytes32 dealId, bytes32 agreement, uint32 number, uint256 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return _hashTypedData(keccak256(abi.encode(AMENDMENT_TYPEHASH, dealId, agreement, number, deadline)));
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora Amendments", "1");
    }
}
