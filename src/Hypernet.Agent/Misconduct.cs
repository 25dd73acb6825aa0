using System.Globalization;

namespace Hypernet.Agent;

/// <summary>A lie that an agent tells so that people can watch it being caught.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Checkpoint">The checkpoint at which it lies; a lie about what it contributes goes on from its interval on. From 1.</param>
public sealed record Misconduct(MisconductKind Kind, int Checkpoint)
{
    /// <summary>Reads <c>lie@checkpoint</c>: <c>contribution@2</c>, say. A checkpoint alone means a wrong digest.</summary>
    /// <param name="text">A user's.</param>
    /// <returns>The lie, or null.</returns>
    public static Misconduct? TryParse(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        string word = at < 0 ? nameof(MisconductKind.Digest) : text[..at];
        bool isNumber = int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int checkpoint) && checkpoint > 0;

        // What TryParse would take besides, a number, is no word.
        bool isWord = Enum.TryParse<MisconductKind>(word, ignoreCase: true, out var kind) && kind.ToString().Equals(word, StringComparison.OrdinalIgnoreCase);
        return isNumber && isWord ? new Misconduct(kind, checkpoint) : null;
    }

    /// <summary>Whether it tells a lie in the work for a checkpoint.</summary>
    internal bool Applies(MisconductKind kind, int checkpoint) =>
        Kind == kind && (kind == MisconductKind.Digest ? checkpoint == Checkpoint : checkpoint >= Checkpoint);
}
