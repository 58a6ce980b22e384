// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "solady/src/utils/EIP712.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {Deal} from "../interfaces/IEscrow.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {Answer, IRequest, Need, Tariff} from "../interfaces/IRequest.sol";
import {Tariffs} from "../libraries/Tariffs.sol";

/// @title Request market
/// @notice Buyers say what they need; sellers answer with a signed offer or a standing tariff that only their key sets.
/// @dev Documented in IRequest. Holds no money and calls nobody, except a seller's ERC-1271 wallet to read.
contract Request is IRequest, EIP712 {
    using Tariffs for Tariff;

    bytes32 private constant OFFER_TYPEHASH =
        keccak256("Offer(bytes32 dealId,bytes32 requestId,uint32 epoch,uint256 deadline)");
    uint256 private constant WORD = 32;
    uint256 private constant OFFER_BYTES = 3 * WORD;
    uint256 private constant TARIFF_END = WORD + Tariffs.TARIFF_BYTES;

    /// @notice The only contract that may ask this market to vouch for a deal.
    address public immutable ESCROW;

    /// @inheritdoc IRequest
    mapping(address seller => uint32 epoch) public epochOf;

    constructor(address escrow) {
        ESCROW = escrow;
    }

    // ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IRequest
    function post(bytes32 salt, Need calldata need) external returns (bytes32 requestId) {
        if (salt == 0) revert EmptySalt();
        if (block.timestamp >= need.expiresAt) revert RequestExpired(need.expiresAt, block.timestamp);

        requestId = requestIdOf(msg.sender, salt);
        emit RequestPosted(requestId, msg.sender, salt, need);
    }

    /// @inheritdoc IRequest
    function withdraw(bytes32 salt) external {
        emit RequestWithdrawn(requestIdOf(msg.sender, salt));
    }

    // ── Answering ────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IRequest
    function publishTariff(Tariff calldata tariff, bytes calldata signature) external returns (bytes32 tariffId) {
        Tariff memory copied = Tariffs.copy(tariff);
        tariffId = _requireSigned(copied, signature);

        emit TariffPublished(tariffId, copied.seller, copied, signature);
    }

    /// @inheritdoc IRequest
    function revoke() external returns (uint32 epoch) {
        epoch = epochOf[msg.sender] + 1;
        epochOf[msg.sender] = epoch;
        emit EpochRaised(msg.sender, epoch);
    }

    // ── Accepting ────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IMarket
    function authorize(bytes32 dealId, Deal calldata deal, bytes calldata authorization)
        external
        returns (bytes4 magic)
    {
        if (msg.sender != ESCROW) revert NotEscrow(msg.sender);
        uint256 length = authorization.length;
        uint256 answer = length < OFFER_BYTES ? type(uint256).max : uint256(bytes32(authorization));
        if (answer == uint256(Answer.Offer)) _acceptOffer(dealId, deal, authorization);
        else if (answer == uint256(Answer.Tariff) && length >= TARIFF_END) _acceptTariff(dealId, deal, authorization);
        else revert BadAuthorization(length);
        return IMarket.authorize.selector;
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IRequest
    function fareOf(Tariff calldata tariff, uint32 meters, uint32 duration) external pure returns (uint256 fare) {
        return Tariffs.copy(tariff).fare(meters, duration);
    }

    /// @inheritdoc IRequest
    function scheduleOf(Tariff calldata tariff, uint40 start) external pure returns (uint256 refunds) {
        Tariff memory copied = Tariffs.copy(tariff);
        copied.checkPeriods();
        return copied.schedule(start);
    }

    /// @inheritdoc IRequest
    function requestIdOf(address buyer, bytes32 salt) public pure returns (bytes32 requestId) {
        return keccak256(abi.encode(buyer, salt));
    }

    /// @inheritdoc IRequest
    function tariffIdOf(Tariff calldata tariff) external view returns (bytes32 tariffId) {
        return _hashTypedData(Tariffs.copy(tariff).hash());
    }

    /// @inheritdoc IRequest
    function offerDigest(bytes32 dealId, bytes32 requestId, uint32 epoch, uint256 deadline)
        public
        view
        returns (bytes32 digest)
    {
        return _hashTypedData(keccak256(abi.encode(OFFER_TYPEHASH, dealId, requestId, epoch, deadline)));
    }

    // ── Internals ────────────────────────────────────────────────────────────────────────────────────────────────

    function _acceptOffer(bytes32 dealId, Deal calldata deal, bytes calldata authorization) private {
        (, bytes32 salt, uint256 deadline) = abi.decode(authorization[:OFFER_BYTES], (uint256, bytes32, uint256));
        if (block.timestamp > deadline) revert OfferExpired(deadline, block.timestamp);
        address seller = deal.seller;
        uint32 epoch = epochOf[seller];
        // The buyer's own request or none: nobody can say of somebody else's that it was answered.
        bytes32 requestId = salt == 0 ? bytes32(0) : requestIdOf(deal.buyer, salt);
        bytes32 digest = offerDigest(dealId, requestId, epoch, deadline);
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(seller, digest, authorization[OFFER_BYTES:])) {
            revert BadOfferSignature(seller, epoch);
        }

        emit OfferAccepted(requestId, dealId, seller);
    }

    function _acceptTariff(bytes32 dealId, Deal calldata deal, bytes calldata authorization) private {
        Tariff memory tariff = Tariffs.copy(Tariffs.tariffOf(authorization));
        bytes32 tariffId = _requireSigned(tariff, authorization[TARIFF_END:]);
        tariff.checkDeal(tariffId, deal);

        emit TariffAccepted(tariffId, dealId);
    }

    function _requireSigned(Tariff memory tariff, bytes calldata signature) private view returns (bytes32 tariffId) {
        tariffId = _hashTypedData(tariff.hash());
        address seller = tariff.seller;
        tariff.check(tariffId, epochOf[seller]);
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(seller, tariffId, signature)) {
            revert BadTariffSignature(seller, tariffId);
        }
    }

    function _domainNameAndVersion() internal pure override returns (string memory name, string memory version) {
        return ("Agora Request", "1");
    }
}
