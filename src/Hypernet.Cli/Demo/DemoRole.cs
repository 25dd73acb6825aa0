namespace Hypernet.Cli.Demo;

/// <summary>What a seller of the demo is there for.</summary>
internal enum DemoRole
{
    /// <summary>Works as it should.</summary>
    Honest,

    /// <summary>Cheats at checkpoint 2, as the plan says.</summary>
    Cheat,

    /// <summary>Waits for a vacancy.</summary>
    Spare,
}
