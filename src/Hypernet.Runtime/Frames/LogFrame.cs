using System.Text;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: a line for people.</summary>
internal static class LogFrame
{
    public const int MaximumBytes = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The line, each control character replaced: it may be shown on a terminal.</summary>
    public static string Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            return string.Create(Strict.GetCharCount(payload), payload, static (line, bytes) =>
            {
                Strict.GetChars(bytes, line);
                foreach (ref char character in line)
                {
                    character = char.IsControl(character) ? '\uFFFD' : character;
                }
            });
        }
        catch (DecoderFallbackException fault)
        {
            throw new FrameException(SessionFault.BadText, $"LOG is not UTF-8 at byte {fault.Index}");
        }
    }
}
