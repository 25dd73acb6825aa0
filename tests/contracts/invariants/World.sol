// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../../../contracts/interfaces/ICollateral.sol";
import {IHypertoken} from "../../../contracts/interfaces/IHypertoken.sol";
import {IJobFactory} from "../../../contracts/interfaces/IJobFactory.sol";
import {ILibraryRegistry} from "../../../contracts/interfaces/ILibraryRegistry.sol";
import {IProtocolParameters} from "../../../contracts/interfaces/IProtocolParameters.sol";
import {IReputation} from "../../../contracts/interfaces/IReputation.sol";
import {vm} from "../helpers/Vm.sol";

/// @notice How an actor behaves.
enum Kind {
    // Commits and reveals the true digest in time, and settles.
    Honest,
    // Only shows that it is alive.
    Busy,
    // Does nothing.
    Lazy,
    // Has a result of its own.
    Wrong,
    // Has the right tag without the seal.
    Copying,
    // Commits and never reveals.
    Withholding,
    // Is honest, but has signed another commitment too.
    Equivocating,
    // Says that the program failed.
    Failing,
    // Leaves.
    Resigning,
    // One actor with several accounts that agree on a result of their own, and accuse others.
    Sybil
}

/// @notice All of Hypernet on a chain of its own, as deployment/modules/Hypernet.js deploys it, but for the vote: what the
/// timelock may do, an account does here. And those who walk in it.
abstract contract World {
    uint256 internal constant SUPPLY = 100_000_000e18;
    uint256 internal constant PURSE = 1_000_000e18;
    uint256 internal constant HONEST = 8;
    uint256 internal constant SYBILS = 4;

    IHypertoken internal token;
    ICollateral internal collateral;
    IProtocolParameters internal parameters;
    IJobFactory internal factory;
    IReputation internal reputation;
    address internal jobCode;

    /// @dev Timelock, guardian and treasury.
    address internal immutable governor = vm.addr(1);
    address internal immutable buyer = vm.addr(2);
    /// @dev Takes part in nothing, and calls everything.
    address internal immutable griefer = vm.addr(3);

    address[] internal sellers;
    /// @dev All of the above.
    address[] internal actors;
    mapping(address actor => uint256) internal keyOf;
    mapping(address seller => Kind) internal kindOf;

    constructor() {
        _deployAll();
        for (uint256 i = 0; i < HONEST; ++i) _enter(Kind.Honest);
        for (Kind kind = Kind.Busy; kind < Kind.Sybil; kind = Kind(uint8(kind) + 1)) _enter(kind);
        for (uint256 i = 0; i < SYBILS; ++i) _enter(Kind.Sybil);
        actors = sellers;
        actors.push(governor);
        actors.push(buyer);
        actors.push(griefer);
        for (uint256 i = 0; i < actors.length; ++i) {
            if (actors[i] != governor) _endow(actors[i]);
        }
        for (uint256 i = 0; i < sellers.length; i += 3) _back(sellers[i]);
        // Else it could be a seller like others.
        vm.prank(griefer);
        collateral.trust(jobCode, false);
    }

    function _enter(Kind kind) private {
        uint256 key = 100 + sellers.length;
        address seller = vm.addr(key);
        keyOf[seller] = key;
        kindOf[seller] = kind;
        sellers.push(seller);
    }

    /// @dev Half of the purse is free, half a wallet's.
    function _endow(address actor) private {
        vm.prank(governor);
        token.transfer(actor, PURSE);
        vm.prank(actor);
        token.approve(address(collateral), type(uint256).max);
        vm.prank(actor);
        collateral.deposit(PURSE / 2);
    }

    /// @dev The buyer believes in some sellers, who share.
    function _back(address peer) private {
        vm.prank(buyer);
        reputation.placeStake(peer, 100e18);
        vm.prank(peer);
        reputation.setBackerShare(1_000);
    }

    function _deployAll() private {
        IHypertoken.Allocation[] memory all = new IHypertoken.Allocation[](1);
        all[0] = IHypertoken.Allocation({holder: governor, amount: SUPPLY});
        token = IHypertoken(_deploy("token", "Hypertoken", abi.encode(all)));
        uint256[14] memory genesis = [uint256(100), 200, 16, 256, 1024, 10, 7 days, 5, 1 days, 10, 7 days, 60, 4, 0];
        parameters = IProtocolParameters(_deploy("governance", "ProtocolParameters", abi.encode(governor, genesis)));
        ILibraryRegistry.Library[] memory none;
        address registry = _deploy("governance", "LibraryRegistry", abi.encode(governor, none));
        collateral = ICollateral(_deploy("market", "Collateral", abi.encode(token, parameters, governor)));
        jobCode = _deploy("market", "Job", _parts());
        bytes memory args = abi.encode(collateral, parameters, registry, governor, jobCode);
        factory = IJobFactory(_deploy("market", "JobFactory", args));
        reputation = IReputation(_deploy("reputation", "Reputation", abi.encode(collateral)));
        collateral.connect(factory, reputation);
        vm.prank(governor);
        parameters.setGuardian(governor);
    }

    /// @dev In the order of Job's constructor.
    function _parts() private returns (bytes memory) {
        bytes memory one = abi.encode(collateral);
        return
            abi.encode(
                collateral,
                _deploy("market", "JobSigning", one),
                _deploy("market", "JobAccord", one),
                _deploy("market", "JobAnnex", one),
                _deploy("market", "JobViews", one)
            );
    }

    function _deploy(string memory folder, string memory name, bytes memory args) private returns (address deployed) {
        bytes memory code = vm.getCode(string.concat("contracts/", folder, "/", name, ".sol:", name));
        code = abi.encodePacked(code, args);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
        }
        require(deployed != address(0), name);
    }
}
