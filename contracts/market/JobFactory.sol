// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobFactory} from "../interfaces/IJobFactory.sol";
import {ILibraryRegistry} from "../interfaces/ILibraryRegistry.sol";
import {IProtocolParameters} from "../interfaces/IProtocolParameters.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";
import {Configuration, Snapshot, Terms} from "../types/JobTypes.sol";

/// @title JobFactory
/// @notice See {IJobFactory}.
contract JobFactory is IJobFactory {
    uint256 private constant MOST_LIBRARIES = 32;
    uint256 private constant MOST_URI_BYTES = 256;
    uint256 private constant MOST_SIGN_SECONDS = 30 days;
    uint256 private constant MOST_AUCTION_SECONDS = 7 days;

    /// @inheritdoc IJobFactory
    address public immutable genesisImplementation;

    /// @inheritdoc IJobFactory
    mapping(address buyer => mapping(uint256 nonce => address job)) public jobOf;

    /// @inheritdoc IJobFactory
    mapping(address implementation => bytes32 codeHash) public codeHashOf;

    /// @inheritdoc IJobFactory
    mapping(address implementation => bool) public isListed;

    ICollateral private immutable _collateral;
    IProtocolParameters private immutable _parameters;
    ILibraryRegistry private immutable _registry;
    address private immutable _timelock;

    /// @param collateral The ledger.
    /// @param parameters The protocol's parameters.
    /// @param registry The libraries that programs may use.
    /// @param timelock The account that lists implementations.
    /// @param genesis The implementation that is registered and listed from the begin.
    constructor(
        ICollateral collateral,
        IProtocolParameters parameters,
        ILibraryRegistry registry,
        address timelock,
        address genesis
    ) {
        _collateral = collateral;
        _parameters = parameters;
        _registry = registry;
        _timelock = timelock;
        genesisImplementation = genesis;
        _register(genesis);
        _list(genesis, true);
    }

    /// @inheritdoc IJobFactory
    function place(Placement calldata placement) external returns (address job) {
        return _place(placement);
    }

    /// @inheritdoc IJobFactory
    function placeWithPermit(Placement calldata placement, Permit calldata permit) external returns (address job) {
        // Interaction: a permit that was shown before has done its work; the deposit fails if there is no allowance.
        try
            IERC20Permit(_collateral.token()).permit(
                msg.sender,
                address(_collateral),
                permit.amount,
                permit.deadline,
                permit.v,
                permit.r,
                permit.s
            )
        {} catch {}
        _collateral.depositFor(msg.sender, permit.amount);
        return _place(placement);
    }

    /// @inheritdoc IJobFactory
    function register(address implementation) external {
        _register(implementation);
    }

    /// @inheritdoc IJobFactory
    function list(address implementation, bool isListed_) external {
        // Check: the timelock lists what is registered.
        if (msg.sender != _timelock) revert ListingUnauthorized(msg.sender, _timelock);
        if (codeHashOf[implementation] == 0) revert ImplementationUnknown(implementation);
        _list(implementation, isListed_);
    }

    function _register(address implementation) private {
        // Check: there is code, for the first time.
        if (implementation.code.length == 0) revert ImplementationEmpty(implementation);
        if (codeHashOf[implementation] != 0) revert ImplementationKnown(implementation);
        // Effect: the code is known by its hash.
        codeHashOf[implementation] = implementation.codehash;
        emit ImplementationRegistered(implementation, implementation.codehash, msg.sender);
    }

    function _list(address implementation, bool isListed_) private {
        isListed[implementation] = isListed_;
        emit ImplementationListed(implementation, codeHashOf[implementation], isListed_);
    }

    function _place(Placement calldata placement) private returns (address job) {
        IProtocolParameters.Values memory values = _parameters.values();
        _requirePlaceable(placement, values);
        job = jobOf[msg.sender][placement.nonce];
        // Check: the nonce is new.
        if (job != address(0)) revert NonceUsed(msg.sender, placement.nonce, job);

        // Effect: the job's contract carries its configuration in its code.
        Snapshot memory snapshot = Snapshot({
            feeBps: values.feeBps,
            cancelBps: values.cancelBps,
            holdSeconds: values.holdSeconds,
            drawBlocks: values.drawBlocks
        });
        job = _clone(placement, snapshot);
        jobOf[msg.sender][placement.nonce] = job;
        uint256 escrow = _escrowOf(placement.terms, values.feeBps);
        _announce(job, escrow, snapshot, placement);

        // Interaction: fund it.
        address implementation = placement.implementation;
        _collateral.open(job, implementation, isListed[implementation], msg.sender, escrow);
    }

    function _announce(address job, uint256 escrow, Snapshot memory snapshot, Placement calldata placement) private {
        emit JobPlaced(
            job,
            msg.sender,
            placement.terms.specHash,
            placement.implementation,
            placement.nonce,
            escrow,
            snapshot,
            placement.terms,
            placement.libraries,
            placement.manifestUri
        );
    }

    function _clone(Placement calldata placement, Snapshot memory snapshot) private returns (address) {
        bytes memory args = ConfigurationLib.pack(
            Configuration({
                buyer: msg.sender,
                librariesHash: keccak256(abi.encodePacked(placement.libraries)),
                snapshot: snapshot,
                terms: placement.terms
            })
        );
        bytes32 salt = keccak256(abi.encode(msg.sender, placement.nonce));
        return Clones.cloneDeterministicWithImmutableArgs(placement.implementation, args, salt);
    }

    function _requirePlaceable(Placement calldata placement, IProtocolParameters.Values memory values) private view {
        // Check: nobody has paused, the code is what was registered, the terms are in range, the libraries usable.
        if (_parameters.isPaused()) revert PlacementPaused();
        _requireCode(placement.implementation);
        _requireSize(placement.terms, values);
        _requireWindows(placement.terms, values);
        _requireRange(Term.Libraries, placement.libraries.length, 0, MOST_LIBRARIES);
        _requireRange(Term.ManifestUri, bytes(placement.manifestUri).length, 0, MOST_URI_BYTES);
        _registry.requireUsable(placement.libraries);
    }

    function _requireCode(address implementation) private view {
        bytes32 registered = codeHashOf[implementation];
        if (registered == 0) revert ImplementationUnknown(implementation);
        if (registered != implementation.codehash) {
            revert ImplementationChanged(implementation, registered, implementation.codehash);
        }
    }

    function _requireSize(Terms calldata terms, IProtocolParameters.Values memory values) private pure {
        uint256 price = terms.unitPrice;
        _requireRange(Term.UnitPrice, price, 1, type(uint96).max);
        // Rounded up: a tenth of the price at least.
        _requireRange(Term.UnitCollateral, terms.unitCollateral, (price + 9) / 10, price * 10);
        _requireRange(Term.Groups, terms.groups, 1, values.maxGroups);
        _requireRange(Term.Replication, terms.replication, 1, values.maxReplication);
        _requireRange(Term.Quorum, terms.quorum, terms.replication / 2 + 1, terms.replication);
        _requireRange(Term.Checkpoints, terms.checkpoints, 1, values.maxCheckpoints);
        _requireRange(Term.LeastStake, terms.leastStake, values.leastStake, type(uint96).max);
    }

    function _requireWindows(Terms calldata terms, IProtocolParameters.Values memory values) private view {
        _requireRange(Term.WorkSeconds, terms.workSeconds, values.minWorkSeconds, values.maxWorkSeconds);
        _requireRange(Term.RevealSeconds, terms.revealSeconds, values.minRevealSeconds, values.maxRevealSeconds);
        _requireRange(Term.RecruitSeconds, terms.recruitSeconds, values.minRecruitSeconds, values.maxRecruitSeconds);
        _requireRange(Term.SignDeadline, terms.signDeadline, block.timestamp, block.timestamp + MOST_SIGN_SECONDS);
        if (terms.auctionEnd == 0) return;
        uint256 lastAuction = terms.signDeadline + MOST_AUCTION_SECONDS;
        _requireRange(Term.AuctionEnd, terms.auctionEnd, block.timestamp, lastAuction);
    }

    function _escrowOf(Terms calldata terms, uint256 feeBps) private pure returns (uint256) {
        uint256 cells = uint256(terms.groups) * terms.replication * terms.checkpoints;
        return PaymentLib.cellEscrow(terms.unitPrice, feeBps) * cells;
    }

    function _requireRange(Term term, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert TermOutOfRange(term, value, least, most);
    }
}
