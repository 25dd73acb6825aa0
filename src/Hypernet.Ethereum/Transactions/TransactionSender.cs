using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Ethereum.Transactions;

/// <summary>
/// Sends an account's transactions, each intent exactly once: nonces are given in order and journaled before any node hears
/// of them, whatever is pending is handed over again after a crash or a reorg, and fees are raised under the same nonce.
/// Safe for concurrent use; one process per account.
/// </summary>
public sealed partial class TransactionSender : IAsyncDisposable
{
    private readonly JsonRpcClient _client;
    private readonly PrivateKey _key;
    private readonly TransactionSenderOptions _options;
    private readonly TimeProvider _time;
    private readonly TransactionJournal _journal;
    private readonly CancellationTokenSource _lifetime = new();

    // Held while a nonce is given or a pending transaction changes; the submissions are only touched under it.
    private readonly SemaphoreSlim _gate = new(1, 1);
    // In the order of signing, so that the oldest are forgotten first.
    private readonly OrderedDictionary<string, Submission> _submissions = [];
    private Task? _watch;
    private bool _isDisposed;

    private TransactionSender(
        JsonRpcClient client, PrivateKey key, string folder, JournalRecord.Opened identity, TransactionSenderOptions options, TimeProvider time)
    {
        (_client, _key, _options, _time) = (client, key, options, time);
        ChainId = identity.ChainId;
        _journal = new TransactionJournal(folder, identity);
        foreach (var entry in _journal.Entries)
        {
            _submissions.Add(entry.Key, new Submission(entry));
        }
    }

    /// <summary>The account that sends.</summary>
    public Address Account => _key.Address;

    /// <summary>The chain that it sends on.</summary>
    public ulong ChainId { get; }

    /// <summary>The fault that the last look at the chain met; null if there was none. Looking goes on.</summary>
    public EthereumException? LastFault { get; private set; }

    /// <summary>Opens the account's journal in a folder, as its only owner. What it finds pending is taken up by <see cref="ResumeAsync"/>.</summary>
    /// <param name="client">The node; it stays the caller's.</param>
    /// <param name="key">The account's key; it stays the caller's and must outlive the sender.</param>
    /// <param name="folder">Where journals are kept; created if need be.</param>
    /// <param name="options">How to pay and wait; defaults if null.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="JournalInUseException">Another process sends from the account.</exception>
    /// <exception cref="JournalException">The journal is damaged, or of another chain with the same number.</exception>
    public static async Task<TransactionSender> OpenAsync(
        JsonRpcClient client,
        PrivateKey key,
        string folder,
        TransactionSenderOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ulong chainId = await client.GetChainIdAsync(cancellationToken);
        var genesis = await client.GetBlockAsync(BlockParameter.Earliest, cancellationToken)
            ?? throw new JournalException(folder, "the node does not show the chain's first block");
        var identity = new JournalRecord.Opened("", chainId, genesis.Hash, key.Address);
        return new TransactionSender(client, key, folder, identity, options ?? new TransactionSenderOptions(), time ?? TimeProvider.System);
    }

    /// <summary>
    /// Hands over again whatever an earlier process left pending, and goes on watching it. Sending does this first by itself.
    /// </summary>
    /// <returns>What is pending now, in the order of nonces.</returns>
    public async Task<IReadOnlyList<SentTransaction>> ResumeAsync(CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        try
        {
            await ResumeUnderGateAsync(cancellationToken);
            return [.. Open().Select(submission => new SentTransaction(submission))];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _lifetime.CancelAsync();

        // Whoever is inside comes to an end; nobody enters any more, so the watch found here is the last one.
        await _gate.WaitAsync();
        var watch = _watch ?? Task.CompletedTask;
        _gate.Release();
        await watch;
        foreach (var submission in _submissions.Values)
        {
            submission.Fail(new ObjectDisposedException(nameof(TransactionSender)));
        }

        _journal.Dispose();
        _gate.Dispose();
        _lifetime.Dispose();
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token, cancellationToken);
        try
        {
            await _gate.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(TransactionSender));
        }
    }

    private async Task ResumeUnderGateAsync(CancellationToken cancellationToken)
    {
        if (_watch is null or { IsCompleted: true })
        {
            foreach (var failed in Open().Where(submission => submission.End.IsCompleted).ToList())
            {
                // The watch had to give up; its waiters know, and later ones wait anew.
                _submissions[failed.Entry.Key] = new Submission(failed.Entry);
            }

            await LookAsync(cancellationToken);
            _watch = WatchAsync();
        }
    }

    private IEnumerable<Submission> Open() =>
        _submissions.Values.Where(submission => submission.Entry.IsOpen).OrderBy(submission => submission.Entry.Transaction.Nonce);

    private void Record(Submission submission, JournalRecord record)
    {
        _journal.Append(record);
        if (submission.Entry.When(record) is { } entry)
        {
            submission.Entry = entry;
        }
        else
        {
            _submissions.Remove(submission.Entry.Key);
        }

        if (_journal.IsOvergrown)
        {
            Forget();
            _journal.Rewrite(_submissions.Values.Select(kept => kept.Entry));
        }
    }

    private void Forget()
    {
        var finished = _submissions.Values.Where(submission => !submission.Entry.IsOpen).ToList();
        foreach (var submission in finished.Take(finished.Count - _options.RememberedIntents))
        {
            _submissions.Remove(submission.Entry.Key);
        }
    }
}
