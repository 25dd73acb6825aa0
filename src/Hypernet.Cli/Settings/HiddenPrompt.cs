using System.Text;

namespace Hypernet.Cli.Settings;

/// <summary>Reads a line from the terminal without showing it.</summary>
internal static class HiddenPrompt
{
    /// <summary>Asks on stderr and reads up to the end of the line.</summary>
    public static string Ask(TextWriter talk, string prompt)
    {
        talk.Write(prompt);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }

        talk.WriteLine();
        return text.ToString();
    }
}
