using System.Net.Sockets;
using Hypernet.Consensus;
using Hypernet.Runtime.Frames;

namespace Hypernet.Runtime;

/// <summary>docs/spec/runtime.md, protocol /hypernet/runtime/1.0.0: listens on a socket and serves one program.</summary>
public sealed class RankServer : IDisposable
{
    /// <summary>The largest result, and the largest state: 64 MiB.</summary>
    public const int MaximumBlobBytes = 64 << 20;

    private const long MaximumArenaBytes = 1 << 30;

    // sockaddr_un: 108 bytes, one of them the end.
    private const int MaximumPathBytes = 107;

    private readonly Socket _listener;
    private readonly RankServerOptions _options;
    private readonly TimeProvider _time;

    private RankServer(string socketPath, Socket listener, RankServerOptions options, TimeProvider time)
    {
        SocketPath = socketPath;
        _listener = listener;
        _options = options;
        _time = time;
    }

    /// <summary>Where the program connects to.</summary>
    public string SocketPath { get; }

    /// <summary>Listens. What a killed process left at the path is replaced.</summary>
    /// <param name="socketPath">At most 107 bytes, in a folder that only the own user can enter.</param>
    /// <param name="options">Bounds of the session; the defaults of <see cref="RankServerOptions"/> if null.</param>
    /// <param name="time">The clock of the bounds; the system's if null.</param>
    /// <returns>The server, to be disposed of: that removes the socket.</returns>
    /// <exception cref="ArgumentException">The path is too long for a Unix socket.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shared memory is out of its range.</exception>
    /// <exception cref="SocketException">The path cannot be listened on.</exception>
    public static RankServer Listen(string socketPath, RankServerOptions? options = null, TimeProvider? time = null)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(socketPath) > MaximumPathBytes)
        {
            throw new ArgumentException(
                $"The socket path {socketPath} is longer than {MaximumPathBytes} bytes: choose a shorter folder.", nameof(socketPath));
        }

        options ??= new RankServerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.ArenaBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ArenaBytes, MaximumArenaBytes, nameof(options));
        File.Delete(socketPath);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(socketPath));
            listener.Listen(backlog: 1);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new RankServer(socketPath, listener, options, time ?? TimeProvider.System);
    }

    /// <summary>Waits for the program and serves it. Called once: no second connection is accepted.</summary>
    /// <param name="identity">Who the program is.</param>
    /// <param name="host">Answers the program; its exceptions come out of here.</param>
    /// <param name="cancellationToken">Stops the program: it is told, and the session ends as <see cref="SessionEnd.Stopped"/>.</param>
    /// <returns>How the session ended.</returns>
    public Task<SessionEnd> ServeAsync(RankIdentity identity, IRankHost host, CancellationToken cancellationToken) =>
        ServeAsync(identity, host, group: null, CancellationToken.None, cancellationToken);

    /// <summary>The same for a program that computes with other ranks, and that may end before it connects.</summary>
    /// <param name="identity">Who the program is.</param>
    /// <param name="host">Answers the program; its exceptions come out of here.</param>
    /// <param name="group">Plays the program's collectives, as the same rank of as many; null for a program that has none. What was contributed stays so when the session ends.</param>
    /// <param name="programGone">The program has ended: it is not waited for, and what it sent is still read.</param>
    /// <param name="cancellationToken">Stops the program: it is told, and the session ends as <see cref="SessionEnd.Stopped"/>.</param>
    /// <returns>How the session ended.</returns>
    /// <exception cref="ArgumentException">The group is another rank's.</exception>
    public async Task<SessionEnd> ServeAsync(
        RankIdentity identity, IRankHost host, IGroup? group, CancellationToken programGone, CancellationToken cancellationToken)
    {
        _ = identity.Checked();
        if (group is not null && (group.Rank, group.Size) != (identity.Rank, identity.Size))
        {
            throw new ArgumentException(
                $"The group is that of rank {group.Rank} of {group.Size}, the program's is rank {identity.Rank} of {identity.Size}.", nameof(group));
        }

        using var noProgram = CancellationTokenSource.CreateLinkedTokenSource(programGone, cancellationToken);
        try
        {
            using var connection = await AcceptAsync(noProgram.Token).ConfigureAwait(false);
            _listener.Dispose();
            using var frames = new FrameStream(connection, _options.FrameTimeout, _time);
            var bucket = new OneWayBucket(_options.OneWayFramesPerSecond, _time);
            var session = new RankSession(frames, identity, host, group, _options.ArenaBytes, bucket);
            return await session.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SessionEnd.Stopped("the rank was stopped before its program connected");
        }
        catch (OperationCanceledException) when (programGone.IsCancellationRequested)
        {
            return new SessionEnd.Left(identity.Resume);
        }
    }

    /// <summary>Closes the socket and removes it.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(SocketPath);
    }

    private async Task<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            if (PeerCredentials.UserOf(connection) == _options.ProgramUser)
            {
                return connection;
            }

            connection.Dispose();
        }
    }
}
