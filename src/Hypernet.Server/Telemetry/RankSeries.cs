using Hypernet.Client;

namespace Hypernet.Server.Telemetry;

/// <summary>The course of one rank in few points: when there are too many, every second one is forgotten, and from then on they come half as often.</summary>
internal sealed class RankSeries
{
    private const int MaxPoints = 128;

    private readonly List<TelemetryPointView> _points = new(MaxPoints);
    private TimeSpan _spacing = TimeSpan.Zero;

    /// <summary>Adds a point; one that comes soon after the last takes its place.</summary>
    internal void Add(TelemetryPointView point)
    {
        if (_points.Count >= 2 && point.Time - _points[^2].Time < _spacing)
        {
            _points[^1] = point;
            return;
        }

        if (_points.Count == MaxPoints)
        {
            TimeSpan whole = point.Time - _points[0].Time;
            _spacing = 2 * (whole / MaxPoints);
            var kept = _points.Where((_, index) => index % 2 == 0).ToList();
            _points.Clear();
            _points.AddRange(kept);
        }

        _points.Add(point);
    }

    /// <summary>At most so many points since a moment, evenly taken; always with the newest.</summary>
    internal IReadOnlyList<TelemetryPointView> Since(DateTimeOffset oldest, int most)
    {
        var young = _points.Where(point => point.Time >= oldest).ToList();
        int step = Math.Max(1, (young.Count + most - 1) / most);
        return [.. young.Where((_, index) => (young.Count - 1 - index) % step == 0)];
    }
}
