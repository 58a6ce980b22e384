// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {Tariff} from "../../../../contracts/interfaces/IRequest.sol";
import {Request} from "../../../../contracts/markets/Request.sol";
import {Stage} from "../Stage.sol";

/// An offer as its seller signed it.
struct SignedOffer {
    Deal deal;
    bytes32 salt;
    uint256 deadline;
    uint32 epoch;
    bytes signature;
    bool isUsed;
}

/// @title Signatures
/// @notice What sellers sign, by the documented rules, without asking the market.
abstract contract Signatures is Stage {
    uint256 internal constant SELLERS = 3;
    uint256 internal constant DRAWER = 5; // offers, and tariffs, that lie ready
    bytes internal constant CODE = "sixteen bytes...";

    Request public market;
    mapping(address seller => uint32 epoch) internal _epochs;
    SignedOffer[DRAWER] internal _offers;
    Tariff[DRAWER] internal _tariffs;
    bytes[DRAWER] internal _tariffSignatures;
    uint256 private _count;

    constructor() {
        market = new Request(address(escrow));
    }

    /// @notice Two people and a wallet.
    function _seller(uint256 seed) internal view returns (address) {
        return [_people[0], _people[1], _people[5]][seed % SELLERS];
    }

    function _buyer(uint256 seed) internal view returns (address) {
        return _people[2 + seed % 3];
    }

    /// @notice Any terms that the escrow takes.
    function _makeJob(uint256 seed) internal returns (Deal memory deal) {
        deal.market = address(market);
        (deal.buyer, deal.seller) = (_buyer(_dice(seed, "buyer")), _seller(_dice(seed, "seller")));
        deal.token = _currencies[_dice(seed, "token") % 2];
        deal.price = uint128(_within(_dice(seed, "price"), 1, 1e18));
        deal.deposit = uint128(_dice(seed, "deposit") % 1e18);
        (deal.deliverBy, deal.inspection) = (uint40(_now() + 3650 days), uint32(_dice(seed, "inspection") % 30 days));
        (deal.revisions, deal.agreement) = (uint8(seed), bytes32(_dice(seed, "agreement")));
        deal.salt = bytes32(++_count);
    }

    function _makeTariff(uint256 seed) internal view returns (Tariff memory tariff) {
        tariff.seller = _seller(_dice(seed, "seller"));
        tariff.token = _currencies[_dice(seed, "token") % 2];
        tariff.base = uint128(_dice(seed, "base") % 1e15);
        tariff.perKilometer = uint128(_dice(seed, "kilometer") % 1e15);
        tariff.perMinute = uint128(_dice(seed, "minute") % 1e15);
        tariff.minimum = uint128(_within(_dice(seed, "minimum"), 1, 2e15));
        tariff.freePeriod = uint32(_dice(seed, "free") % 10 minutes);
        tariff.waitPeriod = tariff.freePeriod + uint32(_within(_dice(seed, "wait"), 1, 10 minutes));
        tariff.noShowBps = uint16(_dice(seed, "no-show") % 10_001);
        tariff.referralBps = uint16(_dice(seed, "referral") % 501);
        tariff.arbiter = [address(0), _people[6]][_dice(seed, "arbiter") % 2];
        tariff.arbiterBps = uint16(_dice(seed, "fee") % 1001);
        tariff.silenceBps = uint16(_dice(seed, "silence") % 10_001);
        tariff.deliverPeriod = uint32(_within(_dice(seed, "deliver"), 20 minutes, 1 hours));
        tariff.inspection = uint32(_dice(seed, "inspection") % 1 days);
        tariff.contestPeriod = uint32(_dice(seed, "contest") % 30 days);
        tariff.rulingPeriod = uint32(_dice(seed, "ruling") % 30 days);
        tariff.epoch = _epochs[tariff.seller];
        tariff.expiresAt = uint40(_now() + _within(_dice(seed, "expires"), 1, 1 days));
        tariff.document = bytes32(_dice(seed, "document"));
    }

    /// @notice A deal as an honest page makes it, a few seconds before it is paid.
    function _makeRide(Tariff memory tariff, uint256 seed) internal returns (Deal memory deal) {
        uint256 start = _now() - _dice(seed, "sooner") % 2 minutes;
        deal.market = address(market);
        (deal.buyer, deal.seller, deal.token) = (_buyer(_dice(seed, "buyer")), tariff.seller, tariff.token);
        uint256 lowest = tariff.base > tariff.minimum ? tariff.base : tariff.minimum;
        deal.price = uint128(lowest + _dice(seed, "cap") % 1e17);
        if (_dice(seed, "referrer") % 2 == 0) {
            (deal.referrer, deal.referralBps) = (_people[7], uint16(_dice(seed, "share") % (tariff.referralBps + 1)));
        }
        (deal.arbiter, deal.arbiterBps, deal.silenceBps) = (tariff.arbiter, tariff.arbiterBps, tariff.silenceBps);
        (deal.inspection, deal.contestPeriod) = (tariff.inspection, tariff.contestPeriod);
        (deal.rulingPeriod, deal.agreement) = (tariff.rulingPeriod, tariff.document);
        deal.deliverBy = uint40(_now() + tariff.deliverPeriod + _dice(seed, "later") % 2);
        deal.refunds = _schedule(tariff, start);
        (deal.handover, deal.salt) = (keccak256(CODE), bytes32(++_count));
    }

    function _schedule(Tariff memory tariff, uint256 start) internal pure returns (uint256) {
        uint256 free = (10_000 << 40) + start + tariff.freePeriod;
        uint256 late = ((10_000 - uint256(tariff.noShowBps)) << 40) + start + tariff.waitPeriod;
        return (2 << 224) + (late << 56) + free;
    }

    function _fare(Tariff memory tariff, uint256 meters, uint256 duration) internal pure returns (uint256 fare) {
        fare = tariff.base + (tariff.perKilometer * meters * 3 + tariff.perMinute * duration * 50) / 3000;
        if (fare < tariff.minimum) fare = tariff.minimum;
    }

    function _requestId(address buyer, bytes32 salt) internal pure returns (bytes32) {
        return salt == 0 ? bytes32(0) : keccak256(abi.encode(buyer, salt));
    }

    function _offerDigest(SignedOffer memory offer) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Offer(bytes32 dealId,bytes32 requestId,uint32 epoch,uint256 deadline)");
        bytes32 requestId = _requestId(offer.deal.buyer, offer.salt);
        bytes32 dealId = escrow.idOf(offer.deal);
        return _typed(keccak256(abi.encode(typeHash, dealId, requestId, offer.epoch, offer.deadline)));
    }

    function _tariffDigest(Tariff memory tariff) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Tariff(address seller,address token,uint128 base,uint128 perKilometer,uint128 perMinute,uint128 minimum,"
            "uint32 freePeriod,uint32 waitPeriod,uint16 noShowBps,uint16 referralBps,address arbiter,uint16 arbiterBps,"
            "uint16 silenceBps,uint32 deliverPeriod,uint32 inspection,uint32 contestPeriod,uint32 rulingPeriod,"
            "uint32 epoch,uint40 expiresAt,bytes32 document)"
        );
        return _typed(keccak256(abi.encode(typeHash, tariff)));
    }

    function _typed(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Agora Request"),
                keccak256("1"),
                block.chainid,
                address(market)
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, structHash));
    }
}
