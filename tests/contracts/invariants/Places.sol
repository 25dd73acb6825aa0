// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IJobEvents} from "../../../contracts/interfaces/IJobEvents.sol";
import {JobStatus, Verdict} from "../../../contracts/types/JobTypes.sol";
import {vm} from "../helpers/Vm.sol";

/// @notice Where a walk must come to, and how often it was there: a walk that never saw a fault says nothing about faults.
abstract contract Places {
    string[] private _names;
    uint256[] private _visits;
    mapping(bytes32 key => uint256) private _numbers;

    error PlaceUnknown(string name);

    constructor() {
        _placeEvents();
        string[6] memory statuses = ["Filled", "Running", "Frozen", "Completed", "Cancelled", "Aborted"];
        for (uint256 i = 0; i < statuses.length; ++i) _place(statuses[i]);
        string[6] memory verdicts = ["Wrong", "Copied", "Withheld", "Missed", "Delayed", "Expelled"];
        for (uint256 i = 0; i < verdicts.length; ++i) _place(verdicts[i]);
        _placeSights();
    }

    function _placeEvents() private {
        _place("JobPlaced");
        _placeEvent("SellerSigned", IJobEvents.SellerSigned.selector);
        _placeEvent("SellerUnsigned", IJobEvents.SellerUnsigned.selector);
        _placeEvent("SellerUnderbid", IJobEvents.SellerUnderbid.selector);
        _placeEvent("AskLowered", IJobEvents.AskLowered.selector);
        _placeEvent("PriceRaised", IJobEvents.PriceRaised.selector);
        _placeEvent("JobFilled", IJobEvents.JobFilled.selector);
        _placeEvent("SeedArmed", IJobEvents.SeedArmed.selector);
        _placeEvent("JobStarted", IJobEvents.JobStarted.selector);
        _placeEvent("ResultCommitted", IJobEvents.ResultCommitted.selector);
        _placeEvent("PresenceShown", IJobEvents.PresenceShown.selector);
        _placeEvent("ResultRevealed", IJobEvents.ResultRevealed.selector);
        _placeEvent("DigestOpened", IJobEvents.DigestOpened.selector);
        _placeEvent("CheckpointSettled", IJobEvents.CheckpointSettled.selector);
        _placeEvent("SellerFaulted", IJobEvents.SellerFaulted.selector);
        _placeEvent("SellerExpelled", IJobEvents.SellerExpelled.selector);
        _placeEvent("SellerResigned", IJobEvents.SellerResigned.selector);
        _placeEvent("SellerEquivocated", IJobEvents.SellerEquivocated.selector);
        _placeEvent("RoundInconclusive", IJobEvents.RoundInconclusive.selector);
        _placeEvent("GroupRestarted", IJobEvents.GroupRestarted.selector);
        _placeEvent("BarrierPassed", IJobEvents.BarrierPassed.selector);
        _placeEvent("SellerApplied", IJobEvents.SellerApplied.selector);
        _placeEvent("ApplicationWithdrawn", IJobEvents.ApplicationWithdrawn.selector);
        _placeEvent("DrawArmed", IJobEvents.DrawArmed.selector);
        _placeEvent("SellerSeated", IJobEvents.SellerSeated.selector);
        _placeEvent("JobFrozen", IJobEvents.JobFrozen.selector);
        _placeEvent("JobResumed", IJobEvents.JobResumed.selector);
        _placeEvent("TerminationAnnounced", IJobEvents.TerminationAnnounced.selector);
        _placeEvent("JobCompleted", IJobEvents.JobCompleted.selector);
        _placeEvent("JobAborted", IJobEvents.JobAborted.selector);
        _placeEvent("JobCancelled", IJobEvents.JobCancelled.selector);
        _placeEvent("SellerPaid", IJobEvents.SellerPaid.selector);
        _placeEvent("BuyerRefunded", IJobEvents.BuyerRefunded.selector);
    }

    function _placeSights() private {
        string[32] memory sights = [
            "Tally",
            "Unanimous",
            "Together",
            "many checkpoints at once",
            "settled while frozen",
            "faulted while frozen",
            "withheld for long",
            "aborted: Inconclusive",
            "aborted: NoWork",
            "aborted: NoWork, others had settled",
            "aborted: ProgramFailed",
            "aborted: NotRecruited",
            "aborted: Terminated",
            "completed whole",
            "completed by termination",
            "seated at once",
            "seated for the next checkpoint",
            "a cell without collateral",
            "expelled with a commitment",
            "auction extended",
            "compensated",
            "not held for long enough",
            "backers paid",
            "stake slashed",
            "stake withdrawn",
            "signed by an offer",
            "honest ones lose to a quorum of sybils",
            "an honest one pays for an unlucky round",
            "refused to the griefer",
            "paused",
            "deserted while running",
            "deserted while frozen"
        ];
        for (uint256 i = 0; i < sights.length; ++i) _place(sights[i]);
    }

    function _place(string memory name) private {
        _placeAt(name, keccak256(bytes(name)));
    }

    function _placeEvent(string memory name, bytes32 topic) private {
        _placeAt(name, topic);
    }

    function _placeAt(string memory name, bytes32 key) private {
        _names.push(name);
        _visits.push(0);
        _numbers[key] = _names.length;
    }

    function _saw(string memory name) internal {
        uint256 number = _numbers[keccak256(bytes(name))];
        if (number == 0) revert PlaceUnknown(name);
        ++_visits[number - 1];
    }

    function _sawEvent(bytes32 topic) internal {
        uint256 number = _numbers[topic];
        if (number == 0) revert PlaceUnknown("an event");
        ++_visits[number - 1];
    }

    function _sawStatus(JobStatus status) internal {
        if (status == JobStatus.Filled) _saw("Filled");
        if (status == JobStatus.Running) _saw("Running");
        if (status == JobStatus.Frozen) _saw("Frozen");
        if (status == JobStatus.Completed) _saw("Completed");
        if (status == JobStatus.Cancelled) _saw("Cancelled");
        if (status == JobStatus.Aborted) _saw("Aborted");
    }

    function _sawVerdict(Verdict verdict) internal {
        if (verdict == Verdict.Wrong) _saw("Wrong");
        if (verdict == Verdict.Copied) _saw("Copied");
        if (verdict == Verdict.Withheld) _saw("Withheld");
        if (verdict == Verdict.Missed) _saw("Missed");
        if (verdict == Verdict.Delayed) _saw("Delayed");
        if (verdict == Verdict.Expelled) _saw("Expelled");
    }

    /// @dev All places and how often each was seen, `name=number` between semicolons.
    function _visited() internal view returns (string memory all) {
        for (uint256 i = 0; i < _names.length; ++i) {
            all = string.concat(all, ";", _names[i], "=", vm.toString(_visits[i]));
        }
    }
}
