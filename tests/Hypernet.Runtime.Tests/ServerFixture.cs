using Hypernet.Consensus;
using Hypernet.Testing;

namespace Hypernet.Runtime;

/// <summary>A server that waits for one program on a socket of its own.</summary>
internal sealed class ServerFixture : IDisposable
{
    public static readonly RankIdentity First = new()
    {
        Rank = 0,
        Group = 0,
        Partition = 0,
        Partitions = 1,
        Size = 1,
        Checkpoints = 2,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RankServer _server;

    public ServerFixture(
        RankIdentity? identity = null, RecordingHost? host = null, RankServerOptions? options = null, TimeProvider? time = null,
        IGroup? group = null)
    {
        Host = host ?? new RecordingHost();
        _server = RankServer.Listen(_folder.Of("dac.sock"), options, time);
        End = _server.ServeAsync(identity ?? First, Host, group, CancellationToken.None, _stop.Token);
    }

    public string SocketPath => _server.SocketPath;

    public RecordingHost Host { get; }

    public Task<SessionEnd> End { get; }

    public Task StopAsync() => _stop.CancelAsync();

    public void Dispose()
    {
        _stop.Cancel();
        _server.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }
}
