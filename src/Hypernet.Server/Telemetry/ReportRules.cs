using System.Text;
using Hypernet.Client;

namespace Hypernet.Server.Telemetry;

/// <summary>docs/spec/telemetry.md §2: what a report may say, whoever signed it.</summary>
internal static class ReportRules
{
    // Restarts of a group: far more than a job has time for.
    private const int MaxAttempt = 1 << 20;
    private const long MaxSequence = TelemetryRow.MaxCount;

    /// <summary>What is wrong with a report; null if nothing is.</summary>
    internal static string? Fault(TelemetryReport report, JobRoster roster, DateTimeOffset now)
    {
        int checkpoints = roster.Terms.Checkpoints;
        return (report.Time - now).Duration() > TelemetryReport.ClockTolerance ? $"time {report.Time:O} is not within {TelemetryReport.ClockTolerance.TotalMinutes} minutes of this server's {now:O}."
            : report.Sequence is < 1 or > MaxSequence ? $"sequence {report.Sequence} is not from 1 to {MaxSequence}."
            : report.Checkpoint < 1 || report.Checkpoint > checkpoints ? $"checkpoint {report.Checkpoint} is not from 1 to {checkpoints}."
            : report.Attempt is < 0 or > MaxAttempt ? $"attempt {report.Attempt} is not from 0 to {MaxAttempt}."
            : report.Residual is { } residual && !IsWithin(residual, double.MaxValue) ? $"residual {residual} is not a finite number from 0."
            : report.Members < 1 || report.Members > roster.Terms.Ranks ? $"members {report.Members} is not from 1 to {roster.Terms.Ranks}."
            : !IsText(report.Said, TelemetryReport.MaxSaidBytes) || report.Said?.Contains('\n', StringComparison.Ordinal) == true ? $"said is not one line of plain text of 1 to {TelemetryReport.MaxSaidBytes} bytes."
            : !IsText(report.Tail, TelemetryReport.MaxTailBytes) ? $"tail is not plain text of 1 to {TelemetryReport.MaxTailBytes} bytes."
            : report.Rows.Count > TelemetryReport.MaxRows ? $"{report.Rows.Count} rows are more than {TelemetryReport.MaxRows}."
            : report.Rows.Contains(null) ? "a row is null."
            : report.Rows.DistinctBy(row => row.Partition).Count() < report.Rows.Count ? "two rows are of one partition."
            : report.Rows.Select(row => Fault(row, roster.Terms.Groups, checkpoints)).FirstOrDefault(fault => fault is not null);
    }

    private static string? Fault(TelemetryRow row, int partitions, int checkpoints)
        => row.Partition < 0 || row.Partition >= partitions ? $"partition {row.Partition} is not from 0 to {partitions - 1}."
        : row.Checkpoint < 1 || row.Checkpoint > checkpoints ? $"checkpoint {row.Checkpoint} of partition {row.Partition} is not from 1 to {checkpoints}."
        : row.Total is < 1 or > TelemetryRow.MaxCount || row.Done < 0 || row.Done > row.Total ? $"{row.Done} of {row.Total} of partition {row.Partition} is no progress."
        : !IsWithin(row.AgeSeconds, TelemetryRow.MaxAgeSeconds) ? $"age {row.AgeSeconds} of partition {row.Partition} is not from 0 to {TelemetryRow.MaxAgeSeconds} seconds."
        : null;

    private static bool IsWithin(double value, double most) => value >= 0 && value <= most;

    private static bool IsText(string? text, int maxBytes)
        => text is null || (text.Length > 0 && PlainText.IsPlain(text) && Encoding.UTF8.GetByteCount(text) <= maxBytes);
}
