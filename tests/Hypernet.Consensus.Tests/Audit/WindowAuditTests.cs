using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Runs;
using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class WindowAuditTests
{
    private static readonly ChainKey[] Keys = [new(0, ""), new(0, "gradient"), new(1, ""), new(0, "ö")];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Honest_operations_of_every_kind_pass(int seed)
    {
        var random = new Random(seed);
        var kinds = new HashSet<(OperationKind, ReduceOperator, ElementType)>();
        for (int i = 0; i < 20; i++)
        {
            int partitions = random.Next(1, 9);
            var group = new AuditedGroup(partitions);
            var counts = new Dictionary<ChainKey, ulong>();
            int operations = random.Next(1, AuditWindow.MaxOperations + 1);
            for (int k = 0; k < operations; k++)
            {
                var drawn = Draw(random, partitions);
                kinds.Add((drawn.Call.Descriptor.Kind, drawn.Call.Descriptor.Operator, drawn.Call.Descriptor.Type));
                var key = Keys[random.Next(Keys.Length)];
                group.Play(key, counts[key] = counts.GetValueOrDefault(key) + 1, drawn.Call, [.. drawn.Given.Values]);
            }

            var (verdict, found) = group.Audit(Fingerprints.Point(random.Next()));
            Assert.True(verdict.HasPassed && found.Length == 0, $"seed {seed}, window {i}: {string.Join("; ", found.Select(index => group.Of(0)[index].Call.Descriptor))}");
        }

        Assert.True(kinds.Count > 70, $"{kinds.Count} kinds of operations were drawn.");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Supplier_that_sends_other_data_than_its_replicas_computed_is_found_at_that_operation(int seed)
    {
        var random = new Random(1000 + seed);
        int harmful = 0;
        for (int i = 0; harmful < 125; i++)
        {
            int partitions = random.Next(2, 7);
            var group = new AuditedGroup(partitions);
            int operations = random.Next(1, 6);
            int altered = random.Next(operations);
            bool isHarmful = false;
            for (int k = 0; k < operations; k++)
            {
                var drawn = Draw(random, partitions);
                byte[][] given = [.. drawn.Given.Values];
                byte[][] sent = k == altered ? Altered(random, drawn.Call, given) : given;
                var results = group.Play(Keys[0], (ulong)k, drawn.Call, given, sent);
                if (k == altered)
                {
                    var honest = new AuditedGroup(partitions).Play(Keys[0], 0, drawn.Call, given);
                    isHarmful = !Equal(results, honest);
                }
            }

            var point = Fingerprints.Point(random.Next());
            var (verdict, found) = group.Audit(point);
            Assert.True(found.All(index => index == altered), $"seed {seed}, case {i}: honest operations are accused");
            Assert.False(isHarmful && verdict.HasPassed, $"seed {seed}, case {i}: {group.Of(0)[altered].Call.Descriptor} was altered, and nobody noticed");
            harmful += isHarmful ? 1 : 0;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Relay_that_alters_a_result_for_all_is_found_at_that_operation(int seed)
    {
        var random = new Random(2000 + seed);
        int cases = 0;
        while (cases < 125)
        {
            int partitions = random.Next(1, 7);
            var group = new AuditedGroup(partitions);
            int operations = random.Next(1, 6);
            int altered = random.Next(operations);
            for (int k = 0; k < operations; k++)
            {
                var drawn = Draw(random, partitions);
                group.Play(Keys[0], (ulong)k, drawn.Call, [.. drawn.Given.Values]);
            }

            var operation = group.Of(0)[altered];
            int length = Enumerable.Range(0, partitions).Max(partition => group.Of(partition)[altered].Result.Value.Length);
            if (length == 0 || operation.Call.Descriptor.Kind == OperationKind.Exchange)
            {
                continue;
            }

            int at = random.Next(length);
            byte bit = (byte)(operation.Call.Descriptor.Type == ElementType.Bool ? 1 : 1 << random.Next(8));
            bool isHarmful = false;
            group.Alter(altered, (kept, _) =>
            {
                byte[] value = kept.Result.Value.ToArray();
                if (at < value.Length)
                {
                    value[at] ^= bit;
                }

                isHarmful |= !Canonical(kept.Call, partitions, value).AsSpan().SequenceEqual(Canonical(kept.Call, partitions, kept.Result.Value.ToArray()));
                return kept with { Result = kept.Result with { Value = value } };
            });
            var (verdict, found) = group.Audit(Fingerprints.Point(random.Next()));
            Assert.Equal(isHarmful ? [altered] : [], found);
            Assert.Equal(!isHarmful, verdict.HasPassed);
            cases++;
        }
    }

    [Fact]
    public void Forged_exact_sum_that_fits_a_forged_result_does_not_balance()
    {
        var random = new Random(3);
        var call = Sum(ElementType.F64, ReduceOperator.Sum, 6);
        for (int i = 0; i < 1_000; i++)
        {
            double[][] rows = [.. Enumerable.Range(0, 3).Select(_ => Doubles.List(random, 6))];
            byte[][] sent = Bytes(rows);
            int element = random.Next(6);

            // Among others by what is a multiple of the best known prime of 127 bits.
            double more = i % 2 == 0 ? Math.ScaleB(1, random.Next(-1074, 1000)) : rows[0][element] is var x && Math.Abs(x) < 1e200 && x != 0 ? (Math.ScaleB(x, 127) / x > 1 ? Math.ScaleB(x, 127) : 1) : 1;
            double[] forged = [.. rows[0]];
            forged[element] = more;
            var group = new AuditedGroup(3);
            group.Play(Keys[0], 0, call, sent, Bytes([forged, .. rows[1..]]));
            var (verdict, found) = group.Audit(Fingerprints.Point(i));
            bool isAltered = BitConverter.DoubleToInt64Bits(more) != BitConverter.DoubleToInt64Bits(rows[0][element]);
            Assert.Equal(isAltered ? [0] : [], found);
            Assert.Equal(!isAltered, verdict.HasPassed);
        }
    }

    [Theory]
    [InlineData(ElementType.F64, ReduceOperator.Sum, OperationKind.AllReduce)]
    [InlineData(ElementType.F64, ReduceOperator.Mean, OperationKind.Reduce)]
    [InlineData(ElementType.F32, ReduceOperator.Sum, OperationKind.AllReduce)]
    [InlineData(ElementType.F64, ReduceOperator.WeightedMean, OperationKind.AllReduce)]
    [InlineData(ElementType.F64, ReduceOperator.WeightedMean, OperationKind.Reduce)]
    [InlineData(ElementType.F32, ReduceOperator.WeightedMean, OperationKind.AllReduce)]
    [InlineData(ElementType.F64, ReduceOperator.Max, OperationKind.AllReduce)]
    [InlineData(ElementType.F32, ReduceOperator.Min, OperationKind.AllReduce)]
    public void Special_values_pass_as_they_are_and_not_as_others(ElementType type, ReduceOperator reduction, OperationKind kind)
    {
        double[] specials = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, 1, -1, double.Epsilon, 1e-200, double.MaxValue];
        var random = new Random(4);
        var call = Sum(type, reduction, 4, kind, root: 1);
        int width = reduction == ReduceOperator.WeightedMean ? 5 : 4;
        int harmful = 0;
        for (int i = 0; i < 300; i++)
        {
            double[][] rows = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, width).Select(_ => specials[random.Next(random.Next(2) == 0 ? 5 : specials.Length)]).ToArray())];
            byte[][] given = Given(type, rows);
            var honest = new AuditedGroup(3);
            var right = honest.Play(Keys[0], 0, call, given);
            Assert.True(honest.Audit(Fingerprints.Point(i)).Verdict.HasPassed, string.Join("; ", rows.Select(row => string.Join(' ', row))));

            double[][] lies = [.. rows.Select(row => (double[])[.. row])];
            lies[random.Next(3)][random.Next(width)] = specials[random.Next(specials.Length)];
            var lying = new AuditedGroup(3);
            var wrong = lying.Play(Keys[0], 0, call, given, Given(type, lies));
            var (verdict, _) = lying.Audit(Fingerprints.Point(i));
            Assert.False(!Equal(right, wrong) && verdict.HasPassed, string.Join("; ", rows.Concat(lies).Select(row => string.Join(' ', row))));
            harmful += Equal(right, wrong) ? 0 : 1;
        }

        Assert.True(harmful > 0, $"{harmful} alterations mattered.");

        static byte[][] Given(ElementType type, double[][] rows) => type == ElementType.F64 ? Bytes(rows)
            : [.. rows.Select(row => MemoryMarshal.AsBytes<float>([.. row.Select(x => (float)x)]).ToArray())];
    }

    [Theory]
    [InlineData(ElementType.F64, 0, ReduceOperator.Sum)]
    [InlineData(ElementType.F64, 9, ReduceOperator.Mean)]
    [InlineData(ElementType.F32, 6, ReduceOperator.Sum)]
    public void Sums_in_fixed_point_pass_and_show_what_was_altered(ElementType type, byte digits, ReduceOperator reduction)
    {
        var random = new Random(5);
        for (int i = 0; i < 40; i++)
        {
            int partitions = random.Next(1, 6);
            int count = random.Next(1, 400);
            var call = Sum(type, reduction, count);
            call = call with { Descriptor = call.Descriptor with { Exactness = Exactness.FixedPoint, Digits = digits } };
            double[][] rows = [.. Enumerable.Range(0, partitions).Select(_ => Enumerable.Range(0, count).Select(k =>
                k % 50 == 3 && random.Next(3) == 0 ? random.Next(3) switch { 0 => double.NaN, 1 => double.NegativeInfinity, _ => -0.0 } : Math.ScaleB(random.NextDouble() - 0.5, random.Next(-90, 90))).ToArray())];
            byte[][] given = type == ElementType.F64 ? Bytes(rows) : [.. rows.Select(row => MemoryMarshal.AsBytes<float>([.. row.Select(x => (float)x)]).ToArray())];
            var honest = new AuditedGroup(partitions);
            var right = honest.Play(Keys[0], 0, call, given);
            Assert.True(honest.Audit(Fingerprints.Point(i)).Verdict.HasPassed);

            byte[][] sent = Altered(random, call, given);
            var lying = new AuditedGroup(partitions);
            var wrong = lying.Play(Keys[0], 0, call, given, sent);
            Assert.False(!Equal(right, wrong) && lying.Audit(Fingerprints.Point(i)).Verdict.HasPassed);

            // A bound that is not the greatest of all shares', and a scale that nobody has.
            honest.Alter(0, (kept, _) => kept with { Result = kept.Result with { ErrorBound = kept.Result.ErrorBound + 1 } });
            Assert.False(honest.Audit(Fingerprints.Point(i)).Verdict.HasPassed);
            var scaled = new AuditedGroup(partitions);
            scaled.Play(Keys[0], 0, call, given);
            scaled.Alter(0, (kept, _) =>
            {
                short[] scales = kept.Scales.ToArray();
                scales[0] = (short)(scales[0] == short.MinValue ? 0 : scales[0] + 1);
                return kept with { Scales = scales };
            });
            Assert.False(scaled.Audit(Fingerprints.Point(i)).Verdict.HasPassed);
        }
    }

    [Fact]
    public void Overflow_passes_where_it_is_and_nowhere_else()
    {
        var call = Sum(ElementType.I32, ReduceOperator.Sum, 7);
        int[][] rows = [[1, 2, int.MaxValue, 3, 4, int.MaxValue, 5], [1, 2, 1, 3, 4, 1, 5]];
        byte[][] given = [.. rows.Select(row => MemoryMarshal.AsBytes(row.AsSpan()).ToArray())];
        for (int claimed = -1; claimed < 7; claimed++)
        {
            var group = new AuditedGroup(2);
            Assert.All(group.Play(Keys[0], 0, call, given), Assert.Null);
            group.Alter(0, (kept, _) => kept with
            {
                Overflowed = claimed,
                Result = kept.Result with { Value = claimed < 0 ? new byte[28] : default },
            });
            Assert.Equal(claimed == 2, group.Audit(Fingerprints.Point(claimed)).Verdict.HasPassed);
        }
    }

    [Fact]
    public void Contribution_that_came_too_late_is_in_no_sum()
    {
        byte[][] given = Bytes([1, 2, 3], [4, 5, 6], [-0.0, double.NaN, 7]);
        foreach (var reduction in new[] { ReduceOperator.Sum, ReduceOperator.Mean, ReduceOperator.Min })
        {
            var call = Sum(ElementType.F64, reduction, 3);
            var early = new AuditedGroup(2);
            early.Play(Keys[0], 0, call, given[..2]);
            var contributors = SlotSet.Of(3, 0, 1);
            foreach (bool isKnown in new[] { true, false })
            {
                var group = new AuditedGroup(3);
                group.Play(Keys[0], 0, call, given);
                group.Alter(0, (kept, partition) => kept with
                {
                    Result = early.Of(0)[0].Result with { Contributors = isKnown ? contributors : SlotSet.All(3) },
                    Exact = Shares(kept.Call, early, partition),
                });
                Assert.Equal(isKnown, group.Audit(Fingerprints.Point(9)).Verdict.HasPassed);
            }
        }

        // The exact sums of two, shared by three: all elements are of one digit or two.
        static ReadOnlyMemory<byte> Shares(OperationCall call, AuditedGroup early, int partition)
        {
            byte[] all = [.. early.Of(0)[0].Exact.Span, .. early.Of(1)[0].Exact.Span];
            uint[] digits = new uint[Limbs.Count];
            int at = 0;
            for (int i = 0; i < partition && all.Length > 0; i++)
            {
                at += ExactWire.Read(all.AsSpan(at), digits, out _);
            }

            return all.Length == 0 ? default : all.AsMemory(at, ExactWire.Read(all.AsSpan(at), digits, out _));
        }
    }

    [Fact]
    public void Merge_passes_only_with_the_sealed_inputs_at_hand()
    {
        var call = new OperationCall
        {
            Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Ordered },
            Merge = (low, high) => (byte[])[.. low.Span, .. high.Span],
        };
        byte[][] given = [[1], [2, 3], [4]];
        var group = new AuditedGroup(3);
        group.Play(Keys[0], 0, call, given);
        var point = Fingerprints.Point(1);

        Assert.True(group.Audit(point).Verdict.HasPassed);
        Assert.False(group.Audit(point, (_, partition) => partition == 1 ? null : given[partition]).Verdict.HasPassed);
        Assert.False(group.Audit(point, (_, partition) => partition == 1 ? new byte[] { 2, 4 } : given[partition]).Verdict.HasPassed);
    }

    [Fact]
    public void Window_has_one_id_in_any_order_and_another_for_any_other_result()
    {
        var group = new AuditedGroup(2);
        var call = Sum(ElementType.F64, ReduceOperator.Sum, 1);
        group.Play(Keys[1], 0, call, Bytes([1], [2]));
        group.Play(Keys[0], 1, call, Bytes([3], [4]));
        group.Play(Keys[0], 0, call, Bytes([5], [6]));
        var id = new AuditWindow(group.Of(0), 0, 2).Id([1, 2]);

        Assert.Equal(id, new AuditWindow(group.Of(1).Reverse(), 1, 2).Id([1, 2]));
        Assert.NotEqual(id, new AuditWindow(group.Of(0), 0, 2).Id([1, 3]));
        group.Alter(1, (kept, _) => kept with { Result = kept.Result with { Value = new byte[8] } });
        Assert.NotEqual(id, new AuditWindow(group.Of(0), 0, 2).Id([1, 2]));
    }

    [Fact]
    public void Contribution_that_could_make_sums_wrap_around_is_refused()
    {
        var call = Sum(ElementType.ExactSum, ReduceOperator.Sum, 2);
        var greatest = new ExactSum();
        greatest.AddProduct(double.MaxValue, double.MaxValue);
        byte[] honest = [.. greatest.ToBytes(), .. greatest.ToBytes()];
        byte[] beyond = [.. greatest.ToBytes(), 0x23, Limbs.Count - 2, 1, 1, 0, 0, 0];

        Assert.Null(CallValidation.JudgeContribution(call.Descriptor, beyond, 2, 0));
        Assert.Null(OperationAudit.JudgeContribution(call.Descriptor, honest));
        Assert.Contains("2^2112", OperationAudit.JudgeContribution(call.Descriptor, beyond), StringComparison.Ordinal);
        Assert.Null(OperationAudit.JudgeContribution(Sum(ElementType.F64, ReduceOperator.Sum, 2).Descriptor, beyond));
    }

    [Fact]
    public void Statement_of_a_stranger_is_bounded()
    {
        byte[] bytes = new AuditStatement(7, [new byte[] { 1, 2 }, default]).ToBytes();

        Assert.Equal(2, AuditStatement.Read(bytes, [2, 0])!.Claims[0].Length);
        Assert.Null(AuditStatement.Read(bytes, [1, 0]));
        Assert.Null(AuditStatement.Read(bytes, [2]));
        Assert.Null(AuditStatement.Read(bytes, [2, 0, 0]));
        Assert.Null(AuditStatement.Read(bytes.AsSpan(0, bytes.Length - 1), [2, 0]));
        Assert.Null(AuditFinding.Read(new byte[31]));
    }

    // Most kinds of operations are all-reduces.
    private static RunCase Draw(Random random, int partitions) =>
        new(random.Next(), partitions, random.Next(3) > 0 ? OperationKind.AllReduce : null, isWhole: true);

    // One bit of one contribution; nothing where no bit can be another.
    private static byte[][] Altered(Random random, OperationCall call, byte[][] given)
    {
        int[] givers = [.. Enumerable.Range(0, given.Length).Where(slot => given[slot].Length > 0 && call.Descriptor.Type != ElementType.ExactSum)];
        byte[][] sent = [.. given];
        if (givers.Length > 0)
        {
            int liar = givers[random.Next(givers.Length)];
            byte[] lie = [.. given[liar]];
            int head = call.Descriptor.Kind == OperationKind.Scatter ? 4 + (8 * given.Length) : 0;
            if (lie.Length > head)
            {
                int at = random.Next(head, lie.Length);
                lie[at] ^= (byte)(call.Descriptor.Type == ElementType.Bool ? 1 : 1 << random.Next(8));
            }

            sent[liar] = lie;
        }

        return sent;
    }

    // One NaN is as good as another where bytes are handed on.
    internal static byte[] Canonical(OperationCall call, int partitions, byte[] value)
    {
        if (call.Descriptor.Kind is OperationKind.Broadcast or OperationKind.Scatter && value.Length % call.Descriptor.Type.Width() == 0)
        {
            Extremes.Canonicalize(value, call.Descriptor.Type);
        }

        return call.Descriptor.Kind is OperationKind.Gather or OperationKind.AllGather && PartList.Read(value, partitions) is { } parts
            ? PartList.Write([.. parts.Select(part =>
            {
                byte[]? elements = part?.ToArray();
                if (elements?.Length % call.Descriptor.Type.Width() == 0)
                {
                    Extremes.Canonicalize(elements, call.Descriptor.Type);
                }

                return elements is null ? (ReadOnlyMemory<byte>?)null : elements;
            })])
            : value;
    }

    private static bool Equal(OperationResult?[] results, OperationResult?[] others) => results.Zip(others).All(pair =>
        (pair.First is null && pair.Second is null)
        || (pair.First is { } first && pair.Second is { } second && first.Value.Span.SequenceEqual(second.Value.Span)));

    private static OperationCall Sum(ElementType type, ReduceOperator reduction, int count, OperationKind kind = OperationKind.AllReduce, int root = 0) => new()
    {
        Descriptor = new Descriptor { Kind = kind, Operator = reduction, Type = type, Count = count, Root = kind == OperationKind.Reduce ? root : 0 },
    };

    private static byte[][] Bytes(params double[][] rows) => [.. rows.Select(row => MemoryMarshal.AsBytes(row.AsSpan()).ToArray())];
}
