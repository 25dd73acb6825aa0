namespace Hypernet.Market;

/// <summary>Finds the word that somebody meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest candidate, or <see langword="null"/> if none is near: more than two edits, or a third of the word.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        // Longer words cannot be near any field's name, and a stranger may write very long ones.
        if (word.Length > 40)
        {
            return null;
        }

        string? nearest = candidates.MinBy(candidate => Edits(word, candidate));
        return nearest is not null && Edits(word, nearest) <= Math.Max(2, word.Length / 3) ? nearest : null;
    }

    // Levenshtein's distance, without regard to case.
    private static int Edits(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool isSame = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                int replaced = diagonal + (isSame ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
