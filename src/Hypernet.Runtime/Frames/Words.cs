using System.Text;

namespace Hypernet.Runtime.Frames;

/// <summary>Text of the runtime's, for people.</summary>
internal static class Words
{
    private const int MaximumBytes = 1000;

    /// <summary>As UTF-8, cut at a whole character: what is cut must still be UTF-8.</summary>
    public static byte[] Shortened(string text)
    {
        byte[] bytes = new byte[MaximumBytes];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: false, out _, out int used, out _);
        return bytes[..used];
    }
}
