using Xunit;

namespace Hypernet.Agent.Tests.Living.Namespaces;

/// <summary>A fact about agents in network namespaces; skipped where there cannot be any.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = NetworkTool.Obstacle;
}
