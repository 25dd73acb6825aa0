using System.Threading.Channels;
using Hypernet.Agent.Keeping;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Market;
using Hypernet.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hypernet.Agent.Tests.Keeping;

/// <summary>The ranks of one job of two groups of three that give each other checkpoints; in place of some of them a test speaks.</summary>
internal sealed class Exchanges : ILogger, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder _folder = new();
    private readonly AgentLoop _loop;
    private readonly Task _running;
    private readonly Dictionary<int, CheckpointExchange> _exchanges = [];
    private readonly Dictionary<int, List<(CheckpointRecord Record, IReadOnlyList<string> Files)>> _computed = [];
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();

    private readonly Queue<(int From, int To, byte[] Parcel)> _underWay = [];
    private readonly Lock _gate = new();
    private bool _isMining;

    public Exchanges()
    {
        _loop = new AgentLoop(_stop.Token);
        _running = _loop.RunAsync(() => { });
    }

    public Story Story { get; } = Story.Started(groups: 2);

    public JobState State => Story.State;

    public ManualTimeProvider Time { get; } = new();

    public KeepingOptions Options { get; init; } = new();

    /// <summary>Told who sends what to a rank of the test's own.</summary>
    public Channel<(int From, int To, ParcelHead Head, byte[] Bytes)> ToTest { get; } = Channel.CreateUnbounded<(int From, int To, ParcelHead Head, byte[] Bytes)>();

    /// <summary>How many pieces each rank has been sent.</summary>
    public int[] Pieces { get; } = new int[6];

    public CheckpointExchange this[int rank] => _exchanges[rank];

    /// <summary>A rank begins.</summary>
    public CheckpointExchange Open(int rank) => _exchanges[rank] = new CheckpointExchange(
        "job", new KeptCheckpoints(_folder.Of($"kept-{rank}"), Options), _loop, Time, this, (to, parcel) => Send(rank, to, parcel.Span));

    /// <summary>A rank is gone.</summary>
    public void Close(int rank)
    {
        if (_exchanges.Remove(rank, out var gone))
        {
            gone.Close();
        }
    }

    public IReadOnlyList<string> KeptBy(int rank) => Directory.GetFiles(_folder.Of($"kept-{rank}"));

    /// <summary>A rank has computed something at the checkpoint in work, and has it on disk.</summary>
    public CheckpointRecord.Reached Compute(int rank, byte[] state)
    {
        byte[] result = [.. "the truth"u8];
        var context = new RoundContext(Story.ChainId, State.Job, (uint)State.Checkpoint, 0, (uint)State.GroupOf(rank));
        var record = new CheckpointRecord.Reached(context, 0, Transcript.Start(State.Job, context.Checkpoint, context.Group), Bytes32.Sha256(result), Bytes32.Sha256(state));
        string[] files = [.. new[] { "record", "result", "state" }.Select(what => _folder.Of($"{rank}-{State.Checkpoint}.{what}"))];
        File.WriteAllBytes(files[0], record.ToBytes());
        File.WriteAllBytes(files[1], result);
        File.WriteAllBytes(files[2], state);
        _computed.TryAdd(rank, []);
        _computed[rank].Add((record, files));
        return record;
    }

    /// <summary>A group settles a digest.</summary>
    public void Settle(CheckpointRecord record)
    {
        int group = (int)record.Context.Group;
        Story.Tell(new JobEvent.CheckpointSettled(group, State.Checkpoint, 0, record.Digest, State.Groups[group].Active, default, SettlementPath.Tally));
    }

    /// <summary>A block comes, and all ranks look at the job before anything that they say of it arrives.</summary>
    public void Mine()
    {
        Story.Block++;
        lock (_gate)
        {
            _isMining = true;
        }

        foreach (var (rank, exchange) in _exchanges)
        {
            exchange.Follow(State, State.TenureAt(rank), _computed.GetValueOrDefault(rank) ?? [], Story.Block);
        }

        lock (_gate)
        {
            _isMining = false;
        }

        while (_underWay.TryDequeue(out var parcel))
        {
            Send(parcel.From, parcel.To, parcel.Parcel);
        }
    }

    public bool Send(int from, int to, ReadOnlySpan<byte> parcel)
    {
        lock (_gate)
        {
            if (_isMining)
            {
                _underWay.Enqueue((from, to, parcel.ToArray()));
                return true;
            }
        }

        ParcelHead.TryRead(parcel, out var head);
        if (head.Kind == ParcelKind.Bytes)
        {
            Interlocked.Increment(ref Pieces[to]);
        }

        if (_exchanges.TryGetValue(to, out var exchange))
        {
            exchange.Receive(from, parcel);
        }
        else
        {
            ToTest.Writer.TryWrite((from, to, head, parcel[ParcelHead.Length..].ToArray()));
        }

        return true;
    }

    public bool Send(int from, int to, ParcelHead head, byte[]? bytes = null) => Send(from, to, head.With(bytes));

    /// <summary>The next that is sent to a rank of the test's own.</summary>
    public async Task<(int From, int To, ParcelHead Head, byte[] Bytes)> NextAsync() => await ToTest.Reader.ReadAsync(_stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits until a rank says so.</summary>
    public async Task WhenSaidAsync(string words)
    {
        while (!(await _said.Reader.ReadAsync(_stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Contains(words, StringComparison.Ordinal))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        foreach (var exchange in _exchanges.Values)
        {
            exchange.Dispose();
        }

        _loop.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _said.Writer.TryWrite(formatter(state, exception));
}
