namespace Hypernet.EventStore;

/// <summary>A stream is not at the version that its writer expected.</summary>
public sealed class StreamVersionException(StreamName stream, ExpectedVersion expected, long found)
    : EventStoreException($"Stream {stream} is at version {found}, not {expected}: read it again before writing.")
{
    /// <summary>The stream.</summary>
    public StreamName Stream => stream;

    /// <summary>The version that the writer expected.</summary>
    public ExpectedVersion Expected => expected;

    /// <summary>The version that the stream has.</summary>
    public long Found => found;
}
