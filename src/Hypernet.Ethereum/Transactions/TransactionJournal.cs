using System.Text.Json;

namespace Hypernet.Ethereum.Transactions;

/// <summary>
/// The transactions of one account on one chain, a JSON record per line, on disk before any node hears of them.
/// One process at a time owns it.
/// </summary>
internal sealed class TransactionJournal : IDisposable
{
    // Below this a rewrite is not worth its while.
    private const int LeastRecords = 256;

    private readonly string _path;
    private readonly JournalRecord.Opened _identity;
    private readonly FileStream _lock;
    private FileStream _file;
    private int _records;
    private int _rewriteAt = LeastRecords;

    /// <summary>Opens the journal of an account on a chain, creating it and its folder if need be.</summary>
    /// <exception cref="JournalInUseException">Another process has it open.</exception>
    /// <exception cref="JournalException">It is damaged, or of another chain with the same number.</exception>
    public TransactionJournal(string folder, JournalRecord.Opened identity)
    {
        OwnerOnly.CreateFolder(folder);
        _identity = identity;
        _path = Path.Combine(folder, $"{identity.ChainId}-{Convert.ToHexStringLower(identity.Account.Bytes)}.journal");
        _lock = Own(_path + ".lock", identity.Account);
        try
        {
            _file = OwnerOnly.OpenFile(_path, FileMode.OpenOrCreate);
            Entries = Load();
        }
        catch
        {
            _file?.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>What it held when it was opened, in the order of signing.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>Whether it has grown to twice what it needs.</summary>
    public bool IsOvergrown => _records >= _rewriteAt;

    /// <summary>Puts a record on disk; it is there when this returns.</summary>
    public void Append(JournalRecord record)
    {
        Write(_file, [record]);
        _records++;
    }

    /// <summary>Begins again with what still counts; the file is the old one or the new one, whenever the process dies.</summary>
    public void Rewrite(IEnumerable<JournalEntry> entries)
    {
        string temporary = _path + ".new";
        var file = OwnerOnly.OpenFile(temporary, FileMode.Create);
        try
        {
            JournalRecord[] records = [_identity, .. entries.SelectMany(entry => entry.ToRecords())];
            Write(file, records);
            File.Move(temporary, _path, overwrite: true);
            (_file, file) = (file, _file);
            _records = records.Length;
            _rewriteAt = Math.Max(LeastRecords, 2 * _records);
        }
        finally
        {
            file.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private static FileStream Own(string path, Address account)
    {
        try
        {
            return OwnerOnly.OpenFile(path, FileMode.OpenOrCreate);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new JournalInUseException(account, path, exception);
        }
    }

    private static void Write(FileStream file, IEnumerable<JournalRecord> records)
    {
        long end = file.Position;
        try
        {
            foreach (var record in records)
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(record, JournalJsonContext.Default.JournalRecord));
                file.WriteByte((byte)'\n');
            }

            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a line must not stay in front of the next one.
            file.SetLength(end);
            file.Position = end;
            throw;
        }
    }

    private List<JournalEntry> Load()
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var entries = new OrderedDictionary<string, JournalEntry>();
        int end = 0;
        while (bytes.AsSpan(end).IndexOf((byte)'\n') is >= 0 and int length)
        {
            Replay(Read(bytes.AsSpan(end, length)), entries);
            end += length + 1;
        }

        // What follows the last line end is a record whose writer died over it: no node has heard of it.
        _file.SetLength(end);
        _file.Position = end;
        if (_records == 0)
        {
            Append(_identity);
        }

        return [.. entries.Values];
    }

    private JournalRecord Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJsonContext.Default.JournalRecord) ?? throw new JsonException("The line is null.");
        }
        catch (JsonException exception)
        {
            throw new JournalException(_path, $"line {_records + 1} is damaged", exception);
        }
    }

    private void Replay(JournalRecord record, OrderedDictionary<string, JournalEntry> entries)
    {
        if (_records++ == 0)
        {
            if (record != _identity)
            {
                throw new JournalException(
                    _path,
                    record is JournalRecord.Opened other
                        ? $"it is of {other.Account} on chain {other.ChainId} with genesis {other.Genesis}, not of {_identity.Account} on chain {_identity.ChainId} with genesis {_identity.Genesis}; move it away if that chain is gone"
                        : "it does not begin with its chain; move it away if no transaction is pending");
            }

            return;
        }

        var entry = record is JournalRecord.Signed signed
            ? JournalEntry.From(signed, _identity.ChainId)
            : entries.TryGetValue(record.Key, out var before) ? before.When(record)
            : throw new JournalException(_path, $"line {_records} tells of \"{record.Key}\" before it was signed");
        if (entry is null)
        {
            entries.Remove(record.Key);
        }
        else
        {
            entries[record.Key] = entry;
        }
    }
}
