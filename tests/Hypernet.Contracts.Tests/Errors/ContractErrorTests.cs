using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Xunit;

namespace Hypernet.Contracts.Errors;

public sealed class ContractErrorTests
{
    [Fact]
    public void An_error_is_told_by_name_with_its_values()
    {
        Assert.Equal("JobNotOpen(status: Running)", ContractError.Describe(Revert(JobAbi.JobNotOpenError.ErrorSelector, 2)));
        Assert.Equal("CollateralShort(have: 5, need: 7)", ContractError.Describe(Revert(CollateralAbi.CollateralShortError.ErrorSelector, 5, 7)));
        Assert.Equal("RanksNotDrawn()", ContractError.Describe(Revert(JobAbi.RanksNotDrawnError.ErrorSelector)));
        Assert.IsType<JobAbi.JobNotOpenError>(ContractError.TryDecode(Revert(JobAbi.JobNotOpenError.ErrorSelector, 2)));
    }

    [Fact]
    public void Solidity_s_own_errors_are_told_too()
    {
        var writer = new AbiWriter(Keccak256.Hash("Error(string)").Bytes[..4], 32);
        writer.WriteString("not today");

        Assert.Equal("not today", ContractError.Describe(writer.ToArray()));
        Assert.Equal("Panic(code: 17)", ContractError.Describe(Revert(Keccak256.Hash("Panic(uint256)").Bytes[..4], 17)));
    }

    [Fact]
    public void What_is_not_known_is_shown_as_bytes()
    {
        Assert.Equal("a revert without a reason", ContractError.Describe([]));
        Assert.Contains("0x01020304", ContractError.Describe([1, 2, 3, 4]), StringComparison.Ordinal);
        Assert.Contains("0x08c379a0", ContractError.Describe(Revert(Keccak256.Hash("Error(string)").Bytes[..4], 9)), StringComparison.Ordinal);
        Assert.Null(ContractError.TryDecode(Revert(JobAbi.JobNotOpenError.ErrorSelector)));
    }

    private static byte[] Revert(ReadOnlySpan<byte> selector, params ReadOnlySpan<ulong> words)
    {
        var writer = new AbiWriter(selector, 32 * words.Length);
        foreach (ulong word in words)
        {
            writer.Write(word);
        }

        return writer.ToArray();
    }
}
