namespace Hypernet.Benchmarks.Jobs;

/// <summary>When things happened to one job, in seconds since it was given to the market.</summary>
/// <param name="Running">The program runs at every rank.</param>
/// <param name="Blocks">Blocks from then to the one that drew the ranks.</param>
/// <param name="Started">The event of that draw has come.</param>
/// <param name="Ended">The event of its completion has come.</param>
internal sealed record JobTimes(double Running, int Blocks, double Started, double Ended);
