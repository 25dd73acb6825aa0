using System.Globalization;
using System.Text;
using Hypernet.Market;

namespace Hypernet.Agent.Peers;

/// <summary>
/// docs/spec/joined.md §5: what must be known of the processes before: the run that the last one has entered, since its peers hold it to
/// what it said there, and its delegate's begin, since that of the next one must be later.
/// </summary>
/// <param name="Seed">What the ranks were drawn by.</param>
/// <param name="Tenure">The tenure that it spoke for.</param>
/// <param name="Run">The run.</param>
/// <param name="NotBefore">Begin of the delegate, in unix seconds.</param>
internal sealed record EnteredRun(Bytes32 Seed, int Tenure, int Run, long NotBefore)
{
    private static readonly EnteredRun None = new(default, -1, 0, 0);

    /// <summary>What the file says; without one, that there was no process.</summary>
    public static EnteredRun Read(string path)
    {
        string[] words = File.Exists(path) ? File.ReadAllText(path).Split(' ') : [];
        return words.Length == 4
            && Bytes32.TryParse(words[0], out var seed)
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int tenure)
            && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out int run)
            && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out long notBefore)
            ? new EnteredRun(seed, tenure, run, notBefore)
            : None;
    }

    /// <summary>Writes it down.</summary>
    public Task WriteAsync(string path, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(path, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed} {Tenure} {Run} {NotBefore}")), cancellationToken);

    /// <summary>The run that a process enters now: that of the job, or one that is ahead of it, which a reorg has taken back, for nobody goes back.</summary>
    /// <param name="job">The job.</param>
    /// <param name="own">The tenure that it speaks for.</param>
    /// <param name="now">The time.</param>
    public EnteredRun Next(JobState job, Tenure own, DateTimeOffset now) => new(
        job.Seed, own.Id, IsOf(job, own) ? Math.Max(job.Run, Run) : job.Run, Math.Max(now.ToUnixTimeSeconds(), NotBefore + 1));

    /// <summary>Whether it is of the same draw and tenure.</summary>
    public bool IsOf(JobState job, Tenure own) => Seed == job.Seed && Tenure == own.Id;
}
