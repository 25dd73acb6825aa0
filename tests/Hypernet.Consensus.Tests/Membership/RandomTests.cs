using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class RandomTests
{
    // HYPERNET_SOAK=1 dotnet test tests/Hypernet.Consensus.Tests --filter RandomTests
    private static readonly int Cases = Environment.GetEnvironmentVariable("HYPERNET_SOAK") == "1" ? 10_000 : 1_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Survivors_of_any_program_agree(int part)
    {
        for (int i = 0; i < Cases; i++)
        {
            new RandomProgram((ulong)((part * 1_000_000) + i), maxSize: 64, QuorumRule.Survivors).Run();
        }
    }

    [Theory]
    [InlineData(1_003_804)] // A result was fetched from an heir that had not installed the view yet.
    public void Survivors_of_a_program_that_once_hung_agree(ulong seed) => new RandomProgram(seed, maxSize: 64, QuorumRule.Survivors).Run();

    [Fact]
    public void Survivors_of_any_program_agree_where_a_majority_decides()
    {
        for (int i = 0; i < Cases / 4; i++)
        {
            new RandomProgram((ulong)(2_000_000 + i), maxSize: 16, QuorumRule.Majority).Run();
        }
    }
}
