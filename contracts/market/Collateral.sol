// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobFactory} from "../interfaces/IJobFactory.sol";
import {IProtocolParameters} from "../interfaces/IProtocolParameters.sol";
import {IReputation} from "../interfaces/IReputation.sol";
import {IStakeLedger} from "../interfaces/IStakeLedger.sol";
import {Standing} from "../types/JobTypes.sol";

/// @title Collateral
/// @notice See {ICollateral}.
///
/// @dev Casts to uint88 cannot lose bits: no entry exceeds the token's supply, which is below 2^88.
contract Collateral is ICollateral {
    using SafeERC20 for IERC20;

    struct Account {
        address implementation;
        uint88 balance;
        bool isListed;
    }

    // What a call moves out of a job, but for what is given already.
    struct Movements {
        bool isListed;
        uint256 balance;
        uint256 fee;
        uint256 rest;
    }

    /// @inheritdoc ICollateral
    address public immutable token;

    /// @inheritdoc ICollateral
    address public immutable treasury;

    /// @inheritdoc ICollateral
    IProtocolParameters public immutable parameters;

    /// @inheritdoc ICollateral
    IJobFactory public factory;

    /// @inheritdoc ICollateral
    IReputation public reputation;

    /// @inheritdoc ICollateral
    uint256 public accounted;

    /// @inheritdoc ICollateral
    mapping(address user => uint256 amount) public freeOf;

    /// @inheritdoc ICollateral
    mapping(address peer => uint256 amount) public stakedOf;

    /// @inheritdoc ICollateral
    mapping(address job => Account) public accountOf;

    address private immutable _deployer;
    address private _genesis;

    // Whether a user decided against the default: the genesis implementation is trusted, no other is.
    mapping(address user => mapping(address implementation => bool)) private _differs;

    modifier onlyFactory() {
        // Check: the caller is the factory.
        if (msg.sender != address(factory)) revert FactoryUnauthorized(msg.sender, address(factory));
        _;
    }

    modifier onlyReputation() {
        // Check: the caller is Reputation.
        if (msg.sender != address(reputation)) revert StakeUnauthorized(msg.sender, address(reputation));
        _;
    }

    /// @param token_ The currency.
    /// @param parameters_ The protocol's parameters, asked for the pause.
    /// @param treasury_ The account that fees and forfeited collateral go to.
    constructor(address token_, IProtocolParameters parameters_, address treasury_) {
        token = token_;
        parameters = parameters_;
        treasury = treasury_;
        _deployer = msg.sender;
    }

    /// @inheritdoc ICollateral
    function connect(IJobFactory factory_, IReputation reputation_) external {
        // Check: the deployer connects, for the first time.
        if (msg.sender != _deployer || address(factory) != address(0)) revert ConnectUnauthorized(msg.sender);
        // Effect: the ledger is bound for good.
        factory = factory_;
        reputation = reputation_;
        _genesis = factory_.genesisImplementation();
        emit Connected(address(factory_), address(reputation_));
    }

    /// @inheritdoc ICollateral
    function deposit(uint256 amount) external {
        _deposit(msg.sender, amount);
    }

    /// @inheritdoc ICollateral
    function depositFor(address user, uint256 amount) external onlyFactory {
        _deposit(user, amount);
    }

    /// @inheritdoc ICollateral
    function withdraw(uint256 amount) external {
        // Check, effect: the caller's free balance covers it.
        _take(msg.sender, amount);
        accounted -= amount;
        emit Withdrawn(msg.sender, amount);
        // Interaction: hand the tokens out.
        IERC20(token).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ICollateral
    function trust(address implementation, bool isTrusted_) external {
        // Effect: note the difference from the default.
        _differs[msg.sender][implementation] = isTrusted_ != (implementation == _genesis);
        emit ImplementationTrusted(msg.sender, implementation, isTrusted_);
    }

    /// @inheritdoc ICollateral
    function skim() external returns (uint256 amount) {
        amount = IERC20(token).balanceOf(address(this)) - accounted;
        // Effect: what belongs to nobody belongs to the treasury.
        accounted += amount;
        freeOf[treasury] += amount;
        emit Skimmed(treasury, amount);
    }

    /// @inheritdoc ICollateral
    function open(
        address job,
        address implementation,
        bool isListed,
        address buyer,
        uint256 amount
    ) external onlyFactory {
        // Check: the buyer trusts the code that will hold its escrow.
        _requireTrust(buyer, implementation);
        // Check, effect: move the escrow.
        _take(buyer, amount);
        accountOf[job] = Account({implementation: implementation, balance: uint88(amount), isListed: isListed});
        emit Moved(job, buyer, Movement.Fund, amount);
    }

    /// @inheritdoc ICollateral
    function fund(address buyer, uint256 amount) external {
        Account storage account = _account();
        // Check: the buyer trusts the job's code.
        _requireTrust(buyer, account.implementation);
        // Check, effect: move the escrow.
        _take(buyer, amount);
        account.balance += uint88(amount);
        emit Moved(msg.sender, buyer, Movement.Fund, amount);
    }

    /// @inheritdoc ICollateral
    function lock(address seller, uint256 amount, Standing calldata least) external {
        Account storage account = _account();
        // Check: the seller trusts the job's code and is good enough for its terms.
        _requireTrust(seller, account.implementation);
        (uint256 behind, uint256 points, uint256 strikes) = reputation.standingOf(seller);
        if (behind < least.stake || points < least.points || strikes > least.strikes) {
            revert StandingShort(seller, behind, points, strikes);
        }
        // Check, effect: move the collateral.
        _take(seller, amount);
        account.balance += uint88(amount);
        emit Moved(msg.sender, seller, Movement.Lock, amount);
        // Interaction: what its backers get of this job is what it has promised them by now.
        if (account.isListed) reputation.fixBackerShare(seller, msg.sender);
    }

    /// @inheritdoc ICollateral
    function fixBackerShare(address seller) external {
        // Interaction: as in {lock}.
        if (_account().isListed) reputation.fixBackerShare(seller, msg.sender);
    }

    /// @inheritdoc ICollateral
    function pay(Payout calldata payout) external {
        Movements memory movements = _begin();
        _pay(movements, payout);
        _finish(movements, payout.buyer);
    }

    /// @inheritdoc ICollateral
    function payMany(address buyer, Payout[] calldata payouts) external {
        Movements memory movements = _begin();
        for (uint256 i = 0; i < payouts.length; ++i) _pay(movements, payouts[i]);
        _finish(movements, buyer);
    }

    /// @inheritdoc ICollateral
    function conclude(address buyer, IReputation.BuyerOutcome outcome) external {
        // Interaction: the buyer's record.
        if (_account().isListed) reputation.bookOutcome(buyer, msg.sender, outcome);
    }

    /// @inheritdoc IStakeLedger
    function lockStake(address user, address peer, uint256 amount) external onlyReputation {
        // Check, effect: free becomes stake.
        _take(user, amount);
        stakedOf[peer] += amount;
        emit Moved(address(0), user, Movement.Stake, amount);
    }

    /// @inheritdoc IStakeLedger
    function releaseStake(address user, address peer, uint256 amount) external onlyReputation {
        uint256 staked = stakedOf[peer];
        // Check: there is as much stake.
        if (staked < amount) revert CollateralShort(staked, amount);
        // Effect: stake becomes free.
        stakedOf[peer] = staked - amount;
        freeOf[user] += amount;
        emit Moved(address(0), user, Movement.Unstake, amount);
    }

    /// @inheritdoc ICollateral
    function isTrusted(address user, address implementation) public view returns (bool) {
        return _differs[user][implementation] != (implementation == _genesis);
    }

    /// @inheritdoc ICollateral
    function isPaused() external view returns (bool) {
        return parameters.isPaused();
    }

    function _deposit(address user, uint256 amount) private {
        // Effect: credit the user.
        accounted += amount;
        freeOf[user] += amount;
        emit Deposited(user, amount);
        // Interaction: fetch the tokens. Hypertoken calls nobody back.
        IERC20(token).safeTransferFrom(user, address(this), amount);
    }

    function _take(address user, uint256 amount) private {
        uint256 free = freeOf[user];
        // Check: the free balance covers it.
        if (free < amount) revert CollateralShort(free, amount);
        // Effect: it is no longer free.
        freeOf[user] = free - amount;
    }

    /// @dev What the calling job has, before it moves any of it.
    function _begin() private view returns (Movements memory movements) {
        Account storage account = _account();
        movements.isListed = account.isListed;
        movements.balance = account.balance;
    }

    /// @dev Gives all parts but those of the treasury and the buyer, which may come from several sellers.
    function _pay(Movements memory movements, Payout calldata payout) private {
        uint256 amount = payout.earned + payout.fee + payout.rest;
        amount += payout.collateral + payout.compensation + payout.forfeited;
        // Check: a job spends only what it holds.
        if (movements.balance < amount) revert JobBalanceShort(msg.sender, movements.balance, amount);
        movements.balance -= amount;
        movements.fee += payout.fee;
        movements.rest += payout.rest;
        // Interaction: what Reputation has the backers get. It calls nobody.
        uint256 shared = movements.isListed ? _bookEarnings(payout) : 0;
        // Effect: each part is its owner's.
        if (shared != 0) {
            stakedOf[payout.seller] += shared;
            emit Moved(msg.sender, payout.seller, Movement.Backers, shared);
        }
        _give(payout.beneficiary, payout.beneficiary, Movement.Pay, payout.earned - shared);
        _give(payout.seller, payout.seller, Movement.CollateralBack, payout.collateral);
        _give(payout.seller, payout.seller, Movement.Compensation, payout.compensation);
        // The treasury takes what a fault has cost: nobody who could cause one gains by it.
        _give(treasury, payout.seller, Movement.Forfeit, payout.forfeited);
        // A strike comes after the points.
        if (movements.isListed && payout.isStrike) _bookFault(payout);
    }

    function _finish(Movements memory movements, address buyer) private {
        // Effect: what has been given is no longer the job's; the treasury and the buyer get all of theirs at once.
        accountOf[msg.sender].balance = uint88(movements.balance);
        _give(treasury, treasury, Movement.Fee, movements.fee);
        _give(buyer, buyer, Movement.Refund, movements.rest);
    }

    function _give(address to, address named, Movement kind, uint256 amount) private {
        if (amount == 0) return;
        // Effect: what the job spent is free.
        freeOf[to] += amount;
        emit Moved(msg.sender, named, kind, amount);
    }

    /// @dev Points are the fee that moved.
    function _bookEarnings(Payout calldata payout) private returns (uint256) {
        if (payout.cells == 0) return 0;
        uint256 points = payout.isVerified ? payout.fee : 0;
        return reputation.bookEarnings(payout.seller, msg.sender, payout.cells, payout.earned, points);
    }

    /// @dev Never reverts: what is slashed is a part of the stake.
    function _bookFault(Payout calldata payout) private {
        uint256 slashed = reputation.bookFault(payout.seller, msg.sender, payout.forfeited);
        if (slashed == 0) return;
        // Effect: the treasury takes it, as it takes collateral.
        stakedOf[payout.seller] -= slashed;
        freeOf[treasury] += slashed;
        emit Moved(address(0), payout.seller, Movement.Slash, slashed);
    }

    function _account() private view returns (Account storage account) {
        account = accountOf[msg.sender];
        // Check: the factory opened this job.
        if (account.implementation == address(0)) revert JobUnknown(msg.sender);
    }

    function _requireTrust(address user, address implementation) private view {
        // Check: the user lets this code take from its free balance.
        if (!isTrusted(user, implementation)) revert ImplementationUntrusted(user, implementation);
    }
}
