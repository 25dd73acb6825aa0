namespace Hypernet.Cli;

/// <summary>Where a command writes.</summary>
/// <param name="Output">Data: stdout.</param>
/// <param name="Talk">Everything else: stderr.</param>
internal sealed record CommandStreams(TextWriter Output, TextWriter Talk);
