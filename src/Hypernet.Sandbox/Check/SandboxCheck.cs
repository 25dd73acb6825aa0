using System.Runtime.CompilerServices;

namespace Hypernet.Sandbox;

/// <summary>Tries to escape from a sandbox on this very machine, in the ways of <see cref="EscapeAttempt.All"/>.</summary>
public sealed class SandboxCheck : IDisposable
{
    private readonly ISandbox _sandbox;
    private readonly string _programs;
    private readonly EscapeBait _bait;

    /// <summary>Prepares the programs and the bait.</summary>
    /// <param name="sandbox">The sandbox to try.</param>
    /// <param name="folder">An empty folder of this user, which is the caller's to remove.</param>
    public SandboxCheck(ISandbox sandbox, string folder)
    {
        _sandbox = sandbox;
        _programs = Directory.CreateDirectory(Path.Combine(folder, "programs")).FullName;
        WritePrograms(_programs);
        _bait = new EscapeBait(Directory.CreateDirectory(Path.Combine(folder, "outside")).FullName);
    }

    private static SandboxLimits Limits { get; } = new()
    {
        MemoryMiB = 192,
        Processes = 32,
        ScratchMiB = 16,
        SharedMemoryMiB = 8,
        OpenFiles = 128,
        OutputBytes = 1 << 20,
    };

    /// <summary>Makes all attempts, one after the other.</summary>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>The outcomes, as they come.</returns>
    public async IAsyncEnumerable<EscapeOutcome> TryAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var attempt in EscapeAttempt.All)
        {
            yield return await TryAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes one attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its outcome.</returns>
    public async Task<EscapeOutcome> TryAsync(EscapeAttempt attempt, CancellationToken cancellationToken = default)
    {
        var limits = Limits with { WallTime = attempt.WallTime };
        var program = new SandboxedProgram
        {
            Command = "/usr/bin/python3",
            Arguments = [$"{SandboxPaths.Program}/{attempt.Family}.py", attempt.Name, _bait.Describe(limits)],
            ProgramFolder = _programs,
            Limits = limits,
        };
        await using var process = await _sandbox.StartAsync(program, cancellationToken).ConfigureAwait(false);
        var exit = await process.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        string word = process.OutputTail.Trim();
        bool isHeld = attempt.Endings.Contains(exit.GetType()) || (exit.IsSuccess && word == "held");
        return _bait.Touched() is { } touched
            ? new EscapeOutcome(attempt, IsHeld: false, touched)
            : new EscapeOutcome(attempt, isHeld, isHeld ? exit.ToString() : $"{exit}; {Shorten(word)} {Shorten(process.ErrorTail)}".Trim());
    }

    /// <summary>Takes the bait in.</summary>
    public void Dispose() => _bait.Dispose();

    private static void WritePrograms(string folder)
    {
        var assembly = typeof(SandboxCheck).Assembly;
        foreach (string name in assembly.GetManifestResourceNames())
        {
            using var source = assembly.GetManifestResourceStream(name)!;
            using var target = File.Create(Path.Combine(folder, name));
            source.CopyTo(target);
        }
    }

    private static string Shorten(string text) => text.Length <= 300 ? text : text[^300..];
}
