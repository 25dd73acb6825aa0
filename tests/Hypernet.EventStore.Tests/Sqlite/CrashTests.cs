using System.Diagnostics;
using System.Globalization;
using Hypernet.Testing;

namespace Hypernet.EventStore.Sqlite;

/// <summary>Kills a process that writes, at moments that a seed chooses, and looks at what is left.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 12;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_writer_leaves_whole_commits_and_its_successor_ends_like_a_clean_run()
    {
        string path = _folder.Of("events.db");
        var chance = new Random(20261122);
        long height = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            long said = await WriteAndKillAsync(path, commits: chance.Next(1, 12), afterMicroseconds: chance.Next(0, 4000));
            await using var left = await SqliteEventStore.OpenAsync(path, Sample.Chain);
            height = (await left.FindCanonicalAsync(long.MaxValue))!.Block.Number;
            Assert.True(height >= said, $"Block {said} was committed; the store ends with block {height}.");
            Assert.Equal(Writer.Entries(height), await left.GetPositionAsync());
        }

        await using var crashed = await SqliteEventStore.OpenAsync(path, Sample.Chain);
        await using var clean = await SqliteEventStore.OpenAsync(_folder.Of("clean.db"), Sample.Chain);
        await Writer.RunAsync(clean, height, _ => { });

        Assert.True(height > Kills, $"The writer came no further than block {height}.");
        Assert.Equal(await Sample.DescribeAsync(clean), await Sample.DescribeAsync(crashed));
        Assert.Equal(await LedgerAsync(clean), await LedgerAsync(crashed));
    }

    private static async Task<List<string>> LedgerAsync(SqliteEventStore store) =>
        [.. (await store.ReadAsync(0, IEventReader.MaximumLimit)).Select(entry => entry is Entry.Log log
            ? $"{log.Position} {log.Block} {log.Content.Index}"
            : entry.ToString())];

    private static async Task<long> WriteAndKillAsync(string path, int commits, int afterMicroseconds)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Writer).Assembly.Location, path]) { RedirectStandardOutput = true };
        using var writer = Process.Start(start)!;
        long height = 0;
        try
        {
            // The writer says every block that it has committed; the kill comes somewhere inside a later one.
            for (int commit = 0; commit < commits; commit++)
            {
                string? line = await writer.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
                height = long.Parse(line!, CultureInfo.InvariantCulture);
            }

            var waited = Stopwatch.StartNew();
            while (waited.Elapsed.TotalMicroseconds < afterMicroseconds)
            {
                Thread.SpinWait(10);
            }
        }
        finally
        {
            writer.Kill();
        }

        await writer.WaitForExitAsync();
        return height;
    }
}
