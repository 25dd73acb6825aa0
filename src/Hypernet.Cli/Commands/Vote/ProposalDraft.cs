using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>A proposal to be made: its calls, and what each does in words. What could never be executed is refused.</summary>
internal sealed class ProposalDraft(VoteConnection connection)
{
    // What a window may not become: its shortest above its longest.
    private static readonly (Parameter Shortest, Parameter Longest)[] Windows =
    [
        (Parameter.MinWorkSeconds, Parameter.MaxWorkSeconds),
        (Parameter.MinRevealSeconds, Parameter.MaxRevealSeconds),
        (Parameter.MinRecruitSeconds, Parameter.MaxRecruitSeconds),
    ];

    private readonly Dictionary<Parameter, UInt256> _set = [];
    private Values? _now;

    public List<ProposedCall> Calls { get; } = [];

    public List<string> Summary { get; } = [];

    /// <summary>Sets a parameter.</summary>
    public async Task SetAsync(string name, string text, CancellationToken cancellationToken)
    {
        if (!Enum.GetNames<Parameter>().Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new CommandException(ExitCode.Misused, $"\"{name}\" is no parameter", $"there are {string.Join(", ", Enum.GetNames<Parameter>())}");
        }

        var parameter = Enum.Parse<Parameter>(name, ignoreCase: true);
        _now ??= await connection.Parameters.ValuesAsync(connection.Block, cancellationToken);
        var (least, most) = await connection.Parameters.BoundsAsync(parameter, connection.Block, cancellationToken);
        string allowed = $"a vote can set {ParameterText.Number(parameter, least)} to {ParameterText.Of(parameter, most)}; now {ParameterText.Number(parameter, _now.Value.Of(parameter))}";
        if (!ParameterText.TryParse(parameter, text, out var value) || value < least || value > most)
        {
            throw new CommandException(ExitCode.Misused, $"{parameter} cannot be {text}: {allowed}");
        }

        _set[parameter] = value;
        foreach (var (shortest, longest) in Windows.Where(window => Then(window.Shortest) > Then(window.Longest)))
        {
            throw new CommandException(
                ExitCode.Misused,
                $"{shortest} would be {Then(shortest)} and {longest} {Then(longest)}: no window would be left",
                "set both, in an order in which there is always a window");
        }

        Add(connection.Parameters.Set(parameter, value), $" ({allowed})");
    }

    /// <summary>Gives a library a status.</summary>
    public Task SetAsync(LibraryName library, Bytes32 image, LibraryStatus status, CancellationToken cancellationToken) =>
        AddTriedAsync(new LibraryRegistryContract(connection.Chain, connection.Deployment.LibraryRegistry).SetStatus(library, image, status), cancellationToken);

    /// <summary>Lists or unlists an implementation of jobs.</summary>
    public Task ListAsync(Account implementation, bool isListed, CancellationToken cancellationToken) =>
        AddTriedAsync(new JobFactoryContract(connection.Chain, connection.Deployment.JobFactory).List(implementation, isListed), cancellationToken);

    /// <summary>Calls anything; what is refused now may not be when it is executed.</summary>
    public async Task CallAsync(Account target, byte[] data, CancellationToken cancellationToken)
    {
        // Voting takes its own settings only from a proposal under way.
        var call = new ContractCall(target.ToAddress(), data);
        string? refusal = target == connection.Deployment.Voting ? null : await RefusalAsync(call, cancellationToken);
        Add(call, refusal is null ? "" : $" (warning: as things are it would be refused: {refusal})");
    }

    private UInt256 Then(Parameter parameter) => _set.TryGetValue(parameter, out var value) ? value : _now!.Value.Of(parameter);

    private async Task AddTriedAsync(ContractCall call, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(call, cancellationToken) is { } refusal)
        {
            throw new CommandException(ExitCode.Reverted, $"what is proposed would be refused: {refusal}", "nothing was sent");
        }

        Add(call, "");
    }

    // As the timelock would call it.
    private async Task<string?> RefusalAsync(ContractCall call, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Chain.CallAsync(call.From(connection.Deployment.Timelock.ToAddress()), connection.Block, cancellationToken);
            return null;
        }
        catch (ContractRevertedException reverted)
        {
            return ContractError.Describe(reverted.RevertData);
        }
    }

    private void Add(ContractCall call, string remark)
    {
        var proposed = ProposedCall.Of(call);
        Calls.Add(proposed);
        Summary.Add(CallWords.Of(proposed, connection.Deployment) + remark);
    }
}
