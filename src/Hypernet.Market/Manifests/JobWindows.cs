namespace Hypernet.Market;

/// <summary>How long the steps of a job may take.</summary>
/// <param name="Work">From a checkpoint's start to its last commitment. Range: 10 s–7 days.</param>
/// <param name="Reveal">From the close of commits to the last reveal. Range: 5 s–1 day.</param>
/// <param name="Recruit">To find replacements, over the whole job. Range: 10 s–7 days.</param>
/// <param name="Sign">From placement to the last signature. Range: 10 s–30 days.</param>
/// <param name="Auction">From placement to the last underbid; <see langword="null"/> without an auction. Range: 10 s–7 days after the window to sign. Default: none.</param>
public sealed record JobWindows(TimeSpan Work, TimeSpan Reveal, TimeSpan Recruit, TimeSpan Sign, TimeSpan? Auction = null);
