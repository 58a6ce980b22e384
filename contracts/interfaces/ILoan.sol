// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredits} from "./ICredits.sol";
import {Deal} from "./IEscrow.sol";

/// The terms of one loan. They travel in calldata and are never stored: their hash is the loan's id. Money is in the
/// token's smallest unit, times in seconds. A loan is secured by a collateral, or by a deal whose price pays it back.
struct LoanTerms {
    address lender; // gives the principal; zero in an offer that any lender may take
    address borrower; // gives the collateral; zero in an offer that any borrower may take
    address principalToken; // ERC-20, or zero for the native coin
    uint128 principal; // what the borrower receives
    uint16 rateBps; // interest per 365 days in basis points of the outstanding principal, simple, rounded up
    address collateralToken; // ERC-20, or zero for the native coin; zero where a deal secures the loan
    uint128 collateral; // what this contract holds until the end; zero where a deal secures the loan
    uint32 duration; // the loan is due this long after it was taken
    uint32 grace; // how long after that it can still be repaid
    bytes32 collateralDeal; // the id of an escrowed deal of the borrower in place of a collateral, or zero
    bytes32 document; // sha-256 digest of a document about the loan, or zero
    bytes32 salt; // tells otherwise equal loans apart
}

/// Where a loan stands. Whatever follows Open is final.
enum LoanStatus {
    None, // never taken
    Open, // the borrower owes
    Repaid, // everything that was owed is paid
    Defaulted, // the holder took the collateral, or the deal did not pay enough
    Renegotiated // another loan took its place
}

/// Everything stored about a loan: one word.
struct LoanState {
    LoanStatus status;
    bool isTransferred; // the note has another holder than the lender
    uint128 outstanding; // what of the principal is not repaid; after a default what was never paid
    uint128 interest; // what of the interest until `accruedAt` is not paid; after a default what was never paid
    uint40 takenAt; // when the loan began
    uint40 accruedAt; // until when interest is counted in `interest`
}

/// @title Loan
/// @notice Lends for a fixed term against a collateral or an escrowed deal, without a price oracle.
/// @dev Interest is `outstanding * rateBps * seconds / (10_000 * 365 days)`, rounded up at each payment, until the loan
/// is due and its grace is over. Payments cover interest first, then principal.
/// @dev A native coin can only be brought by whoever calls: `CoinNotSent` names the other one.
/// @dev Warning: a borrower who is a second late loses the whole collateral, whatever he repaid and it is worth.
/// @dev Warning: an advance on a deal is repaid by the deal alone. If the seller does not deliver, if the buyer cancels
/// by the schedule or wins a dispute, the lender has the loss.
/// @dev Warning: a token that freezes or takes back balances can leave this contract short of that token alone.
/// @dev Everybody may call every act unless its notice names who may.
interface ILoan is ICredits {
    // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Somebody offers to lend, or asks for a loan. Whoever accepts takes it with this signature.
    event LoanOffered(
        bytes32 indexed offerId,
        address indexed author,
        LoanTerms terms,
        uint256 nonce,
        uint256 deadline,
        bytes signature
    );

    /// @notice Signatures of this account with this number count no more.
    event NonceUsed(address indexed account, uint256 nonce);

    /// @notice A loan began: the collateral is held and the principal is paid out.
    event LoanTaken(
        bytes32 indexed loanId, address indexed lender, address indexed borrower, bytes32 offerId, LoanTerms terms
    );

    /// @notice Somebody paid back a part of a loan or all of it. Nothing outstanding means that it is repaid.
    event LoanRepaid(
        bytes32 indexed loanId,
        address indexed payer,
        address indexed holder,
        uint256 amount,
        uint256 interest,
        uint256 outstanding
    );

    /// @notice The loan was not repaid in time and its holder took the collateral.
    event LoanForeclosed(bytes32 indexed loanId, address indexed holder, uint256 outstanding, uint256 interest);

    /// @notice The note has a new holder: repayments go to him.
    event NoteTransferred(bytes32 indexed loanId, address indexed from, address indexed to);

    /// @notice Both sides agreed on new terms. The debt goes on under a new id.
    event LoanRenegotiated(
        bytes32 indexed oldLoanId, bytes32 indexed newLoanId, uint256 outstanding, uint256 interest, LoanTerms terms
    );

    /// @notice The deal behind an advance is paid: the holder got what was owed as far as it went, the borrower the
    /// rest.
    event AdvanceCollected(
        bytes32 indexed loanId, bytes32 indexed dealId, uint256 toHolder, uint256 toBorrower, uint256 shortfall
    );

    /// @notice A deal that secures no loan went back to its seller, with what it had paid meanwhile.
    event AssignmentReturned(bytes32 indexed dealId, address indexed seller, uint256 amount);

    // ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice This loan was taken before. Use another salt to lend the same again.
    error LoanExists(bytes32 loanId);

    /// @notice There is no such loan. Check that the terms are exactly those it was taken with.
    error LoanUnknown(bytes32 loanId);

    /// @notice This loan has ended.
    error LoanNotOpen(bytes32 loanId, LoanStatus status);

    /// @notice Only the two sides of the loan may do this: who lends, or holds the note by now, and who borrows.
    error NotLoanParty(address caller);

    /// @notice Only who holds the note may do this.
    error NotHolder(address caller);

    /// @notice Only the seller of the deal may do this.
    error NotDealSeller(address caller);

    /// @notice Money came from somebody else than the escrow.
    error NotEscrow(address caller);

    /// @notice A loan needs a lender and a borrower who are not the same.
    error BadLoanParties(address lender, address borrower);

    /// @notice A loan needs a principal, and more than can ever be owed cannot be counted.
    error BadPrincipal(uint256 principal, uint256 mostOwed, uint256 limit);

    /// @notice A loan is secured by a collateral or by a deal, one of them.
    error BadCollateral(address collateralToken, uint256 collateral, bytes32 collateralDeal);

    /// @notice A loan needs a duration, and with its grace it is at most eight years.
    error BadDuration(uint256 duration, uint256 grace, uint256 limit);

    /// @notice The native coin can only be brought by whoever takes the loan. Let the other side take it, or use a token.
    error CoinNotSent(address payer);

    /// @notice The signature does not belong to the other side, or is for something else.
    error BadLoanSignature(address signer);

    /// @notice Whoever signed this took it back, or it was used already.
    error NonceIsUsed(address account, uint256 nonce);

    /// @notice A repayment needs an amount.
    error NothingPaid();

    /// @notice This cannot hold a note.
    error BadHolder(address holder);

    /// @notice New terms keep the borrower, the currency and the collateral; the lender is the holder of the note, and
    /// the principal what is outstanding.
    error TermsDiffer(bytes32 oldLoanId, bytes32 newLoanId);

    /// @notice A deal secures this loan: it is collected once the deal is paid.
    error SecuredByDeal(bytes32 dealId);

    /// @notice This is not the deal that secures the loan.
    error WrongDeal(bytes32 collateralDeal, bytes32 dealId);

    /// @notice The seller has not assigned this deal to this contract.
    error DealNotAssigned(bytes32 dealId, address payee);

    /// @notice The deal secures a loan, or what it paid has been divided.
    error DealInUse(bytes32 dealId, bytes32 loanId);

    /// @notice The deal cannot secure this loan: it belongs to somebody else, is paid in another currency, or is disputed
    /// or paid.
    error DealUnfit(bytes32 dealId);

    /// @notice The deal pays less than will be owed.
    error DealTooSmall(bytes32 dealId, uint256 share, uint256 mostOwed);

    /// @notice The price of the deal is not paid yet.
    error DealNotPaid(bytes32 dealId);

    // ── Acts, in the order a loan happens ────────────────────────────────────────────────────────────────────────

    /// @notice Logs a signed offer or request, so that others find it.
    /// @dev Everybody may carry the signature. It counts with or without this.
    /// @param author who signed: the lender or the borrower of the terms
    /// @return offerId the digest that was signed
    function publishOffer(
        address author,
        LoanTerms calldata terms,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 offerId);

    /// @notice Voids every signature of the caller with this number.
    function revoke(uint256 nonce) external;

    /// @notice Takes a loan that the other side signed: the collateral comes in, the principal goes to the borrower.
    /// @dev Only the lender or the borrower. The terms are those that were signed: where one side is zero, anybody may
    /// be it, and the first who takes it uses the nonce up. Where both are named, the id is used once and the nonce is
    /// only checked. Tokens are pulled from both sides; a native coin is sent along by the caller.
    /// @param deadline until when the signature counts
    /// @param signature over EIP-712 `LoanOffer(LoanTerms terms,uint256 nonce,uint256 deadline)`; ERC-1271 counts
    /// @return loanId the hash of chain, this contract and the terms with both sides named
    function take(LoanTerms calldata terms, uint256 nonce, uint256 deadline, bytes calldata signature)
        external
        payable
        returns (bytes32 loanId);

    /// @notice Takes a loan that an escrowed deal secures. The seller has assigned the deal to this contract before.
    /// @dev As `take`. The deal is Funded or Fulfilled, its seller is the borrower, its token that of the principal, and
    /// the seller's whole share at least what can be owed at the end.
    function takeAdvance(
        LoanTerms calldata terms,
        Deal calldata deal,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external payable returns (bytes32 loanId);

    /// @notice Pays back a part of a loan, or all of it. With the last payment the collateral goes to the borrower.
    /// @dev Until the loan is due and the grace over. Never takes more than is owed: of a token only that is pulled, of
    /// the native coin `msg.value` is `amount` and the rest is returned. A holder who cannot be paid gets a credit.
    /// @dev A deal that secured the loan is given back by `unassign`.
    /// @return paid what was taken
    function repay(LoanTerms calldata terms, uint256 amount) external payable returns (uint256 paid);

    /// @notice Gives the whole collateral to the holder of the note.
    /// @dev Only the holder, after the loan was due and the grace is over. Not where a deal secures the loan.
    function foreclose(LoanTerms calldata terms) external;

    /// @notice Makes somebody else the holder of the note.
    /// @dev Only the holder.
    function transferNote(LoanTerms calldata terms, address to) external;

    /// @notice Puts the debt under new terms that the other side signed. Its term begins anew.
    /// @dev Only the holder or the borrower, while the loan is open, also past its due. What is owed of principal
    /// and interest stays; the collateral stays. The new lender is the holder.
    /// @param signature over EIP-712 `Renegotiation(bytes32 loanId,LoanTerms terms,uint256 deadline)`; ERC-1271 counts
    function renegotiate(
        LoanTerms calldata oldTerms,
        LoanTerms calldata newTerms,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 newLoanId);

    /// @notice Divides what the deal behind an advance paid: what is owed to the holder, the rest to the borrower.
    /// @dev Interest counts until now, or until the loan was due and the grace over. Ends the loan, also where the deal
    /// paid too little.
    function collect(LoanTerms calldata terms, Deal calldata deal) external;

    /// @notice Contests the buyer's claim on the deal behind an advance.
    /// @dev Only the holder, as long as the escrow lets the payee of the deal contest.
    function contest(LoanTerms calldata terms, Deal calldata deal, bytes32 evidence) external;

    /// @notice Gives a deal that secures no loan back to its seller, or what it paid.
    /// @dev Only the seller, until the price is paid; from then on everybody.
    function unassign(Deal calldata deal) external;

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice The id of the loan with these terms on this chain and contract. Both sides are named.
    function loanIdOf(LoanTerms calldata terms) external view returns (bytes32 loanId);

    /// @notice Where the loan stands.
    function stateOf(bytes32 loanId) external view returns (LoanState memory state);

    /// @notice Who holds the note of an open loan.
    function holderOf(LoanTerms calldata terms) external view returns (address holder);

    /// @notice What an open loan owes now. Their sum repays it.
    function owedOf(LoanTerms calldata terms) external view returns (uint256 outstanding, uint256 interest);

    /// @notice The loan that a deal secures, zero if none, one if what the deal paid has been divided.
    function loanOf(bytes32 dealId) external view returns (bytes32 loanId);

    /// @notice Whether signatures of the account with this number are void.
    function isNonceUsed(address account, uint256 nonce) external view returns (bool isUsed);

    /// @notice The digest that a side signs to offer a loan or ask for one. It is the offer's id.
    /// @dev The EIP-712 domain is `Agora Loan`, version `1`, with chain id and this contract.
    function offerDigest(LoanTerms calldata terms, uint256 nonce, uint256 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice The digest that a side signs to agree to new terms.
    function renegotiationDigest(bytes32 loanId, LoanTerms calldata newTerms, uint256 deadline)
        external
        view
        returns (bytes32 digest);
}
