using Hypernet.Market;
using Hypernet.Runtime;
using Hypernet.Sandbox;

namespace Hypernet.Agent.Running;

/// <summary>What a rank of a job runs, and how much of this machine it gets.</summary>
internal static class RankPrograms
{
    // For the restart of a program whose seller was away, and for all that is not its own work.
    private const int WindowsPerRun = 4;

    /// <summary>The program of one rank.</summary>
    public static RankProgram Of(JobManifest manifest, Terms terms, JobFolder folder, string input, ProgramGroup group) => new()
    {
        Command = [.. manifest.Command],
        ProgramFolder = folder.Program,
        InputFolder = input,
        SocketPath = folder.Socket,
        Group = group,
        Limits = new SandboxLimits
        {
            Cpus = terms.Requirements.Cpus,
            MemoryMiB = (int)Math.Min(int.MaxValue, terms.Requirements.MemoryMiB),
            ScratchMiB = (int)Math.Clamp(terms.Requirements.StorageMiB, 1, int.MaxValue),
            WallTime = WallTime(terms),
        },
    };

    /// <summary>All windows of all checkpoints: a program that outlives them computes for nobody.</summary>
    public static TimeSpan WallTime(Terms terms)
    {
        var most = WindowsPerRun * ((terms.Checkpoints * (terms.Work + (2 * terms.Reveal))) + terms.Recruit);
        var longest = TimeSpan.FromDays(24);
        return most < longest ? most : longest;
    }
}
