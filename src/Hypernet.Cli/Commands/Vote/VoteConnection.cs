using Hypernet.Cli.Connections;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>The chain as the vote verbs see it, at one block: no server is needed, and the chain's time counts.</summary>
internal sealed class VoteConnection : IDisposable
{
    private const int ShownDigits = 10;

    private readonly MarketConnection _market;

    private VoteConnection(MarketConnection market, BlockHeader head)
    {
        _market = market;
        Head = head;
        Voting = new VotingContract(Chain, Deployment.Voting);
        Parameters = new ProtocolParametersContract(Chain, Deployment.ProtocolParameters);
        Reader = new ProposalReader(Chain, Deployment);
    }

    public JsonRpcClient Chain => _market.Market.Chain;

    public Deployment Deployment => _market.Market.Deployment;

    public HypertokenContract Hypertoken => _market.Market.Hypertoken;

    public VotingContract Voting { get; }

    public ProtocolParametersContract Parameters { get; }

    public ProposalReader Reader { get; }

    /// <summary>The newest block when the command began.</summary>
    public BlockHeader Head { get; }

    /// <summary>That block as one to ask at.</summary>
    public BlockParameter Block => BlockParameter.AtHash(Head.Hash);

    /// <summary>The chain's time.</summary>
    public DateTimeOffset Now => Head.Timestamp.ToTime();

    /// <summary>Connects, and confirms that the node holds the deployment's contracts.</summary>
    public static async Task<VoteConnection> OpenAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var market = await MarketConnection.OpenAsync(context, cancellationToken);
        try
        {
            var head = await market.Market.Chain.GetBlockAsync(BlockParameter.Latest, cancellationToken);
            return new VoteConnection(market, head ?? throw new CommandException(ExitCode.Failed, "the chain's node shows no block", "name another with --rpc"));
        }
        catch
        {
            market.Dispose();
            throw;
        }
    }

    /// <summary>The one proposal that an id, or its beginning, names; and where it stands.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    public async Task<(Proposal Proposal, ProposalStanding Standing)> FindAsync(string id, CancellationToken cancellationToken)
    {
        string wanted = !id.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && UInt256.TryParse(id, out var number) ? number.ToBytes32().ToString() : id;
        var found = (await Reader.ReadAsync(Head, cancellationToken))
            .Where(proposal => wanted.Length > 2 && proposal.Id.ToString().StartsWith(wanted, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found switch
        {
            [] => throw new CommandException(ExitCode.NotFound, $"there is no proposal {id}", "hypernet vote list"),
            [var proposal] => (proposal, (await Reader.StandingsAsync([proposal], Head, cancellationToken))[0]),
            _ => throw new CommandException(ExitCode.Misused, $"{id} is the beginning of {found.Count} proposals", "write more of its digits: hypernet vote list"),
        };
    }

    /// <summary>The digits by which a proposal is told from others.</summary>
    public static string Short(Proposal proposal) => proposal.Id.ToString()[..ShownDigits];

    /// <inheritdoc/>
    public void Dispose() => _market.Dispose();
}
