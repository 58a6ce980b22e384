// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarket} from "./IMarket.sol";

/// What a buyer looks for. Money is in the token's smallest unit, times are Unix times.
struct Need {
    address token; // what the buyer pays in: ERC-20, or zero for the native coin
    uint128 budget; // the most he means to pay, or zero: name your price
    uint40 deliverBy; // when he needs it
    uint40 expiresAt; // nobody need answer from then on
    bytes32 document; // sha-256 digest of the request's document; the digest is its CID
    bytes32 handover; // keccak-256 of the hand-over code a deal should carry, or zero
}

/// What a seller does again and again, at a price by distance and time. Money is in the token's smallest unit, shares in
/// basis points, `…Period` and `inspection` in seconds.
struct Tariff {
    address seller; // whose key signs it, and who is paid
    address token; // ERC-20, or zero for the native coin
    uint128 base; // for coming at all
    uint128 perKilometer;
    uint128 perMinute;
    uint128 minimum; // no fare is lower
    uint32 freePeriod; // the buyer cancels without cost until this long after opening
    uint32 waitPeriod; // until this long after opening he cancels at the no-show's cost; later he did not show up
    uint16 noShowBps; // what a late cancellation or a no-show costs of the deal's price, the cap
    uint16 referralBps; // the most the seller grants to the front end that brings a buyer
    address arbiter; // who rules when the parties cannot agree, or zero for nobody
    uint16 arbiterBps; // the arbiter's share of what a ruling divides
    uint16 silenceBps; // the seller's share if the arbiter never rules
    uint32 deliverPeriod; // the seller has at least this long after opening to begin
    uint32 inspection; // how long the buyer may object after the beginning
    uint32 contestPeriod; // how long a claim waits for an answer
    uint32 rulingPeriod; // how long a contested claim waits for the arbiter
    uint32 epoch; // the seller's epoch; another one voids the tariff
    uint40 expiresAt; // nobody can accept it from then on
    bytes32 document; // sha-256 digest of the tariff's document, which names the area it is good in
}

/// In which way the seller agreed.
enum Answer {
    Offer, // he signed this very deal
    Tariff // he signed a standing tariff
}

/// @title Request market
/// @notice Buyers say what they need; sellers answer with a signed offer or a standing tariff that only their key sets.
/// @dev The first word of an `authorization` is an `Answer`. What follows depends on it, the raw signature comes last:
/// `bytes.concat(abi.encode(Answer.Offer, bytes32 salt, uint256 deadline), signature)`, where `salt` is that of the
/// buyer's request or zero if there was none; `bytes.concat(abi.encode(Answer.Tariff, Tariff tariff), signature)`.
/// @dev ERC-1271 signatures count. The EIP-712 domain is `Agora Request`, version `1`, with chain id and this contract.
interface IRequest is IMarket {
    // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A buyer says what he needs.
    event RequestPosted(bytes32 indexed requestId, address indexed buyer, bytes32 salt, Need need);

    /// @notice A buyer no longer needs what he asked for.
    event RequestWithdrawn(bytes32 indexed requestId);

    /// @notice A signed offer was accepted and its deal is open.
    event OfferAccepted(bytes32 indexed requestId, bytes32 indexed dealId, address indexed seller);

    /// @notice A seller offers a standing tariff. Whoever accepts it opens a deal with this signature.
    event TariffPublished(bytes32 indexed tariffId, address indexed seller, Tariff tariff, bytes signature);

    /// @notice A deal at a standing tariff is open.
    event TariffAccepted(bytes32 indexed tariffId, bytes32 indexed dealId);

    /// @notice A seller took back every offer and tariff he had signed.
    event EpochRaised(address indexed seller, uint32 epoch);

    // ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice A request needs a salt, so that offers can name it.
    error EmptySalt();

    /// @notice This request would have expired already.
    error RequestExpired(uint256 expiresAt, uint256 time);

    /// @notice The acceptance is not told in the way this market understands.
    error BadAuthorization(uint256 length);

    /// @notice This offer has expired.
    error OfferExpired(uint256 deadline, uint256 time);

    /// @notice The offer was not signed by the seller, is for other terms, or was taken back.
    error BadOfferSignature(address seller, uint32 epoch);

    /// @notice A term is larger than its type.
    error StrayBits(uint256 stray);

    /// @notice This tariff has expired.
    error TariffExpired(bytes32 tariffId, uint256 expiresAt);

    /// @notice The seller took this tariff back.
    error TariffRevoked(bytes32 tariffId, uint32 epoch);

    /// @notice The wait ends after the free time to cancel, and a no-show costs at most the whole price.
    error BadTariff(uint32 freePeriod, uint32 waitPeriod, uint16 noShowBps);

    /// @notice The tariff was not signed by its seller.
    error BadTariffSignature(address seller, bytes32 tariffId);

    /// @notice The deal has other terms than the tariff.
    error NotTheTariff(bytes32 tariffId);

    /// @notice The price must cover the lowest fare of the tariff.
    error CapTooLow(uint256 price, uint256 lowestFare);

    /// @notice The seller does not grant so large a share to a front end.
    error ReferralNotGranted(uint256 bps, uint256 limit);

    /// @notice The seller needs more time to begin.
    error DeliverByTooSoon(uint256 deliverBy, uint256 earliest);

    /// @notice The deal cannot be cancelled in the way the tariff says.
    error WrongSchedule(uint256 refunds, uint256 expected);

    // ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Says what the caller needs.
    /// @dev Logs and stores nothing. Posted again under the same salt, it replaces what was said before.
    /// @return requestId the hash of buyer and salt
    function post(bytes32 salt, Need calldata need) external returns (bytes32 requestId);

    /// @notice Says that the caller no longer needs it.
    /// @dev Offers that were signed for the request can still be accepted by him.
    function withdraw(bytes32 salt) external;

    /// @notice Shows a signed tariff to everybody.
    /// @dev Logs and stores nothing; a tariff that was never published can be accepted all the same.
    function publishTariff(Tariff calldata tariff, bytes calldata signature) external returns (bytes32 tariffId);

    /// @notice Takes back every offer and tariff that the caller has signed. Deals already open keep their terms.
    function revoke() external returns (uint32 epoch);

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice What a ride costs: base, distance and time added up and rounded down, and never less than the minimum.
    /// @dev After the ride the seller gives the rest of the cap back by `IEscrow.discount`. What the fare exceeds the
    /// cap by is nobody's.
    function fareOf(Tariff calldata tariff, uint32 meters, uint32 duration) external pure returns (uint256 fare);

    /// @notice How a deal at this tariff can be cancelled, if its times count from `start`.
    /// @dev A deal's own schedule may start before it is opened and never later. `deliverBy` says how much before: an
    /// acceptance is refused from `deliverBy - deliverPeriod` on, so a buyer leaves himself a minute or two.
    function scheduleOf(Tariff calldata tariff, uint40 start) external pure returns (uint256 refunds);

    /// @notice The id of a buyer's request.
    function requestIdOf(address buyer, bytes32 salt) external pure returns (bytes32 requestId);

    /// @notice How often the seller has taken back what he had signed.
    function epochOf(address seller) external view returns (uint32 epoch);

    /// @notice The id of a tariff, which is the digest that its seller signs.
    function tariffIdOf(Tariff calldata tariff) external view returns (bytes32 tariffId);

    /// @notice The digest a seller signs to offer a deal.
    /// @dev EIP-712 `Offer(bytes32 dealId,bytes32 requestId,uint32 epoch,uint256 deadline)`. The deal's id names every
    /// term, and the escrow opens it once. Good until `deadline`, and only in this epoch of the seller.
    function offerDigest(bytes32 dealId, bytes32 requestId, uint32 epoch, uint256 deadline)
        external
        view
        returns (bytes32 digest);
}
