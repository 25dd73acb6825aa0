// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IJobSigning} from "../../../contracts/interfaces/IJobSigning.sol";
import {JobStatus} from "../../../contracts/types/JobTypes.sol";
import {vm} from "../helpers/Vm.sol";
import {Moves} from "./Moves.sol";

/// @notice A job of honest sellers from its begin to its end.
///
/// @dev Casts fit: ranks, groups and checkpoints are those of small jobs.
contract Paths is Moves {
    /// @return gains What each actor has more than before, and then the stake behind each seller: less wraps around.
    function run(uint32 dice, bool isFast) external returns (uint256[] memory gains) {
        vm.recordLogs();
        uint256[] memory before = _balances();
        _shuffle(dice);
        _place();
        deals[_last()].mood = Mood.Honest;
        _begin();
        while (_job().status() == JobStatus.Running) {
            deals[_last()].checkpoint = _job().progress().checkpoint;
            if (isFast && _in100(50)) _settleAll();
            else for (uint16 group = 0; group < deals[_last()].terms.groups; ++group) _settleBy(isFast, group);
        }
        _check();
        _close(_last());
        _check();
        gains = _balances();
        for (uint256 i = 0; i < gains.length; ++i) {
            unchecked {
                // Less than before wraps around, in both runs alike.
                gains[i] -= before[i];
            }
        }
    }

    function _begin() private {
        for (uint256 i = 0; i < _size(deals[_last()]); ++i) {
            uint96 ask = uint96(deals[_last()].unitPrice - i * 1e15);
            _mustCall(sellers[i], abi.encodeCall(IJobSigning.sign, (ask, address(0), address(0), "host:1")));
        }
        if (_job().auctionEnd() != 0) {
            vm.warp(_job().auctionEnd() + 1);
            _mustCall(griefer, abi.encodeCall(IJobSigning.arm, ()));
        }
        vm.roll(block.number + 2);
        _mustCall(griefer, abi.encodeCall(IJobSigning.start, ()));
    }

    function _settleBy(bool isFast, uint16 group) private {
        if (isFast) return _settleUnanimous(group);
        uint16 replication = deals[_last()].terms.replication;
        for (uint16 i = 0; i < replication; ++i) _commit(group * replication + i);
        for (uint16 i = 0; i < replication; ++i) _reveal(group * replication + i);
        if (_job().status() == JobStatus.Running && !_job().group(group).isSettled) {
            if (_job().group(group).revealed != 0) _settle(group);
        }
    }

    function _balances() private view returns (uint256[] memory all) {
        all = new uint256[](actors.length + sellers.length);
        for (uint256 i = 0; i < actors.length; ++i) all[i] = collateral.freeOf(actors[i]);
        for (uint256 i = 0; i < sellers.length; ++i) all[actors.length + i] = collateral.stakedOf(sellers[i]);
    }
}

/// @notice 18: whoever agrees pays and is paid as those who commit and reveal.
contract PathsTest {
    Paths private _paths;

    error NotEqual(uint256 place, uint256 fast, uint256 slow);

    function setUp() external {
        vm.warp(1_800_000_000);
        vm.roll(1_000);
        _paths = new Paths();
    }

    function testFuzz_signatures_pay_what_reveals_pay(uint32 dice) external {
        uint256[] memory slow = _paths.run(dice, false);
        uint256[] memory fast = _paths.run(dice, true);
        for (uint256 i = 0; i < slow.length; ++i) {
            if (slow[i] != fast[i]) revert NotEqual(i, fast[i], slow[i]);
        }
    }
}
