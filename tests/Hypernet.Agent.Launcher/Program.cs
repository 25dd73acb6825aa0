// A seller's agent in a process of its own, so that tests can kill it. It ends when its input does.
using System.Net;
using System.Text.Json;
using Hypernet.Agent;
using Hypernet.Agent.Launcher;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Microsoft.Extensions.Logging;

var setup = JsonSerializer.Deserialize<Setup>(await Console.In.ReadLineAsync() ?? "")!;
using var stop = new CancellationTokenSource();

// The console's reader blocks, also where it says Async.
_ = Task.Run(() =>
{
    Console.In.ReadToEnd();
    stop.Cancel();
});
using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
using var key = PrivateKey.Parse(setup.Key);
using var chain = new JsonRpcClient(setup.Chain);
try
{
    await SellerAgent.RunAsync(
        new AgentOptions
        {
            StateFolder = setup.StateFolder,
            Peering = new PeeringOptions { Listen = new IPEndPoint(IPAddress.Parse(setup.Address), 0), AllowsLocalAddresses = true },
            Terms = new TermsOfUse { LeastPrice = Amount.Parse(setup.LeastPrice ?? "0") },
            Misconduct = setup.Misconduct is { } lie ? Misconduct.TryParse(lie) : null,
        },
        key,
        Deployment.Read(setup.DeploymentFile),
        chain,
        setup.Server,
        logs.CreateLogger("agent"),
        TimeProvider.System,
        stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // In good order.
}
