using Hypernet.Consensus.Audit;
using Xunit;

namespace Hypernet.Consensus.Joining;

public sealed class RandomJoinTests
{
    // HYPERNET_SOAK=1 dotnet test tests/Hypernet.Consensus.Tests --filter Joining
    private static readonly int Cases = Environment.GetEnvironmentVariable("HYPERNET_SOAK") == "1" ? 10_000 : 1_000;

    [Fact]
    public void Replicas_of_any_program_may_be_killed_and_join_anew_while_a_quorum_stays()
    {
        int kills = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            var program = new JoinProgram(seed, seed % 3 == 0 ? new AuditOptions() : null);
            program.Run();
            kills += program.Kills;
        }

        Assert.InRange(kills, Cases, 8 * Cases);
    }
}
