using Hypernet.Market;

namespace Hypernet.Agent;

/// <summary>Where an agent keeps what belongs to one job; removed when the job has ended and is claimed.</summary>
internal sealed class JobFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder if it is not there.</summary>
    /// <param name="stateFolder">The agent's state folder.</param>
    /// <param name="job">The job.</param>
    public JobFolder(string stateFolder, Account job)
    {
        Root = Path.Combine(stateFolder, "jobs", job.ToString());
        Directory.CreateDirectory(Root, OwnerOnly);
        Directory.CreateDirectory(Inputs, OwnerOnly);
        Directory.CreateDirectory(Checkpoints, OwnerOnly);
    }

    /// <summary>The folder itself.</summary>
    public string Root { get; }

    /// <summary>The buyer's package as it was fetched.</summary>
    public string Package => Path.Combine(Root, "program.tar.gz");

    /// <summary>The package unpacked; there only when it is complete.</summary>
    public string Program => Path.Combine(Root, "program");

    /// <summary>Whole inputs by SHA-256.</summary>
    public string Inputs => Path.Combine(Root, "inputs");

    /// <summary>Records, results and states by round.</summary>
    public string Checkpoints => Path.Combine(Root, "checkpoints");

    /// <summary>What a partition's program finds under <c>/input</c>.</summary>
    public string Partition(int number) => Path.Combine(Root, $"partition-{number}");

    /// <summary>Where the program's socket is; short, because a Unix socket's path has at most 107 bytes.</summary>
    public string Socket => Path.Combine(Root, "s");

    /// <summary>Removes the folder with all that is in it.</summary>
    public void Delete() => Directory.Delete(Root, recursive: true);
}
