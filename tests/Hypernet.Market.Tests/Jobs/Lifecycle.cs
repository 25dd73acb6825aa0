using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Hypernet.Market;

/// <summary>The life of a job as the contracts told it, and what it brought everybody: a file of tests/contracts/model/lifecycle.js, which tells the format.</summary>
internal sealed class Lifecycle : IDisposable
{
    private readonly JsonDocument _document;
    private readonly Account[] _accounts;

    public Lifecycle(string path)
    {
        using var stream = File.OpenRead(path);
        _document = JsonDocument.Parse(stream);
        _accounts = [.. Root.GetProperty("accounts").EnumerateArray().Select(account => Account.Parse(account.GetString()!))];
    }

    public Account Treasury => _accounts[0];

    public Account Buyer => _accounts[1];

    private JsonElement Root => _document.RootElement;

    /// <summary>All events in their order, the placement first.</summary>
    public IEnumerable<JobEvent> Events() => Root.GetProperty("steps").EnumerateArray()
        .SelectMany(step => step[1].EnumerateArray())
        .Select(ReadEvent)
        .Prepend(ReadPlacement());

    /// <summary>What the ledger says that the job has brought everybody, in the smallest unit.</summary>
    public IEnumerable<(Account Account, Int128 Net)> Nets() => Root.GetProperty("end").EnumerateArray()
        .Select((row, i) => (_accounts[i], Int128.Parse(row[4].GetString()!, CultureInfo.InvariantCulture)));

    public void Dispose() => _document.Dispose();

    private JobEvent ReadEvent(JsonElement told)
    {
        Type type = typeof(JobEvent).GetNestedType(told[0].GetString()!) ?? throw new FormatException($"There is no event {told[0]}.");
        ConstructorInfo constructor = type.GetConstructors()[0];
        IEnumerable<object?> arguments = constructor.GetParameters().Zip(told.EnumerateArray().Skip(1), (parameter, value) => Read(value, parameter.ParameterType));
        return (JobEvent)constructor.Invoke([.. arguments]);
    }

    private object? Read(JsonElement value, Type type) =>
        type == typeof(int) ? value.GetInt32()
        : type == typeof(bool) ? value.GetBoolean()
        : type == typeof(string) ? value.GetString()
        : type == typeof(ulong) ? ulong.Parse(value.GetString()!, CultureInfo.InvariantCulture)
        : type == typeof(Amount) ? ReadAmount(value)
        : type == typeof(Account) ? ReadAccount(value.GetString()!)
        : type == typeof(Bytes32) ? Bytes32.Parse(value.GetString()!)
        : type == typeof(Bytes16) ? new Bytes16(Convert.FromHexString(value.GetString()![2..]))
        : type == typeof(ReplicaSet) ? new ReplicaSet(value.GetUInt16())
        : type == typeof(DateTimeOffset) ? ReadTime(value)
        : type == typeof(DateTimeOffset?) ? (value.GetInt64() == 0 ? null : ReadTime(value))
        : type.IsEnum ? Enum.ToObject(type, value.GetInt32())
        : throw new FormatException($"{type} cannot be read.");

    private Account ReadAccount(string text) =>
        text[0] == '@' ? _accounts[int.Parse(text.AsSpan(1), CultureInfo.InvariantCulture)] : Account.Parse(text);

    private JobEvent.JobPlaced ReadPlacement()
    {
        JsonElement placed = Root.GetProperty("placed");
        int Number(string name) => placed.GetProperty(name).GetInt32();
        TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Number(name));
        var terms = new Terms(
            ReadAmount(placed.GetProperty("unitPrice")),
            ReadAmount(placed.GetProperty("unitCollateral")),
            Number("groups"),
            Number("replication"),
            Number("quorum"),
            Number("checkpoints"),
            Seconds("workSeconds"),
            Seconds("revealSeconds"),
            Seconds("recruitSeconds"),
            ReadTime(placed.GetProperty("signDeadline")),
            Number("auctionEnd") == 0 ? null : ReadTime(placed.GetProperty("auctionEnd")),
            (LossPolicy)Number("lossPolicy"),
            Numerics: default,
            SpecHash: default,
            LeastStake: default,
            LeastPoints: default,
            MostStrikes: 0,
            new Requirements());
        var snapshot = new Snapshot(Number("feeBps"), Number("cancelBps"), Seconds("holdSeconds"), Number("drawBlocks"));
        Account job = ReadAccount(Root.GetProperty("job").GetString()!);
        return new JobEvent.JobPlaced(job, Buyer, default, default, ReadAmount(Root.GetProperty("escrow")), snapshot, terms, [], string.Empty);
    }

    private static Amount ReadAmount(JsonElement value) => new(UInt128.Parse(value.GetString()!, CultureInfo.InvariantCulture));

    private static DateTimeOffset ReadTime(JsonElement value) => DateTimeOffset.FromUnixTimeSeconds(value.GetInt64());
}
