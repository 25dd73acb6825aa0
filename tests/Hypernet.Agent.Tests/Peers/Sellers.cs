using Hypernet.Agent.Peers;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Tests.Peers;

/// <summary>A started job of three ranks whose sellers have real keys, and processes that speak for them.</summary>
internal sealed class Sellers : IDisposable
{
    private readonly List<PrivateKey> _agentKeys = [];
    private readonly List<SessionKey> _sessionKeys = [];

    public Sellers(TimeProvider time, Func<int, string>? endpointOf = null)
    {
        Time = time;
        for (int slot = 0; slot < Story.State.Terms.Ranks; slot++)
        {
            var account = NewAgent();
            Story.Tell(new JobEvent.SellerSigned(slot, account, account, account, new Amount(900), endpointOf?.Invoke(slot) ?? ""));
        }

        Story.Tell(
            new JobEvent.JobFilled(Story.Dawn),
            new JobEvent.SeedArmed(Story.SeedBlock),
            new JobEvent.JobStarted(Bytes32.Sha256("seed"u8), Story.Dawn));
    }

    public Story Story { get; } = new();

    public TimeProvider Time { get; }

    public JobState State => Story.State;

    /// <summary>The account of a new agent key.</summary>
    public Account NewAgent()
    {
        _agentKeys.Add(PrivateKey.Create());
        return _agentKeys[^1].Address.ToAccount();
    }

    public SessionKey NewSession()
    {
        _sessionKeys.Add(SessionKey.Create());
        return _sessionKeys[^1];
    }

    /// <summary>What the agent at a rank delegates to a session key, from now on for an hour.</summary>
    public SessionDelegate Delegate(int rank, SessionKey key) => new(
        Story.ChainId, State.Job, State.TenureAt(rank).Id, rank, new Bytes32(key.Hash.Span), Time.GetUtcNow(), Time.GetUtcNow() + TimeSpan.FromHours(1));

    /// <summary>Signed by the agent key of its tenure.</summary>
    public SignedDelegate Sign(SessionDelegate session) => session.Sign(KeyOf(State.Tenures[session.Tenure].AgentKey));

    public PrivateKey KeyOf(Account agent) => _agentKeys.First(key => key.Address.ToAccount() == agent);

    /// <summary>What lets others in at a rank.</summary>
    public DelegateVerifier Verifier(int rank, SessionKey key) => new(Sign(Delegate(rank, key)), () => State, Time);

    public void Dispose()
    {
        _agentKeys.ForEach(key => key.Dispose());
        _sessionKeys.ForEach(key => key.Dispose());
    }
}
