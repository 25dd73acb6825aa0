using System.Globalization;
using System.Text;

namespace Hypernet.Client;

/// <summary>Strangers' text that may be shown on a terminal: nothing in it moves the cursor, colors, hides or turns round what is shown.</summary>
public static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with a U+FFFD for each character that does more than be seen; line feeds stay.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text) => IsPlain(text) ? text : string.Create(text.Length, text, static (plain, from) =>
    {
        for (int at = 0; at < plain.Length; at++)
        {
            plain[at] = IsSeen(from, at) ? from[at] : Replacement;
        }
    });

    /// <summary>Whether every character of the text is only seen, or is a line feed.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsPlain(string text) => Enumerable.Range(0, text.Length).All(at => IsSeen(text, at));

    /// <summary>The end of a text that has at most so many bytes as UTF-8; no character is cut.</summary>
    /// <param name="text">Well-formed text, such as <see cref="Of"/> gives.</param>
    /// <param name="maxBytes">The most bytes.</param>
    public static string End(string text, int maxBytes)
    {
        int start = text.Length;
        for (int bytes = 0; start > 0; start--)
        {
            bool isPair = char.IsLowSurrogate(text[start - 1]);
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(isPair ? start - 2 : start - 1, isPair ? 2 : 1));
            if (bytes > maxBytes)
            {
                break;
            }

            start -= isPair ? 1 : 0;
        }

        return text[start..];
    }

    // Control characters obey terminals; format characters turn text round or hide it; a lone surrogate is no character.
    private static bool IsSeen(string text, int at) => text[at] == '\n' || CharUnicodeInfo.GetUnicodeCategory(Character(text, at)) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static int Character(string text, int at)
    {
        int first = at > 0 && char.IsSurrogatePair(text[at - 1], text[at]) ? at - 1 : at;
        return first + 1 < text.Length && char.IsSurrogatePair(text[first], text[first + 1]) ? char.ConvertToUtf32(text[first], text[first + 1]) : text[at];
    }
}
