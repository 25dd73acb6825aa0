using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;

namespace Hypernet.Contracts;

/// <summary>Revert data of the contracts as the errors they are.</summary>
public static class ContractError
{
    private const int SelectorLength = 4;

    private static readonly Hash32 ReasonHash = Keccak256.Hash("Error(string)");
    private static readonly Hash32 PanicHash = Keccak256.Hash("Panic(uint256)");

    private delegate IAbiRecord? Decode(ReadOnlySpan<byte> data);

    // A delegate of its own: Func takes no span.
    private static readonly Decode[] Decoders =
    [
        JobAbi.DecodeError,
        JobFactoryAbi.DecodeError,
        CollateralAbi.DecodeError,
        HypertokenAbi.DecodeError,
        ReputationAbi.DecodeError,
        LibraryRegistryAbi.DecodeError,
        ProtocolParametersAbi.DecodeError,
        VotingAbi.DecodeError,
        TimelockAbi.DecodeError,
        FaucetAbi.DecodeError,
    ];

    /// <summary>The error, with its typed values; <see langword="null"/> if the contracts know none such.</summary>
    /// <param name="revertData">Selector and arguments.</param>
    public static IAbiRecord? TryDecode(ReadOnlySpan<byte> revertData)
    {
        foreach (Decode decode in Decoders)
        {
            if (decode(revertData) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>The error for people, with its values: <c>JobNotOpen(status: Running)</c>.</summary>
    /// <param name="revertData">Selector and arguments; may be anything.</param>
    public static string Describe(ReadOnlySpan<byte> revertData) => TryDecode(revertData) is { } error
        ? $"{error.Name}({string.Join(", ", error.Arguments.Select(argument => $"{argument.Name}: {argument.Value}"))})"
        : DescribeBuiltIn(revertData);

    private static string DescribeBuiltIn(ReadOnlySpan<byte> revertData)
    {
        try
        {
            if (revertData.StartsWith(ReasonHash.Bytes[..SelectorLength]))
            {
                return new AbiReader(revertData[SelectorLength..], AbiReader.Word).ReadString();
            }

            if (revertData.StartsWith(PanicHash.Bytes[..SelectorLength]))
            {
                return $"Panic(code: {new AbiReader(revertData[SelectorLength..], AbiReader.Word).ReadUInt256()})";
            }
        }
        catch (AbiException)
        {
            // Not what the selector says: shown as bytes below.
        }

        return revertData.IsEmpty ? "a revert without a reason" : $"an error that is not known here ({Hex.Format(revertData[..Math.Min(revertData.Length, 68)])})";
    }
}
