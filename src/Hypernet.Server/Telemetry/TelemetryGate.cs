using System.Security.Cryptography;
using System.Text.Json;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;
using Hypernet.Server.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hypernet.Server.Telemetry;

/// <summary>Lets in reports that the agent of a seller with a place in the job has signed; what costs little is looked at first.</summary>
internal sealed class TelemetryGate(TypedDataDomain domain, TimeProvider time)
{
    /// <summary>Reads a report and finds out whose it is; the refusal is null where it is let in.</summary>
    internal ProblemHttpResult? Admit(JobRoster roster, byte[] body, string? signature, out TelemetryReport report, out Tenure tenure)
    {
        (report, tenure) = (null!, null!);
        if (!TryParse(body, out TelemetryReport? parsed, out string fault))
        {
            return Malformed(fault);
        }

        if (!roster.IsComputed || !roster.Current.TryGetValue(parsed.Rank, out Tenure? current))
        {
            return NoPlace($"the job is {roster.Status}, and rank {parsed.Rank} is nobody's.");
        }

        if (ReportRules.Fault(parsed, roster, time.GetUtcNow()) is { } broken)
        {
            return Malformed(broken);
        }

        var seal = new TelemetrySeal(roster.Job, new Hash32(SHA256.HashData(body)));
        if (!SignatureHeader.TryRecover(signature, domain.Digest(seal.ToTypedStruct()), out Address signer))
        {
            return Problems.Of(
                StatusCodes.Status401Unauthorized, "The report is not signed",
                $"{TelemetryReport.SignatureHeader} is missing or no signature: 0x and 130 hexadecimal digits are expected.",
                "Sign Report(address job,bytes32 sha256) with the agent key of a seller of the job.");
        }

        if (signer.ToAccount() != current.AgentKey)
        {
            return NoPlace($"{signer} signed, and rank {parsed.Rank} is of agent {Accounts.Checksum(current.AgentKey)}.");
        }

        (report, tenure) = (parsed, current);
        return null;
    }

    private static bool TryParse(byte[] body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TelemetryReport? report, out string fault)
    {
        try
        {
            report = JsonSerializer.Deserialize(body, TelemetryJson.Default.TelemetryReport);
            fault = report is null ? "it is null." : string.Empty;
        }
        catch (JsonException malformed)
        {
            report = null;
            fault = malformed.Message;
        }

        return report is not null;
    }

    private static ProblemHttpResult Malformed(string fault)
        => Problems.BadRequest("The report is malformed", PlainText.Of(fault), "See docs/spec/telemetry.md, section 2.");

    private static ProblemHttpResult NoPlace(string detail)
        => Problems.Of(StatusCodes.Status403Forbidden, "The signer has no place in the job", detail, "Only the agent of a seller that has the rank now may report on it.");
}
