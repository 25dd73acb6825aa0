// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title Probe
/// @notice Tries calls without making them, and tells what everything would look like afterwards. Tests put it at the
/// addresses of those that act, for the time of one `eth_call`; not deployed anywhere.
contract Probe {
    struct Call {
        address account;
        address to;
        bytes data;
    }

    /// @notice What was asked for, one answer after the other, as a move has left it.
    error Seen(bytes answers);

    /// @param moves Of each: calls that one account makes after the other, or nothing.
    /// @param views What is asked after each move.
    /// @return outcomes Of each move: the data of {Seen}, or of the error that one of its calls has reverted with.
    function attempt(Call[][] calldata moves, Call[] calldata views) external returns (bytes[] memory outcomes) {
        outcomes = new bytes[](moves.length);
        for (uint256 i = 0; i < moves.length; ++i) {
            // Always reverts: the next move begins where this one has.
            try this.make(moves[i], views) {} catch (bytes memory outcome) {
                outcomes[i] = outcome;
            }
        }
    }

    function make(Call[] calldata move, Call[] calldata views) external {
        for (uint256 i = 0; i < move.length; ++i) Probe(move[i].account).act(move[i].to, move[i].data);
        bytes memory answers;
        for (uint256 i = 0; i < views.length; ++i) {
            answers = bytes.concat(answers, Address.functionStaticCall(views[i].to, views[i].data));
        }
        revert Seen(answers);
    }

    function act(address to, bytes calldata data) external {
        Address.functionCall(to, data);
    }
}
