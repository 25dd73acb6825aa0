// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {JobBase} from "../market/JobBase.sol";

/// @title SigningTemplate
/// @notice The begin of an own kind of job: a part that stands in front of the genesis one's signing, and has a word on who
/// signs at what price. docs/how-to/bring-your-own-contract.md shows the way from here to a job.
///
/// @dev A job's code lies in parts, which share its storage. This one is handed all calls of {IJobSigning}, hands them on,
/// and looks at what they have done. Whatever it does not like it reverts, with all that was done: it can refuse, and
/// never move money by itself. What it adds to storage must come after that of {JobBase}.
///
/// Runs only by delegatecall, on the storage of a {Job}.
abstract contract SigningTemplate is JobBase {
    address private immutable _signing;

    /// @param collateral The ledger that holds the money of all jobs.
    /// @param signing The code of {IJobSigning} that this one stands in front of.
    constructor(ICollateral collateral, address signing) JobBase(collateral) {
        _signing = signing;
    }

    /// @dev Hands a call on, and looks at each seller that has a slot which nobody had before.
    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        uint32 signed = _state.signed;
        // solhint-disable-next-line avoid-low-level-calls
        (bool isDone, bytes memory answer) = _signing.delegatecall(msg.data);
        if (isDone) {
            for (uint32 slot = signed; slot < _state.signed; ++slot) _requireWelcome(_sellers[_sellerOf[slot]]);
        }
        // `answer` is its length and then its bytes: it cannot read past them. Nothing of Solidity runs after it.
        // solhint-disable-next-line no-inline-assembly
        assembly {
            if isDone {
                return(add(answer, 32), mload(answer))
            }
            revert(add(answer, 32), mload(answer))
        }
    }

    /// @dev To be overridden: reverts if a seller that has just signed is not to have a slot.
    function _requireWelcome(Tenure storage signed) internal view virtual;
}
