using System.Text;
using Hypernet.Market;

namespace Hypernet.Agent;

/// <summary>Where an agent keeps what belongs to one job; removed when there is nothing left to do for the job.</summary>
internal sealed class JobFolder
{
    // sockaddr_un: 108 bytes, one of them the end.
    private const int MostSocketBytes = 107;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder if it is not there.</summary>
    /// <param name="stateFolder">The agent's state folder.</param>
    /// <param name="job">The job.</param>
    public JobFolder(string stateFolder, Account job)
    {
        Root = PathOf(stateFolder, job);
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

    /// <summary>Checkpoints of other groups, by digest.</summary>
    public string Kept => Path.Combine(Root, "kept");

    /// <summary>What a partition's program finds under <c>/input</c>.</summary>
    public string Partition(int number) => Path.Combine(Root, $"partition-{number}");

    /// <summary>Where the program's socket is.</summary>
    public string Socket => SocketOf(Root);

    /// <summary>The port that was listened on, and so stands on chain.</summary>
    public string Port => Path.Combine(Root, "port");

    /// <summary>The run that a process of this seller has entered last.</summary>
    public string Entered => Path.Combine(Root, "entered");

    /// <summary>Makes sure that the programs' sockets have room below a state folder.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void EnsureFits(string stateFolder)
    {
        int most = MostSocketBytes - Encoding.UTF8.GetByteCount(SocketOf(PathOf("", Account.None))) - 1;
        if (Encoding.UTF8.GetByteCount(stateFolder) > most)
        {
            throw new ArgumentException($"The path of the state folder {stateFolder} is longer than {most} bytes: choose a shorter one.", nameof(stateFolder));
        }
    }

    /// <summary>Removes a job's folder with all that is in it, if there is one.</summary>
    public static void Delete(string stateFolder, Account job)
    {
        string root = PathOf(stateFolder, job);
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // A Unix socket's path has little room: 64 bits of the address, which nobody can grind, name the job here.
    private static string PathOf(string stateFolder, Account job) => Path.Combine(stateFolder, "jobs", job.ToString()[2..18]);

    private static string SocketOf(string root) => Path.Combine(root, "s");
}
