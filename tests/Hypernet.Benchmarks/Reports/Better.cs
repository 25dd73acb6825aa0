namespace Hypernet.Benchmarks.Reports;

internal enum Better
{
    Less,
    More,
}
