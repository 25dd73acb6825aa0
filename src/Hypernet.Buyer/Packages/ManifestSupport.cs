using Hypernet.Market;

namespace Hypernet.Buyer.Packages;

/// <summary>What agents of this version can do: a job that asks for more would find no seller, and is refused before it costs anything.</summary>
internal static class ManifestSupport
{
    // The one output that every checkpoint has: what the program gives to checkpoint(result, state).
    private const string Result = "result";

    public static void Ensure(JobManifest manifest)
    {
        if (manifest.Engine != Engine.Native)
        {
            throw new JobUnsupportedException("engine", "no seller runs wasm yet; write native");
        }

        for (int i = 0; i < manifest.Inputs.Count; i++)
        {
            Ensure(manifest.Inputs[i], $"inputs[{i}]");
        }

        for (int i = 0; i < manifest.Outputs.Count; i++)
        {
            Ensure(manifest.Outputs[i], $"outputs[{i}]");
        }
    }

    private static void Ensure(JobInput input, string field)
    {
        switch (input)
        {
            case JobInput.Local local:
                throw new JobUnsupportedException($"{field}.local", $"no seller offers data of its own yet, such as {local.Name}; give a file");
            case JobInput.Fetched fetched when !fetched.Sources.Contains(JobInput.Fetched.Store):
                throw new JobUnsupportedException($"{field}.sources", $"sellers fetch from the artifact store only; write {JobInput.Fetched.Store}");
            default:
                return;
        }
    }

    private static void Ensure(JobOutput output, string field)
    {
        if (output.Path != Result)
        {
            throw new JobUnsupportedException($"{field}.path", $"sellers deliver no files of their own yet, such as {output.Path}; give it to checkpoint(result, state), and write {Result}");
        }

        if (output.Deliver is not Delivery.Store)
        {
            throw new JobUnsupportedException($"{field}.deliver", "results lie in the artifact store; write store and a number of hours");
        }
    }
}
