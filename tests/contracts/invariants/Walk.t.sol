// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICollateral} from "../../../contracts/interfaces/ICollateral.sol";
import {IJobAccord} from "../../../contracts/interfaces/IJobAccord.sol";
import {IJobAnnex} from "../../../contracts/interfaces/IJobAnnex.sol";
import {IJobEvents} from "../../../contracts/interfaces/IJobEvents.sol";
import {IJobSigning} from "../../../contracts/interfaces/IJobSigning.sol";
import {IProtocolParameters} from "../../../contracts/interfaces/IProtocolParameters.sol";
import {IReputation} from "../../../contracts/interfaces/IReputation.sol";
import {TallyLib} from "../../../contracts/libraries/TallyLib.sol";
import {JobStatus} from "../../../contracts/types/JobTypes.sol";
import {vm} from "../helpers/Vm.sol";
import {Griefs} from "./Griefs.sol";

/// @notice A walk: whatever of these functions is called in whatever order, with whatever dice, the rules hold. Each ends by
/// checking all of them, and reverts only if one does not hold.
///
/// @dev Casts fit: ranks, groups and checkpoints are those of small jobs.
contract Walk is Griefs {
    using TallyLib for uint16;

    bool private _isPaused;
    // Who has placed stake behind whom.
    address[2][] private _backers;

    modifier step(uint256 dice) {
        _shuffle(dice);
        _;
        _check();
    }

    /// @dev What is next for the job.
    function work(uint32 dice) external step(dice) {
        _progress();
    }

    /// @dev The buyer, and sellers among each other.
    function trade(uint32 dice) external step(dice) {
        if (!_hasDeal() || _in100(40)) return _progress();
        if (_status() <= JobStatus.Filled) return _in100(80) ? _bargain() : _raise();
        if (_isUnderWay()) {
            if (_in100(6)) _call(buyer, abi.encodeCall(IJobAccord.terminate, ()));
            else _claim(_last());
        } else {
            _claim(_draw(deals.length));
        }
    }

    /// @dev Those who agree settle by their signatures.
    function agree(uint32 dice) external step(dice) {
        if (!_isUnderWay() || _in100(30)) return _progress();
        uint16 group = uint16(_draw(deals[_last()].terms.groups));
        IJobEvents.Group memory current = _job().group(group);
        if (!current.isSettled && current.closedAt == 0 && _in100(40)) return _relay(group);
        if (_in100(30)) return _settleAll();
        if (!current.isSettled && _agrees(group)) _settleUnanimous(group);
    }

    /// @dev Somebody leaves, by its own will or not.
    function quit(uint32 dice) external step(dice) {
        if (!_isUnderWay() || _in100(20)) return _progress();
        uint256 size = _size(deals[_last()]);
        uint256 start = _draw(size);
        for (uint256 i = 0; i < size; ++i) {
            uint16 rank = uint16((start + i) % size);
            if (!_job().group(uint16(rank / deals[_last()].terms.replication)).isSettled && _leave(rank)) return;
        }
        _progress();
    }

    /// @dev Somebody comes.
    function recruit(uint32 dice) external step(dice) {
        if (!_isUnderWay()) return _progress();
        uint16 group = uint16(_draw(deals[_last()].terms.groups));
        if (_isVacant(group)) {
            if (_in100(90)) return _recruit(group);
            _call(_anySeller(), abi.encodeCall(IJobAnnex.withdrawApplication, ()));
        } else {
            _progress();
        }
    }

    /// @dev Somebody tries what it may not.
    function grief(uint32 dice) external step(dice) {
        _grief();
    }

    /// @dev Holders of tokens: their free balance, their stake, their votes.
    function hold(uint32 dice) external step(dice) {
        uint256 way = _draw(12);
        if (way == 0) return _skim();
        if (way < 3) return _deposit();
        if (way < 5) return _withdraw();
        if (way < 8) return _stake();
        if (way == 8) return _vote();
        _progress();
    }

    /// @dev A vote has changed something, or the guardian pauses.
    function govern(uint32 dice) external step(dice) {
        if (_in100(70)) return _progress();
        if (_isPaused || _in100(30)) return _pause();
        (IProtocolParameters.Parameter parameter, uint256 value) = (
            IProtocolParameters.Parameter(_draw(14)),
            _in100(50) ? _draw(200) : _draw(700_000)
        );
        // Windows of what the walk places stay possible.
        if (parameter >= IProtocolParameters.Parameter.MinWorkSeconds) {
            if (parameter <= IProtocolParameters.Parameter.MaxRecruitSeconds && value > 10 && value < 300) return;
        }
        if (parameter == IProtocolParameters.Parameter.LeastStake) value = 0;
        bytes memory data = abi.encodeCall(IProtocolParameters.set, (parameter, value));
        _do(deals.length, governor, address(parameters), data);
    }

    /// @dev Time passes.
    function wait(uint32 dice) external step(dice) {
        uint256 way = _draw(20);
        if (way == 0 && _isUnderWay()) {
            _desert();
        } else if (way == 1 && !_isUnderWay()) {
            // Longer than stake is on its way back.
            _pass(500, 66 days);
        } else if (way == 2) {
            // Longer than the hash of a block can be had.
            _pass(300, _draw(30));
        } else {
            _pass(1, _between(1, way < 10 ? 20 : 120));
        }
    }

    /// @dev The end of a walk: everything is brought to its end, everybody takes what is its own (16, 6, 19).
    function finish() external {
        if (_hasDeal() && _job().status() <= JobStatus.Frozen) _desert();
        for (uint256 id = 0; id < deals.length; ++id) _close(id);
        _check();
        for (uint256 i = 0; i < actors.length; ++i) {
            bytes memory all = abi.encodeCall(ICollateral.withdraw, (due[actors[i]]));
            if (!_do(deals.length, actors[i], address(collateral), all)) revert Broken(19, "withdrawal", i, 0);
        }
        _check();
    }

    /// @dev What this walk was, in one line: its trail, calls to contracts, those accepted, and the places it came to.
    function told() external view returns (string memory) {
        return
            string.concat(
                vm.toString(trail),
                ";jobs=",
                vm.toString(deals.length),
                ";calls=",
                vm.toString(calls),
                ";accepted=",
                vm.toString(done),
                _visited()
            );
    }

    // Progress

    function _progress() private {
        if (_in100(75) && !_pass(1, _draw(4))) return;
        if (!_hasDeal() || (_status() > JobStatus.Frozen && _in100(60))) return _next();
        if (_status() == JobStatus.Open) return _fill();
        if (_status() == JobStatus.Filled) return _start();
        if (_status() <= JobStatus.Frozen) return _advance();
        _claim(_last());
    }

    /// @dev The last job is over: its money goes home, mostly, and there is a next one.
    function _next() private {
        if (_hasDeal() && !deals[_last()].isRefunded && _in100(80)) return _close(_last());
        _place();
    }

    function _fill() private {
        if (block.timestamp > deals[_last()].terms.signDeadline || _in100(2)) {
            _call(_in100(50) ? buyer : griefer, abi.encodeCall(IJobSigning.cancel, ()));
        } else if (_in100(12)) {
            _pass(1, _between(20, 80));
        } else {
            _sign();
        }
    }

    function _start() private {
        uint256 end = _job().auctionEnd();
        if (block.timestamp <= end) {
            if (_in100(30)) _pass(1, end + 1 - block.timestamp);
            else _bargain();
            return;
        }
        IJobEvents.Progress memory progress = _job().progress();
        if (progress.seedBlock == 0 || block.number > progress.seedBlock + 256) {
            _mustCall(griefer, abi.encodeCall(IJobSigning.arm, ()));
        } else if (block.number > progress.seedBlock) {
            _mustCall(griefer, abi.encodeCall(IJobSigning.start, ()));
        } else {
            _pass(2, 1);
        }
    }

    /// @dev Some rank does what it would, or somebody what is left to do in its group.
    function _advance() private {
        uint16 groups = deals[_last()].terms.groups;
        uint16 start = uint16(_draw(groups));
        for (uint16 i = 0; i < groups; ++i) {
            if (_advanceIn((start + i) % groups)) return;
        }
        _pass(1, _between(1, _status() == JobStatus.Frozen ? 100 : 40));
    }

    function _advanceIn(uint16 group) private returns (bool) {
        uint256 replication = deals[_last()].terms.replication;
        IJobEvents.Group memory current = _job().group(group);
        if (_isVacant(group) && _in100(_status() == JobStatus.Frozen ? 60 : 20)) {
            _recruit(group);
            return true;
        }
        if (current.isSettled) return false;
        uint256 start = _draw(replication);
        for (uint256 i = 0; i < replication; ++i) {
            if (_act(uint16(group * replication + ((start + i) % replication)))) return true;
        }
        if (_status() == JobStatus.Frozen && _in100(10)) {
            return _call(griefer, abi.encodeCall(IJobAnnex.abort, ()));
        }
        uint256 deadline = current.closedAt + uint256(deals[_last()].terms.revealSeconds);
        if (current.closedAt == 0 || (_job().clock() <= deadline && current.revealed != current.committed))
            return false;
        _settle(group);
        return true;
    }

    /// @dev Whether a group has a vacancy that the job still fills.
    function _isVacant(uint16 group) private view returns (bool) {
        IJobEvents.Group memory current = _job().group(group);
        uint256 seats_ = (current.active | current.pending).count();
        bool isWorth = _status() == JobStatus.Frozen || current.checkpoint < deals[_last()].terms.checkpoints;
        return seats_ < deals[_last()].terms.replication && isWorth;
    }

    // Holders

    function _skim() private {
        _must(deals.length, griefer, address(collateral), abi.encodeCall(ICollateral.skim, ()));
    }

    function _deposit() private {
        address actor = actors[_draw(actors.length)];
        uint256 most = token.balanceOf(actor);
        if (actor == governor || most == 0) return;
        bytes memory data = abi.encodeCall(ICollateral.deposit, (_between(1, most / 10 + 1)));
        _must(deals.length, actor, address(collateral), data);
    }

    // 19: whatever is free can be withdrawn, and nothing else.
    function _withdraw() private {
        address actor = actors[_draw(actors.length)];
        uint256 amount = _in100(20) ? due[actor] / 100 : _draw(due[actor] / 100 + 1);
        _must(deals.length, actor, address(collateral), abi.encodeCall(ICollateral.withdraw, (amount)));
        _never(deals.length, actor, address(collateral), abi.encodeCall(ICollateral.withdraw, (due[actor] + 1)));
    }

    function _stake() private {
        address actor = actors[_draw(actors.length)];
        address peer = _anySeller();
        uint256 way = _draw(4);
        if (way == 0 || _backers.length == 0) {
            uint256 amount = _in100(30) ? _between(1, 1e6) : _between(1e18, 5_000e18);
            bytes memory data = abi.encodeCall(IReputation.placeStake, (peer, amount));
            if (_do(deals.length, actor, address(reputation), data)) _backers.push([actor, peer]);
        } else if (way == 1) {
            bytes memory data = abi.encodeCall(IReputation.setBackerShare, (uint16(_draw(5_001))));
            _must(deals.length, peer, address(reputation), data);
        } else {
            address[2] memory pair = _backers[_draw(_backers.length)];
            _unstake(pair[0], pair[1]);
        }
    }

    /// @dev Somebody takes its stake back, or begins to.
    function _unstake(address actor, address peer) private {
        (uint256 placed, uint256 withdrawing, uint256 freeAt) = reputation.stakeOf(actor, peer);
        bytes memory data =
            withdrawing != 0
                ? abi.encodeCall(IReputation.withdrawStake, (peer))
                : abi.encodeCall(IReputation.startWithdrawal, (peer, _between(1, placed + 1)));
        bool isDone = _do(deals.length, actor, address(reputation), data);
        if (withdrawing != 0) _holds(19, "stake that has waited", isDone == (block.timestamp >= freeAt));
    }

    function _vote() private {
        address actor = actors[_draw(actors.length)];
        address other = actors[_draw(actors.length)];
        if (_in100(50)) {
            _must(deals.length, actor, address(token), abi.encodeCall(IVotes.delegate, (other)));
        } else {
            uint256 amount = _draw(token.balanceOf(actor) / 10 + 1);
            _must(deals.length, actor, address(token), abi.encodeCall(IERC20.transfer, (other, amount)));
        }
    }

    /// @dev The pause ends soon here: what it holds up is not what a walk is for.
    function _pause() private {
        bytes memory data =
            _isPaused ? abi.encodeCall(IProtocolParameters.unpause, ()) : abi.encodeCall(IProtocolParameters.pause, ());
        if (!_do(deals.length, governor, address(parameters), data)) {
            // It has ended by itself, or the next one must wait.
            _isPaused = false;
            return;
        }
        _isPaused = !_isPaused;
        if (_isPaused) _saw("paused");
    }
}

/// @notice Random walks through the whole market: CONTRIBUTING.md, walks.
contract WalkTest {
    string private constant FOLDER = "build/walks";

    Walk private _walk;

    function setUp() external {
        // Some time after the epoch, as on a chain.
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        _walk = new Walk();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_walk);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev All but `finish`.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(_walk);
        targets[0].selectors = new bytes4[](9);
        bytes4[9] memory steps = [
            Walk.work.selector,
            Walk.trade.selector,
            Walk.agree.selector,
            Walk.quit.selector,
            Walk.recruit.selector,
            Walk.grief.selector,
            Walk.hold.selector,
            Walk.govern.selector,
            Walk.wait.selector
        ];
        for (uint256 i = 0; i < steps.length; ++i) targets[0].selectors[i] = steps[i];
    }

    /// @dev Every step has checked all invariants at its end, and would have reverted, which fails a walk.
    function invariant_all_rules_hold_after_every_call() external view {}

    function afterInvariant() external {
        _walk.finish();
        vm.writeLine(string.concat(FOLDER, "/walks.txt"), _walk.told());
    }
}
