using Xunit;

namespace Hypernet.Sandbox;

/// <summary>All tests that share one launcher.</summary>
[CollectionDefinition(Name)]
public sealed class SandboxCollection : ICollectionFixture<LauncherProcess>
{
    public const string Name = "sandbox";
}
