// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

/// @title RogueJob
/// @notice An implementation of no job at all: whoever calls it has it call whatever they want, as a job of the factory.
/// Nobody can be more malicious than that.
contract RogueJob {
    /// @notice Calls a contract from this address, and hands on what it answers or why it refuses.
    function act(address target, bytes calldata data) external returns (bytes memory answer) {
        bool isDone;
        // solhint-disable-next-line avoid-low-level-calls
        (isDone, answer) = target.call(data);
        if (isDone) return answer;
        // Hands on the error as it is: `answer` is its length and then its bytes.
        // solhint-disable-next-line no-inline-assembly
        assembly {
            revert(add(answer, 32), mload(answer))
        }
    }
}
