using System.Globalization;

namespace Hypernet.Cli.Demo;

/// <summary>What happens in a demo besides honest work.</summary>
/// <param name="Cheat">What seller-0 does.</param>
/// <param name="Target">Who is killed.</param>
/// <param name="Agent">The number of the seller whose agent is killed, for <see cref="DemoTarget.Agent"/>.</param>
internal sealed record DemoPlan(DemoCheat Cheat, DemoTarget Target, int Agent = 0)
{
    /// <summary>The checkpoint at which the cheat cheats.</summary>
    public const int CheatsAt = 2;

    /// <summary>How many sellers there are: the first is the cheat, the last is the spare.</summary>
    public const int Sellers = 10;

    /// <summary>What <c>npm run demo</c> does.</summary>
    public static DemoPlan Plain { get; } = new(DemoCheat.Digest, DemoTarget.Seller);

    /// <summary>Each fault once.</summary>
    public static IReadOnlyList<DemoPlan> Faults { get; } =
    [
        new(DemoCheat.None, DemoTarget.None),
        new(DemoCheat.None, DemoTarget.Seller),
        Plain,
        new(DemoCheat.Contribution, DemoTarget.Seller),
        new(DemoCheat.Listen, DemoTarget.Seller),
        new(DemoCheat.None, DemoTarget.Agent, 1),
        new(DemoCheat.None, DemoTarget.Server),
        new(DemoCheat.None, DemoTarget.Buyer),
        new(DemoCheat.None, DemoTarget.Chain),
    ];

    /// <summary>The options that ask for it.</summary>
    public override string ToString() => $"--cheat {CheatText} --kill {KillText}";

    /// <summary>A file name for what is kept of it.</summary>
    public string Name => $"{CheatText}-{KillText.Replace(':', '-')}";

    /// <summary>What the cheat's agent is started with.</summary>
    public string[] CheatOptions => Cheat == DemoCheat.None ? [] : ["--rehearse", $"{CheatText}@{CheatsAt}"];

    /// <summary>The value of <c>--cheat</c>.</summary>
    public string CheatText => Word(Cheat);

    /// <summary>The value of <c>--kill</c>.</summary>
    public string KillText => Target == DemoTarget.Agent
        ? string.Create(CultureInfo.InvariantCulture, $"agent:{Agent}")
        : Word(Target);

    /// <summary>Reads what is killed: a word of <see cref="DemoTarget"/>, or <c>agent:K</c>.</summary>
    /// <returns>Null for anything else.</returns>
    public static (DemoTarget Target, int Agent)? ParseKill(string text)
    {
        string[] parts = text.Split(':');
        if (!TryWord(parts[0], out DemoTarget target))
        {
            return null;
        }

        // The cheat and the spare have other things to do.
        return (target, parts) switch
        {
            (DemoTarget.Agent, [_, var number]) when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int agent) && agent is >= 1 and < Sellers - 1 => (target, agent),
            (not DemoTarget.Agent, [_]) => (target, 0),
            _ => null,
        };
    }

    /// <summary>Reads a word for a cheat.</summary>
    public static DemoCheat? ParseCheat(string text) => TryWord(text, out DemoCheat cheat) ? cheat : null;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static bool TryWord<T>(string text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
}
