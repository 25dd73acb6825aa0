// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title RogueToken
/// @notice A token that calls back whoever moves it, as Hypertoken never does: once for each time that it is armed, before the
/// balances change.
contract RogueToken is ERC20 {
    address private _target;
    bytes private _data;

    /// @notice How often the call was made, and went through.
    uint256 public calls;

    constructor() ERC20("Rogue", "RGE") {
        _mint(msg.sender, 1_000_000 ether);
    }

    /// @notice Sets what is called in the next movement.
    function arm(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    /// @notice Calls a contract from the token's address, which is a user like any other.
    function act(address target, bytes calldata data) external {
        // solhint-disable-next-line avoid-low-level-calls
        (bool isDone, ) = target.call(data);
        require(isDone, RogueFailed());
    }

    error RogueFailed();

    function _update(address from, address to, uint256 value) internal override {
        address target = _target;
        _target = address(0);
        if (target != address(0)) {
            // solhint-disable-next-line avoid-low-level-calls
            (bool isDone, ) = target.call(_data);
            if (isDone) ++calls;
        }
        super._update(from, to, value);
    }
}
