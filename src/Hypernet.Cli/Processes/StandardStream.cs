using System.Runtime.InteropServices;

namespace Hypernet.Cli.Processes;

/// <summary>
/// Standard output or error as bytes. Unlike the console's stream it fails when nobody reads any more, and unlike a file's
/// it has no position of its own, so that both may be one file.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    private const string Library = "libc.so.6";
    private const int InterruptedCall = 4;
    private const int TryAgain = 11;
    private const short PollOut = 4;

    private readonly int _descriptor;

    private StandardStream(int descriptor) => _descriptor = descriptor;

    /// <summary>Standard output.</summary>
    public static Stream Output { get; } = new StandardStream(1);

    /// <summary>Standard error.</summary>
    public static Stream Error { get; } = new StandardStream(2);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = Write(_descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case InterruptedCall:
                    break;
                case TryAgain:
                    // Another process that has the same terminal or pipe made it non-blocking.
                    var poll = new PollDescriptor { Descriptor = _descriptor, Wanted = PollOut };
                    _ = Poll(ref poll, 1, -1);
                    break;
                case int error:
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
