using Hypernet.Benchmarks;
using Hypernet.Benchmarks.Verbs;
using Hypernet.Cli;

var verbs = new Dictionary<string, (string Help, Func<string[], CancellationToken, Task<int>> RunAsync)>
{
    ["accumulation"] = (AccumulationVerb.Help, AccumulationVerb.RunAsync),
    ["audit"] = (AuditVerb.Help, AuditVerb.RunAsync),
    ["dac"] = (DacVerb.Help, DacVerb.RunAsync),
    ["market"] = (MarketVerb.Help, MarketVerb.RunAsync),
    ["nist"] = (NistVerb.Help, NistVerb.RunAsync),
    ["rank"] = ("", RankVerb.RunAsync),
    ["sandbox"] = ("", SandboxVerb.RunAsync),
};

using var interruption = new Interruption(CancellationToken.None);

if (args.Length == 0 || !verbs.TryGetValue(args[0], out var verb))
{
    await Console.Error.WriteLineAsync("error: say what is to be measured");
    await Console.Error.WriteLineAsync(string.Join('\n', verbs.Where(verb => verb.Value.Help.Length > 0).Select(verb => $"  {verb.Key,-14}{verb.Value.Help}")));
    return 2;
}

try
{
    return await verb.RunAsync(args[1..], interruption.Token);
}
catch (BenchmarkException fault)
{
    await Console.Error.WriteLineAsync($"error: {fault.Message}");
    return 1;
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    return interruption.ExitCode;
}
