using System.IO.Pipes;

namespace Hypernet.Sandbox;

/// <summary>The pipes to and from one bubblewrap, in the order of its descriptors from 1.</summary>
internal sealed class BubblewrapPipes : IDisposable
{
    private readonly AnonymousPipeServerStream _output = new(PipeDirection.In);
    private readonly AnonymousPipeServerStream _error = new(PipeDirection.In);
    private readonly AnonymousPipeServerStream _status = new(PipeDirection.In);
    private readonly AnonymousPipeServerStream _filter = new(PipeDirection.Out);

    public Stream Output => _output;

    public Stream Error => _error;

    public Stream Status => _status;

    /// <summary>The ends that the child gets: standard output and error, status, filter.</summary>
    public IReadOnlyList<int> ChildEnds =>
        [.. Streams.Select(stream => (int)stream.ClientSafePipeHandle.DangerousGetHandle())];

    private AnonymousPipeServerStream[] Streams => [_output, _error, _status, _filter];

    /// <summary>Fills the pipe of the filter, which holds 64 KiB, before anyone reads it.</summary>
    public void Send(byte[] filter) => _filter.Write(filter);

    /// <summary>Leaves the child's ends to the child, so that their end can be seen.</summary>
    public void Detach()
    {
        Array.ForEach(Streams, stream => stream.DisposeLocalCopyOfClientHandle());
        _filter.Dispose();
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _status.Dispose();
        _filter.Dispose();
    }
}
