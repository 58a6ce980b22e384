// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deal} from "../../../../contracts/interfaces/IEscrow.sol";
import {LoanTerms} from "../../../../contracts/interfaces/ILoan.sol";
import {OddToken} from "../../../../contracts/mocks/OddToken.sol";
import {Assigned, Debt} from "./Debts.sol";
import {Lending} from "./Lending.sol";
import {Offer} from "./Offers.sol";

/// @title Advancing
/// @notice Sellers assign their deals and borrow against them, while buyers pay, dispute or take back.
abstract contract Advancing is Lending {
    function assign(uint256 seed) external {
        Deal memory deal = _makeDeal(seed);
        uint256 funding = uint256(deal.price) + deal.deposit;
        if (_isFrozen(deal.token, deal.buyer)) return;
        bytes memory opening = abi.encodeCall(escrow.open, (deal, ""));
        _do(deal.buyer, address(escrow), opening, deal.token == NATIVE ? funding : 0, true, "opening");
        _purse[deal.token][deal.buyer] -= funding;
        _deals.push();
        _deals[_deals.length - 1].deal = deal;

        bytes memory assigning = abi.encodeCall(escrow.assign, (deal, address(loan)));
        _do(deal.seller, address(escrow), assigning, 0, true, "assigning");
        _deals[_deals.length - 1].isAssigned = true;
    }

    function takeAdvance(uint256 seed) external {
        if (_deals.length == 0) return;
        uint256 number = _dice(seed, "deal") % _deals.length;
        (LoanTerms memory terms, bool isFit) = _advanceTerms(seed, number);
        bool isLenders = terms.principalToken != NATIVE;
        Offer memory offer = _makeOffer(seed, terms, isLenders, 20);
        bool isExpected = isFit && offer.isGood && _isEnough(terms, number) && _canPay(offer.named, offer.taker);

        bytes memory data = abi.encodeCall(
            loan.takeAdvance, (offer.signed, _deals[number].deal, offer.nonce, offer.deadline, offer.signature)
        );
        uint256 value = _valueOf(offer.named, offer.taker);
        if (!_do(offer.taker, address(loan), data, value, isExpected, "taking an advance")) return;
        _begin(offer, number);
        _deals[number].debt = _debts.length;
    }

    /// @notice The price is paid whole: the deposit stays, and may be claimed.
    function release(uint256 seed) external {
        (bool isFound, uint256 number) = _openDeal(seed);
        if (!isFound || _deals[number].isClaimed) return;
        Deal memory deal = _deals[number].deal;
        // What a token does not let through waits in the escrow.
        bool isFrozen = _isOdd(deal.token) && _oneIn(2, seed, "frozen");
        if (isFrozen) OddToken(deal.token).freeze(address(loan), true);
        _do(deal.buyer, address(escrow), abi.encodeCall(escrow.release, (deal)), 0, true, "releasing");
        if (isFrozen) OddToken(deal.token).freeze(address(loan), false);
        _divide(number, 10_000, false);
        if (deal.deposit == 0) return;
        uint16 bps = uint16(_dice(seed, "deposit") % 10_001);
        uint256 taken = uint256(deal.deposit) * bps / 10_000;
        _do(deal.seller, address(escrow), abi.encodeCall(escrow.claimDeposit, (deal, bps, 0)), 0, true, "claiming");
        _do(deal.buyer, address(escrow), abi.encodeCall(escrow.concede, (deal)), 0, true, "conceding");
        _purse[deal.token][deal.seller] += taken;
        _purse[deal.token][deal.buyer] += deal.deposit - taken;
    }

    function dispute(uint256 seed) external {
        (bool isFound, uint256 number) = _openDeal(seed);
        if (!isFound || _deals[number].isClaimed) return;
        uint16 bps = uint16(_dice(seed, "claim") % 4 == 0 ? 0 : _dice(seed, "claim") % 10_001);
        Deal memory deal = _deals[number].deal;
        bytes memory data = abi.encodeCall(escrow.dispute, (deal, bps, 0));
        _do(deal.buyer, address(escrow), data, 0, true, "disputing");
        _deals[number].isClaimed = true;
    }

    /// @notice Only the holder of the note may, and only while the claim waits for an answer.
    function contest(uint256 seed) external {
        (bool isFound, uint256 number) = _openDeal(seed);
        if (!isFound || _deals[number].debt == 0) return;
        Debt storage debt = _debts[_deals[number].debt - 1];
        address caller = _oneIn(3, seed, "stranger") ? _person(_dice(seed, "caller")) : debt.holder;
        Deal memory deal = _deals[number].deal;
        bool isWaiting = _deals[number].isClaimed && !_deals[number].isContested;
        uint256 until = escrow.stateOf(escrow.idOf(deal)).since + deal.contestPeriod;
        bool isExpected = caller == debt.holder && isWaiting && _now() <= until;

        bytes memory data = abi.encodeCall(loan.contest, (debt.terms, deal, bytes32(seed)));
        if (_do(caller, address(loan), data, 0, isExpected, "contesting")) _deals[number].isContested = true;
    }

    /// @notice The claim is paid, or what the arbiter rules.
    function execute(uint256 seed) external {
        (bool isFound, uint256 number) = _openDeal(seed);
        if (!isFound || !_deals[number].isClaimed) return;
        Deal memory deal = _deals[number].deal;
        uint256 bps = escrow.stateOf(escrow.idOf(deal)).claimBps;
        bool isRuled = _deals[number].isContested;
        if (isRuled) {
            bps = _dice(seed, "ruling") % 10_001;
            bytes memory ruling = abi.encodeCall(escrow.rule, (deal, uint16(bps)));
            _do(deal.arbiter, address(escrow), ruling, 0, true, "ruling");
        } else {
            vm.warp(_now() + deal.contestPeriod + 1);
        }
        _do(_person(seed), address(escrow), abi.encodeCall(escrow.execute, (deal)), 0, true, "executing");
        _divide(number, bps, isRuled);
        _purse[deal.token][deal.buyer] += deal.deposit;
    }

    function collect(uint256 seed) external {
        (bool isFound, uint256 number) = _openDebt(seed);
        if (!isFound || _deals.length == 0) return;
        Debt storage debt = _debts[number];
        bool isOwn = debt.terms.collateralDeal != 0 && !_oneIn(8, seed, "other deal");
        Assigned storage assigned = _deals[isOwn ? debt.deal : _dice(seed, "deal") % _deals.length];
        bool isExpected = assigned.debt == number + 1 && assigned.isPaid;

        bytes memory data = abi.encodeCall(loan.collect, (debt.terms, assigned.deal));
        if (!_do(_person(seed), address(loan), data, 0, isExpected, "collecting")) return;
        _accrue(debt);
        uint256 paid = _payOff(debt, assigned.share);
        _leave(debt.terms.principalToken, debt.holder, paid);
        _leave(debt.terms.principalToken, debt.terms.borrower, assigned.share - paid);
        (debt.isOpen, assigned.debt, assigned.isDivided) = (false, 0, true);
    }

    function unassign(uint256 seed) external {
        if (_deals.length == 0) return;
        Assigned storage assigned = _deals[_dice(seed, "deal") % _deals.length];
        Deal memory deal = assigned.deal;
        address caller = _oneIn(2, seed, "stranger") ? _person(_dice(seed, "caller")) : deal.seller;
        bool isFree = assigned.isAssigned && assigned.debt == 0 && !assigned.isDivided;
        bool isExpected = isFree && (assigned.isPaid || (caller == deal.seller && !assigned.isClaimed));

        if (!_do(caller, address(loan), abi.encodeCall(loan.unassign, (deal)), 0, isExpected, "unassigning")) return;
        if (!assigned.isPaid) {
            assigned.isAssigned = false;
            return;
        }
        assigned.isDivided = true;
        _leave(deal.token, deal.seller, assigned.share);
    }

    /// @notice The price is divided by the escrow's documented rule; the seller's part comes to the loan contract.
    function _divide(uint256 number, uint256 bps, bool isRuled) private {
        Assigned storage assigned = _deals[number];
        Deal memory deal = assigned.deal;
        uint256 fee = isRuled ? uint256(deal.price) * deal.arbiterBps / 10_000 : 0;
        uint256 earned = (deal.price - fee) * bps / 10_000;
        uint256 referral = earned * deal.referralBps / 10_000;
        if (fee != 0) _purse[deal.token][deal.arbiter] += fee;
        if (referral != 0) _purse[deal.token][deal.referrer] += referral;
        _purse[deal.token][deal.buyer] += deal.price - fee - earned;
        (assigned.isPaid, assigned.share) = (true, earned - referral);
        if (assigned.isAssigned) _held[deal.token] += assigned.share;
        else _purse[deal.token][deal.seller] += assigned.share;
    }

    function _openDeal(uint256 seed) private view returns (bool isFound, uint256 number) {
        uint256 start = _dice(seed, "deal");
        for (uint256 i; i < _deals.length; ++i) {
            number = (start % _deals.length + i) % _deals.length;
            if (!_deals[number].isPaid) return (true, number);
        }
    }

    function _advanceTerms(uint256 seed, uint256 number) private returns (LoanTerms memory terms, bool isFit) {
        Assigned storage assigned = _deals[number];
        terms = _makeTerms(seed);
        terms.borrower = assigned.deal.seller;
        terms.lender = _other(_dice(seed, "lender"), terms.borrower);
        terms.principalToken = assigned.deal.token;
        terms.principal = uint128(_within(_dice(seed, "advance"), 1, uint256(assigned.deal.price) * 11 / 10 + 1));
        (terms.collateralToken, terms.collateral) = (NATIVE, 0);
        terms.collateralDeal = escrow.idOf(assigned.deal);
        isFit = assigned.isAssigned && assigned.debt == 0 && !assigned.isPaid && !assigned.isClaimed;
        uint256 fault = _dice(seed, "unfit") % 16;
        if (fault == 0) terms.borrower = _other(seed, terms.borrower);
        if (fault == 0 && terms.borrower == terms.lender) terms.lender = assigned.deal.seller;
        if (fault == 1) terms.principalToken = _currencies[1 + _dice(seed, "token") % 3];
        if (fault == 2) terms.collateralDeal = bytes32(seed);
        if (fault == 3) terms.collateralToken = _currencies[1];
        isFit = isFit && fault != 0 && fault != 2 && fault != 3 && terms.principalToken == assigned.deal.token;
    }

    /// @notice Whether the deal pays at least what can be owed at the end.
    function _isEnough(LoanTerms memory terms, uint256 number) private view returns (bool) {
        Deal storage deal = _deals[number].deal;
        uint256 share = deal.price - uint256(deal.price) * deal.referralBps / 10_000;
        uint256 time = uint256(terms.duration) + terms.grace;
        return share >= terms.principal + _interest(terms.principal, terms.rateBps, time);
    }

    function _makeDeal(uint256 seed) private returns (Deal memory deal) {
        deal.market = address(_market);
        deal.buyer = _person(_dice(seed, "buyer"));
        deal.seller = _other(_dice(seed, "seller"), deal.buyer);
        for (uint256 i; deal.arbiter == NATIVE || deal.arbiter == deal.buyer || deal.arbiter == deal.seller; ++i) {
            deal.arbiter = _people[i];
        }
        deal.arbiterBps = uint16(_dice(seed, "fee") % 1001);
        deal.token = _currencies[_dice(seed, "token") % CURRENCIES];
        deal.price = _amount(_dice(seed, "price")) + 5;
        if (_oneIn(2, seed, "deposit")) deal.deposit = _amount(_dice(seed, "deposit"));
        if (_oneIn(2, seed, "referrer")) {
            (deal.referrer, deal.referralBps) = (_person(_dice(seed, "referrer")), uint16(seed % 501));
        }
        deal.deliverBy = uint40(_now() + 60 days);
        (deal.claimPeriod, deal.contestPeriod, deal.rulingPeriod) = (1 days, 1 days, 365 days);
        deal.salt = bytes32(++_count);
    }
}
