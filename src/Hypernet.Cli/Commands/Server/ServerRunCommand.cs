using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Text.Json.Nodes;
using Hypernet.Cli.Settings;
using Hypernet.Ethereum.Rpc;
using Hypernet.Server;

namespace Hypernet.Cli.Commands.Server;

/// <summary><c>hypernet server run</c>.</summary>
internal static class ServerRunCommand
{
    private static readonly Option<IPEndPoint> Listen = new("--listen")
    {
        Description = "Where to listen; port 0 takes a free one, 127.0.0.1 is this machine only.",
        HelpName = "address:port",
        CustomParser = ParseEndPoint,
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, 7280),
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder of events and artifacts. Default: server/CHAIN in HYPERNET_STATE, else in ~/.local/state/hypernet.",
        HelpName = "folder",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("run", "Serve a market: follow its chain, answer for jobs and sellers, stream events, keep artifacts.")
            .With(Listen, Data)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var chain = new JsonRpcClient(context.Settings.Rpc);
        var deployment = await context.Settings.DeploymentOfAsync(chain, cancellationToken);
        var endpoint = context.Get(Listen)!;
        var options = new ServerOptions
        {
            Nodes = [context.Settings.Rpc],
            Deployment = deployment,
            DataFolder = Path.GetFullPath(context.Get(Data) ?? Path.Combine(CommandSettings.StateFolder, "server", $"{deployment.ChainId}")),
            BindAddress = endpoint.Address,
            Port = endpoint.Port,
        };
        using var logging = CommandLogging.Create(context.IsVerbose);
        await using var server = await HypernetServer.StartAsync(options, logs: logging, cancellationToken: cancellationToken);
        string url = server.Url.ToString();
        context.Print(url, new JsonObject { ["url"] = url, ["network"] = deployment.Network, ["chainId"] = deployment.ChainId }, output => output.WriteLine(url));
        await context.Output.FlushAsync(CancellationToken.None);

        // Whoever asks a server to stop gets what was asked for: that is a good end.
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await await Task.WhenAny(server.Completion, stopped.Task);
    }

    private static IPEndPoint? ParseEndPoint(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint))
        {
            return endpoint;
        }

        result.AddError($"\"{text}\" is no address to listen on: write address:port, such as 127.0.0.1:7280.");
        return null;
    }
}
