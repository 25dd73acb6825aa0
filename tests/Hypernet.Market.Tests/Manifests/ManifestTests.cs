using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hypernet.Market;

public sealed class ManifestTests
{
    private const string Least = """
        name: fit
        duration: 20min
        command: [python3, fit.py]
        numerics: portable
        terms:
          unitPrice: "1.5"

        """;

    private const string Whole = """
        # everything a job.yaml can say
        name: Flight delays
        description: >
          Least squares over 200,000 flights.
        engine: native
        duration: 40s
        command: [python3, fit.py, --verbose]
        libraries: [numpy@host, python@host]
        inputs:
          - { path: flights.csv, sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, sources: [store, "https://example.org/f.csv"], partition: rows }
          - path: part.bin
            sha256:
              - bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
              - cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
            partition: file-per-partition
          - { local: hospital-records }
        outputs:
          - { path: factor.npy, deliver: store 48 }
          - { path: report.txt, deliver: forward https://buyer.example/inbox }
          - { path: log/trace.txt, deliver: delete }
        numerics: class avx2-openblas
        checkpoints: 3
        terms:
          unitPrice: "1.5"
          unitCollateral: "3"
          groups: 2
          replication: 5
          quorum: 4
          onLoss: abort
          windows: { work: 2min, reveal: 15s, recruit: 120s, sign: 1d, auction: 26h }
          requirements: { cpus: 2, memoryMiB: 1024, storageMiB: 2048, upKbps: 100, downKbps: 200, architecture: x64 }
        """;

    [Fact]
    public void A_manifest_of_the_required_fields_gets_the_documented_defaults()
    {
        JobManifest job = JobManifest.Parse(Least);

        Assert.Equal(("fit", "", Engine.Native), (job.Name, job.Description, job.Engine));
        Assert.Equal(TimeSpan.FromMinutes(20), job.Duration);
        Assert.Equal(["python3", "fit.py"], job.Command);
        Assert.Empty(job.Libraries);
        Assert.Empty(job.Inputs);
        Assert.Empty(job.Outputs);
        Assert.Null(job.Numerics);
        Assert.Equal(1, job.Checkpoints);
        Assert.Equal(
            new ManifestTerms(
                Amount.Parse("1.5"),
                Amount.Parse("1.5"),
                Groups: 1,
                Replication: 3,
                Quorum: 2,
                LossPolicy.Restart,
                new JobWindows(TimeSpan.FromSeconds((3 * 1200) + 60), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)),
                new Requirements()),
            job.Terms);
    }

    [Fact]
    public void Every_field_is_read()
    {
        JobManifest job = JobManifest.Parse(Whole);

        Assert.Equal("Least squares over 200,000 flights.\n", job.Description);
        Assert.Equal(["numpy@host", "python@host"], job.Libraries.Select(library => library.ToString()));
        Assert.Equal(
            [
                new JobInput.Fetched("flights.csv", [Digest('a')], ["store", "https://example.org/f.csv"], InputPartition.Rows),
                new JobInput.Fetched("part.bin", [Digest('b'), Digest('c')], ["store"], InputPartition.FilePerPartition),
                new JobInput.Local("hospital-records"),
            ],
            job.Inputs);
        Assert.Equal(
            [
                new JobOutput("factor.npy", new Delivery.Store(48)),
                new JobOutput("report.txt", new Delivery.Forward(new Uri("https://buyer.example/inbox"))),
                new JobOutput("log/trace.txt", new Delivery.Delete()),
            ],
            job.Outputs);
        Assert.Equal("avx2-openblas", job.Numerics);
        Assert.Equal(3, job.Checkpoints);
        Assert.Equal(
            new ManifestTerms(
                Amount.Parse("1.5"),
                Amount.Parse("3"),
                Groups: 2,
                Replication: 5,
                Quorum: 4,
                LossPolicy.Abort,
                new JobWindows(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromDays(1), TimeSpan.FromHours(26)),
                new Requirements { Cpus = 2, MemoryMiB = 1024, StorageMiB = 2048, UpKbps = 100, DownKbps = 200, Architecture = Architecture.X64 }),
            job.Terms);
    }

    [Theory]
    [InlineData("name: fit", "nmae: fit", 1, 1, "nmae", "did you mean name?")]
    [InlineData("name: fit", "name: [fit]", 1, 7, "name", "single value")]
    [InlineData("name: fit", "name: \"\"", 1, 7, "name", "1 to 64 characters")]
    [InlineData("name: fit", "name: fit\nengine: nativ", 2, 9, "engine", "did you mean native?")]
    [InlineData("name: fit", "name: fit\nname: fat", 2, 1, "name", "twice")]
    [InlineData("duration: 20min", "duration: 20", 2, 11, "duration", "40s or 20min")]
    [InlineData("duration: 20min", "duration: 20 min", 2, 11, "duration", "'20 min' is not a duration")]
    [InlineData("duration: 20min", "duration: 3d", 2, 11, "duration", "choose 1s to 2d")]
    [InlineData("duration: 20min", "duration: 99999999999d", 2, 11, "duration", "is not a duration")]
    [InlineData("duration: 20min", "", 1, 1, "duration", "is missing")]
    [InlineData("command: [python3, fit.py]", "command: python3 fit.py", 3, 10, "command", "not a list")]
    [InlineData("command: [python3, fit.py]", "command: []", 3, 10, "command", "give 1 to 64")]
    [InlineData("command: [python3, fit.py]", "command: [python3, {a: b}]", 3, 20, "command[1]", "single value")]
    [InlineData("numerics: portable", "numerics: exact", 4, 11, "numerics", "class NAME")]
    [InlineData("numerics: portable", "", 1, 1, "numerics", "native programs must say it")]
    [InlineData("numerics: portable", "numerics: portable\ncheckpoints: 0", 5, 14, "checkpoints", "1 to 1024")]
    [InlineData("numerics: portable", "numerics: portable\nlibraries: [numpy]", 5, 13, "libraries[0]", "numpy@1.24.2")]
    [InlineData("numerics: portable", "numerics: portable\ninputs: [{path: a.csv, sha256: abc}]", 5, 32, "inputs[0].sha256", "64 hexadecimal digits")]
    [InlineData("numerics: portable", "numerics: portable\ninputs: [{path: ../a, sha256: abc}]", 5, 17, "inputs[0].path", "plain relative path")]
    [InlineData("numerics: portable", "numerics: portable\ninputs: [{local: a, path: b}]", 5, 27, "inputs[0].path", "does not go with local")]
    [InlineData("numerics: portable", "numerics: portable\ninputs: [{pth: a}]", 5, 11, "inputs[0].pth", "did you mean path?")]
    [InlineData("numerics: portable", "numerics: portable\ninputs: [{path: a.bin, sha256: abc, partition: rows}]", 5, 48, "inputs[0].partition", "cannot be cut")]
    [InlineData("numerics: portable", "numerics: portable\noutputs: [{path: a, deliver: keep}]", 5, 30, "outputs[0].deliver", "store <1 to 8760 hours>")]
    [InlineData("numerics: portable", "numerics: portable\noutputs: [{path: a, deliver: forward ftp://b}]", 5, 30, "outputs[0].deliver", "http address")]
    [InlineData("numerics: portable", "numerics: portable\noutputs: [{path: a}]", 5, 11, "outputs[0].deliver", "is missing")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: 1.5", 6, 14, "terms.unitPrice", "write \"1.5\" in quotes")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"-1\"", 6, 14, "terms.unitPrice", "above zero")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"0\"", 6, 14, "terms.unitPrice", "above zero")]
    [InlineData("  unitPrice: \"1.5\"", "  groups: 3", 6, 3, "terms.unitPrice", "is missing")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"1.5\"\n  unitCollateral: \"16\"", 7, 19, "terms.unitCollateral", "ten times")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"1.5\"\n  quorum: 1", 7, 11, "terms.quorum", "choose 2 to 3")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"1.5\"\n  windows: {work: 5s}", 7, 19, "terms.windows.work", "10s to 7d")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"1.5\"\n  windows: 5s", 7, 12, "terms.windows", "work, reveal, recruit, sign, auction")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"1.5\"\n  windows: {sign: 1d, auction: 9d}", 7, 32, "terms.windows.auction", "10s to 8d")]
    [InlineData("  unitPrice: \"1.5\"", "  unitPrice: \"1.5\"\n  requirements: {memory: 5}", 7, 18, "terms.requirements.memory", "the fields here are")]
    [InlineData("terms:\n  unitPrice: \"1.5\"", "", 1, 1, "terms", "is missing")]
    public void An_error_names_line_column_field_and_fix(string right, string wrong, long line, long column, string field, string words)
    {
        string text = Least.Replace(right, wrong, StringComparison.Ordinal);

        var refused = Assert.Throws<ManifestException>(() => JobManifest.Parse(text));

        ManifestError error = Assert.Single(refused.Errors, error => error.Field == field);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(error.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("name: [a", 2, "not YAML")]
    [InlineData("name: a\nduration: '2s", 2, "not YAML")]
    [InlineData("a: &x 1\nb: *x", 1, "anchors and tags")]
    [InlineData("a: *x", 1, "")]
    [InlineData("a: !!python/object 1", 1, "anchors and tags")]
    [InlineData("a: 1\n---\nb: 2", 2, "second document")]
    [InlineData("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", 1, "levels of nesting")]
    [InlineData("? [a]\n: 1", 1, "must be a word")]
    [InlineData("just words", 1, "must have fields")]
    public void Texts_of_another_form_are_refused_with_their_line(string text, long line, string words)
    {
        var refused = Assert.Throws<ManifestException>(() => JobManifest.Parse(text));

        Assert.Equal(line, refused.Errors[0].Line);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_manifest_costs_no_more_than_its_size()
    {
        Assert.Throws<ManifestException>(() => JobManifest.Parse(new string('[', JobManifest.MaxLength)));
        Assert.Throws<ManifestException>(() => JobManifest.Parse(new string(' ', JobManifest.MaxLength + 1)));
        Assert.Throws<ManifestException>(() => JobManifest.Parse(new string('x', JobManifest.MaxLength - 4) + ": 1"));
    }

    [Fact]
    public void One_reading_finds_every_error_in_the_order_of_the_file()
    {
        var refused = Assert.Throws<ManifestException>(() => JobManifest.Parse("nam: x\nduration: 5\ncommand: []\nnumerics: portable\nterms: {unitPrice: 1}"));

        Assert.Equal(["nam", "name", "duration", "command", "terms.unitPrice"], refused.Errors.Select(error => error.Field));
    }

    [Fact]
    public void Any_text_is_a_manifest_or_refused_as_none() =>
        Prop.ForAll(
            (from at in Gen.Choose(0, Whole.Length - 1)
             from cut in Gen.Choose(0, 12)
             from inserted in Gen.Elements("", "\t", "\n", ":", "- ", "[", "}", "&a ", "*a", "!x ", "\"", "'", "%", "#", "|", "?", "---\n", "...\n", "\0", "\u00e4", "\ud800", "<<: ", "0x1", "@")
             select Whole.Remove(at, Math.Min(cut, Whole.Length - at)).Insert(at, inserted)).ToArbitrary(),
            text =>
            {
                try
                {
                    return JobManifest.Parse(text) is not null;
                }
                catch (ManifestException refused)
                {
                    return refused.Errors.Count > 0 && refused.Errors.All(error => error.Line > 0);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Bytes32 Digest(char digit) => Bytes32.Parse(new string(digit, 64));
}
