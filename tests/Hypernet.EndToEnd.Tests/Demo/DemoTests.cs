using Xunit;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>What issue and README promise of <c>npm run demo -- --json</c>, from a clone that only its owner can read.</summary>
public sealed class DemoTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    [Fact]
    public void Job_is_completed()
    {
        Assert.True(demo.ExitCode == 0, demo.Talk);
        Is("status", "Completed");
    }

    [Fact]
    public void Money_is_conserved()
    {
        Assert.True(demo.Line.GetProperty("conserved").GetBoolean(), demo.Talk);
    }

    [Fact]
    public void One_seller_is_killed() => Is("killed", 1);

    [Fact]
    public void Killed_seller_is_replaced_by_a_tenth()
    {
        Is("replaced", 1);
        Is("sellers", 10);
    }

    [Fact]
    public void Cheat_is_slashed() => Is("slashed", 1);

    [Fact]
    public void Cells_of_honest_work_are_paid_and_no_others()
    {
        // 23 cells of 0.5 HYT; of the escrow for 27 cells and 1 % of it, four cells and their fee come back.
        Is("paidCells", 23);
        Is("cells", 27);
        Is("paid", "11.5");
        Is("refunded", "2.02");
    }

    [Fact]
    public void Collateral_of_the_killed_and_of_the_cheat_is_forfeited() => Is("forfeited", "4");

    [Fact]
    public void Coefficients_are_those_of_one_machine()
    {
        Assert.InRange(demo.Line.GetProperty("maxRelativeError").GetDouble(), 0, 1e-10);
    }

    [Fact]
    public void Every_row_is_in_the_fit() => Is("dataRows", 200_000);

    [Fact]
    public void All_partitions_deliver_the_same_bytes() => Is("equalResults", 3);

    [Fact]
    public void Nothing_is_to_complain_about() => Assert.Empty(demo.Line.GetProperty("complaints").EnumerateArray());

    [Fact]
    public void Plain_demo_has_one_lie_and_one_death()
    {
        Is("cheat", "digest");
        Is("kill", "seller");
    }

    [Fact]
    public void Every_partition_is_reported_to_be_done()
    {
        Assert.Equal([100, 100, 100], demo.Line.GetProperty("reportedPercent").EnumerateArray().Select(percent => percent.GetInt32()));
    }

    [Fact]
    public void Line_for_programs_tells_all_that_is_documented()
    {
        string[] documented =
        [
            "job", "cheat", "kill", "status", "sellers", "killed", "replaced", "slashed", "paid", "refunded", "conserved", "maxRelativeError",
            "dataRows", "equalResults", "reportedPercent", "secondsToFirstSignature", "seconds", "phases", "leftovers", "complaints",
        ];
        Assert.Empty(documented.Except(demo.Line.EnumerateObject().Select(property => property.Name)));
        Assert.Matches("^0x[0-9a-fA-F]{40}$", demo.Line.GetProperty("job").GetString());
        Assert.InRange(demo.Line.GetProperty("secondsToFirstSignature").GetDouble(), 0, demo.Line.GetProperty("seconds").GetDouble());
    }

    [Fact]
    public void Every_phase_has_its_seconds()
    {
        string[] phases =
        [
            "setUp", "chain", "deploy", "start", "fund", "place", "firstSignature", "fill", "draw",
            "checkpoint1", "checkpoint2", "checkpoint3", "result", "close", "check", "end",
        ];
        Assert.Equal(phases, demo.Line.GetProperty("phases").EnumerateObject().Select(phase => phase.Name));
    }

    [Fact]
    public void Demo_knows_of_nothing_that_is_left() => Is("leftovers", 0);

    [Fact]
    public void No_process_is_left() => Assert.Empty(demo.Traces.Processes);

    [Fact]
    public void No_file_is_left() => Assert.Empty(demo.Traces.Files);

    [Fact]
    public void No_control_group_is_left() => Assert.Empty(demo.Traces.ControlGroups);

    private void Is(string name, string expected) => Assert.Equal(expected, demo.Line.GetProperty(name).GetString());

    private void Is(string name, int expected) => Assert.Equal(expected, demo.Line.GetProperty(name).GetInt32());
}
