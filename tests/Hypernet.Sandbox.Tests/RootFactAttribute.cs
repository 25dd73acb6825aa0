using Xunit;

namespace Hypernet.Sandbox;

/// <summary>A fact about what root does; skipped for others, who cannot do it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!HostUser.Current.IsRoot)
        {
            Skip = "This needs root.";
        }
    }
}
