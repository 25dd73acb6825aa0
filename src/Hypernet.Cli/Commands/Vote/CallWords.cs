using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>What a proposal does, in words; bytes where there are none.</summary>
internal static class CallWords
{
    private const int Selector = 4;
    private const int ShownBytes = 36;

    /// <summary>What a call of a proposal does.</summary>
    public static string Of(ProposedCall call, Deployment deployment)
    {
        string value = call.Value == UInt256.Zero ? "" : $", with {call.Value} wei";
        try
        {
            return $"{Known(call, deployment) ?? Unknown(call, deployment)}{value}";
        }
        catch (AbiException)
        {
            // A known selector with other arguments: the contract will refuse it.
            return $"{Unknown(call, deployment)}{value}";
        }
    }

    private static string? Known(ProposedCall call, Deployment deployment)
    {
        var (target, data) = (call.Target, call.Data);
        if (target == deployment.ProtocolParameters && data.AsSpan().StartsWith(ProtocolParametersAbi.SetCall.CallSelector))
        {
            var reader = new AbiReader(data.AsSpan(Selector), 2 * AbiReader.Word);
            var parameter = (Parameter)reader.ReadUInt64(8);
            return Enum.IsDefined(parameter) ? $"set {parameter} to {ParameterText.Of(parameter, reader.ReadUInt256())}" : null;
        }

        if (target == deployment.LibraryRegistry && data.AsSpan().StartsWith(LibraryRegistryAbi.SetStatusCall.CallSelector))
        {
            var reader = new AbiReader(data.AsSpan(Selector), 2 * AbiReader.Word);
            var library = reader.EnterTuple(3 * AbiReader.Word);
            var name = new LibraryName(reader.ReadString(), reader.ReadString());
            var image = reader.ReadHash32();
            reader.Leave(library);
            return $"library {Readable.Printable(name.ToString())}, image {image.ToString()[2..]}: {(LibraryStatus)reader.ReadUInt64(8)}";
        }

        if (target == deployment.JobFactory && data.AsSpan().StartsWith(JobFactoryAbi.ListCall.CallSelector))
        {
            var reader = new AbiReader(data.AsSpan(Selector), 2 * AbiReader.Word);
            var implementation = reader.ReadAddress();
            return $"{(reader.ReadBoolean() ? "list" : "unlist")} the job implementation {implementation}";
        }

        return null;
    }

    private static string Unknown(ProposedCall call, Deployment deployment)
    {
        string data = call.Data.Length == 0 ? "without data" : Hex.Format(call.Data.AsSpan(0, Math.Min(ShownBytes, call.Data.Length)));
        string rest = call.Data.Length > ShownBytes ? $"… ({call.Data.Length} bytes)" : "";
        return $"call {Name(call.Target, deployment)}{call.Target.ToAddress()} {data}{rest}";
    }

    private static string Name(Account target, Deployment deployment) => target switch
    {
        _ when target == deployment.ProtocolParameters => "ProtocolParameters ",
        _ when target == deployment.LibraryRegistry => "LibraryRegistry ",
        _ when target == deployment.JobFactory => "JobFactory ",
        _ when target == deployment.Hypertoken => "Hypertoken ",
        _ when target == deployment.Voting => "Voting ",
        _ when target == deployment.Timelock => "Timelock ",
        _ when target == deployment.Collateral => "Collateral ",
        _ => "",
    };
}
