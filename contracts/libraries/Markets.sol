// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LibCall} from "solady/src/utils/LibCall.sol";

import {ICredits} from "../interfaces/ICredits.sol";
import {Deal, IEscrow} from "../interfaces/IEscrow.sol";
import {IMarket, IWatchingMarket} from "../interfaces/IMarket.sol";
import {DealTerms} from "./DealTerms.sol";

/// @title Markets
/// @notice What the escrow asks a deal's market, and what it tells it.
library Markets {
    /// @dev Enough to change a few words and say so. A market that needs more is not told.
    uint256 internal constant CLOSING_STIPEND = 100_000;

    /// @dev What the call costs beside its stipend, with the terms in it.
    uint256 private constant CALL_COST = 10_000;

    /// @notice Reverts unless the market vouches for the deal.
    /// @return isWatching whether the market wants to be told when the deal closes
    function authorize(Deal calldata deal, bytes32 dealId, bytes calldata authorization)
        internal
        returns (bool isWatching)
    {
        address market = deal.market;
        if (market.code.length == 0) revert IEscrow.NotAuthorized(market, dealId);
        bytes memory answer = LibCall.callContract(market, DealTerms.authorizeCall(deal, dealId, authorization));
        bytes32 magic = answer.length < 32 ? bytes32(0) : bytes32(answer);
        isWatching = magic == bytes32(IWatchingMarket.onDealClosed.selector);
        if (!isWatching && magic != bytes32(IMarket.authorize.selector)) revert IEscrow.NotAuthorized(market, dealId);
    }

    /// @notice Tells the market that the deal closed. What it makes of it is its own affair.
    /// @dev Reverts if the caller gave too little gas to forward the whole stipend: nobody can keep it from the market.
    function tellClosed(Deal calldata deal, bytes32 dealId, uint16 sellerBps) internal {
        bytes memory data = DealTerms.closedCall(deal, dealId, sellerBps);
        // A call passes on at most 63/64 of what is left (EIP-150).
        uint256 needed = CLOSING_STIPEND + CLOSING_STIPEND / 63 + CALL_COST;
        if (gasleft() < needed) revert ICredits.OutOfStipend(gasleft(), needed);
        // slither-disable-next-line unused-return
        LibCall.tryCall(deal.market, 0, CLOSING_STIPEND, 0, data);
    }
}
